# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of pichoist for fish.

set -l commands upload list copy delete queue profile config history desktop status report

function __pichoist_profiles
    pichoist profile list 2>/dev/null
end

# Is this the command, and the word behind it one of VERB?
function __pichoist_in -a command
    set -l words (string match -v -- '-*' (commandline -opc))
    test "$words[2]" = $command; or return 1
    test (count $argv) -eq 1; or contains -- "$words[3]" $argv[2..]
end

# The same where the word to be completed is number PLACE of those that are no options.
function __pichoist_at -a place
    set -l words (string match -v -- '-*' (commandline -opc))
    test (count $words) -eq $place; and __pichoist_in $argv[2..]
end

# The same further behind.
function __pichoist_behind -a place
    set -l words (string match -v -- '-*' (commandline -opc))
    test (count $words) -gt $place; and __pichoist_in $argv[2..]
end

complete -c pichoist -f
complete -c pichoist -n "not __fish_seen_subcommand_from $commands" -l help -d 'Show help'
complete -c pichoist -n "not __fish_seen_subcommand_from $commands" -l version -d 'Show the version'
complete -c pichoist -n __fish_use_subcommand -a upload -d 'Upload pictures and print their links'
complete -c pichoist -n __fish_use_subcommand -a list -d 'List what was uploaded'
complete -c pichoist -n __fish_use_subcommand -a copy -d 'Put a link on the clipboard'
complete -c pichoist -n __fish_use_subcommand -a delete -d 'Remove an upload'
complete -c pichoist -n __fish_use_subcommand -a queue -d 'Show, send or cancel what waits'
complete -c pichoist -n __fish_use_subcommand -a profile -d 'Manage profiles'
complete -c pichoist -n __fish_use_subcommand -a config -d 'General settings'
complete -c pichoist -n __fish_use_subcommand -a history -d 'Export or import the history'
complete -c pichoist -n __fish_use_subcommand -a desktop -d 'Open the window of the desktop program'
complete -c pichoist -n __fish_use_subcommand -a status -d 'What works on this computer'
complete -c pichoist -n __fish_use_subcommand -a report -d 'Facts for a bug report'

set -l formats 'markdown html url bbcode rst asciidoc org'
set -l uploading '__pichoist_in upload'
complete -c pichoist -n $uploading -F
complete -c pichoist -n $uploading -s p -l profile -x -a '(__pichoist_profiles)' -d 'Use this profile'
complete -c pichoist -n $uploading -s f -l format -x -a $formats -d 'Format of links'
complete -c pichoist -n $uploading -s c -l clipboard -d 'Upload the picture on the clipboard'
complete -c pichoist -n $uploading -l copy -d 'Put the links on the clipboard'
complete -c pichoist -n $uploading -l name -x -d 'File name to take'
complete -c pichoist -n $uploading -l json -d 'Print JSON objects'
complete -c pichoist -n $uploading -l queue -d 'Keep in the queue and return'
complete -c pichoist -n $uploading -l expires -x -a '1h 1d 7d' -d 'Presigned link that ends'
complete -c pichoist -n $uploading -l no-reuse -d 'Send it even if it is in the bucket'
complete -c pichoist -n $uploading -l any -d 'Take files that are no pictures'
complete -c pichoist -n $uploading -s r -l recursive -d 'Upload the pictures in folders'
complete -c pichoist -n $uploading -l timeout -x -d 'Give up after so many seconds without progress'

set -l listing '__pichoist_in list'
complete -c pichoist -n $listing -l search -x -d 'Rows with this text'
complete -c pichoist -n $listing -l limit -x -d 'At most so many rows'
complete -c pichoist -n $listing -s f -l format -x -a $formats -d 'Format of links'
complete -c pichoist -n $listing -l json -d 'Print JSON objects'

set -l copying '__pichoist_in copy'
complete -c pichoist -n $copying -s f -l format -x -a $formats -d 'Format of the link'
complete -c pichoist -n $copying -l expires -x -a '1h 1d 7d' -d 'Presigned link that ends'

set -l deleting '__pichoist_in delete'
complete -c pichoist -n $deleting -l yes -d "Don't ask"
complete -c pichoist -n $deleting -l object -d 'Delete the object in any case'
complete -c pichoist -n $deleting -l row -d 'Remove the row only'

complete -c pichoist -n '__pichoist_at 2 queue' -a list -d 'What waits, is sent or has failed'
complete -c pichoist -n '__pichoist_at 2 queue' -a retry -d 'Send what has failed, too'
complete -c pichoist -n '__pichoist_at 2 queue' -a run -d 'Send what waits'
complete -c pichoist -n '__pichoist_at 2 queue' -a cancel -d 'Take jobs out'
complete -c pichoist -n '__pichoist_in queue list run retry' -s f -l format -x -a $formats -d 'Format of links'
complete -c pichoist -n '__pichoist_in queue list run retry' -l json -d 'Print JSON objects'
complete -c pichoist -n '__pichoist_in queue run retry' -l timeout -x -d 'Give up after so many seconds without progress'

complete -c pichoist -n '__pichoist_at 2 profile' -a list -d 'Name all profiles'
complete -c pichoist -n '__pichoist_at 2 profile' -a add -d 'Make a profile'
complete -c pichoist -n '__pichoist_at 2 profile' -a set -d 'Change a profile or its secret'
complete -c pichoist -n '__pichoist_at 2 profile' -a show -d 'What a profile comes to'
complete -c pichoist -n '__pichoist_at 2 profile' -a remove -d 'Remove a profile and its secret'
complete -c pichoist -n '__pichoist_at 2 profile' -a default -d 'Choose or print the default profile'
complete -c pichoist -n '__pichoist_at 2 profile' -a check -d 'Try a profile out'
complete -c pichoist -n '__pichoist_at 3 profile set show remove default check' \
    -a '(__pichoist_profiles)'
set -l editing '__pichoist_in profile add set'
set -l setting '__pichoist_behind 3 profile add set'
complete -c pichoist -n $editing -l secret-stdin -d 'Read the secret from standard input'
complete -c pichoist -n $editing -l secret-file -r -F -d 'Read the secret from a file'
complete -c pichoist -n $editing -l proxy-password-stdin -d 'Read the password of the proxy from standard input'
complete -c pichoist -n $editing -l proxy-password-file -r -F -d 'Read the password of the proxy from a file'
for provider in r2 s3 oss cos obs minio b2 kodo spaces wasabi upyun folder other
    complete -c pichoist -n $setting -a provider=$provider -d 'Kind of storage'
end
complete -c pichoist -n $setting -a account-id= -d 'Account id of Cloudflare R2'
complete -c pichoist -n $setting -a jurisdiction= -d 'Jurisdiction of an R2 bucket'
complete -c pichoist -n $setting -a endpoint= -d 'Address of the S3 service'
complete -c pichoist -n $setting -a region= -d 'Region of the bucket'
complete -c pichoist -n $setting -a bucket= -d 'Name of the bucket'
complete -c pichoist -n $setting -a folder= -d 'Folder that pictures are copied to'
complete -c pichoist -n $setting -a public-url= -d 'What stands before the key in links'
complete -c pichoist -n $setting -a key-template= -d 'How objects are named'
complete -c pichoist -n $setting -a access-key-id= -d 'Public half of the access key'
complete -c pichoist -n $setting -a acl= -d 'Access control list of each object'
complete -c pichoist -n $setting -a cache-control= -d 'Header stored with each object'
complete -c pichoist -n $setting -a url-suffix= -d 'Put behind each link'
complete -c pichoist -n $setting -a link-format= -d 'Format of links'
complete -c pichoist -n $setting -a proxy= -d 'URL of a proxy'
complete -c pichoist -n $setting -a ca-file= -d 'Certificates to trust'
complete -c pichoist -n $setting -a connect-timeout= -d 'Seconds until a connection stands'
complete -c pichoist -n $setting -a stall-timeout= -d 'Seconds without progress'
complete -c pichoist -n $setting -a multipart-threshold= -d 'MiB above which files are sent in parts'
complete -c pichoist -n $setting -a part-size= -d 'MiB of a part'
complete -c pichoist -n $setting -a small-connections= -d 'Connections for small pictures'
complete -c pichoist -n $setting -a large-connections= -d 'Connections for large pictures'
complete -c pichoist -n $setting -a 'addressing=path addressing=virtual' -d 'How requests name the bucket'
complete -c pichoist -n $setting -a 'private=true private=false' -d 'Presigned links'
complete -c pichoist -n $setting -a 'tls-verify=true tls-verify=false' -d 'Check certificates'

complete -c pichoist -n '__pichoist_at 2 config' -a get -d 'Print a setting'
complete -c pichoist -n '__pichoist_at 2 config' -a set -d 'Change a setting'
complete -c pichoist -n '__pichoist_at 2 config' -a list -d 'Print all settings'
complete -c pichoist -n '__pichoist_at 2 config' -a path -d 'Where the settings file is'
complete -c pichoist -n '__pichoist_at 2 config' -a export -d 'Print settings and profiles'
complete -c pichoist -n '__pichoist_at 2 config' -a forget -d 'Remove secrets, queue and autostart'
complete -c pichoist -n '__pichoist_at 3 config get set' -a default-profile -d 'Profile of uploads without -p'
complete -c pichoist -n '__pichoist_at 3 config get set' -a link-format -d 'Format of links'
complete -c pichoist -n '__pichoist_at 3 config get set' -a copy-link -d 'Also copy links'
complete -c pichoist -n '__pichoist_at 3 config get set' -a secret-store -d 'Where secrets are kept'
complete -c pichoist -n '__pichoist_at 3 config get set' -a hotkey-clipboard -d 'Hotkey that uploads the clipboard'
complete -c pichoist -n '__pichoist_at 3 config get set' -a hotkey-screenshot -d 'Hotkey that takes a screenshot'
complete -c pichoist -n '__pichoist_at 3 config get set' -a hotkey-drop-zone -d 'Hotkey that shows the drop zone'
complete -c pichoist -n '__pichoist_at 3 config get set' -a screenshot-command -d 'Command that takes a screenshot'
complete -c pichoist -n '__pichoist_at 3 config get set' -a remove-screenshot -d 'Remove the file that the desktop leaves'
complete -c pichoist -n '__pichoist_at 3 config get set' -a watch-clipboard -d 'What becomes of copied pictures'
complete -c pichoist -n '__pichoist_at 3 config get set' -a watch-folders -d 'Folders whose new pictures are taken'
complete -c pichoist -n '__pichoist_at 3 config get set' -a watch-folders-mode -d 'What becomes of their new pictures'
complete -c pichoist -n '__pichoist_at 3 config get set' -a keep-location -d 'Publish where pictures were taken'
complete -c pichoist -n '__pichoist_at 3 config get set' -a ask-name -d 'Ask for names before uploads'
complete -c pichoist -n '__pichoist_at 4 config set; and contains default-profile (commandline -opc)' -a '(__pichoist_profiles)'
complete -c pichoist -n '__pichoist_at 4 config set; and contains link-format (commandline -opc)' -a $formats
complete -c pichoist -n '__pichoist_at 4 config set; and contains copy-link remove-screenshot keep-location ask-name (commandline -opc)' -a 'true false'
complete -c pichoist -n '__pichoist_at 4 config set; and contains secret-store (commandline -opc)' -a 'keyring file'
complete -c pichoist -n '__pichoist_at 4 config set; and contains watch-clipboard (commandline -opc)' -a 'off ask upload'
complete -c pichoist -n '__pichoist_at 4 config set; and contains watch-folders-mode (commandline -opc)' -a 'off ask upload'
complete -c pichoist -n '__pichoist_in config forget' -l yes -d "Don't ask"

complete -c pichoist -n '__pichoist_at 2 history' -a export -d 'Write the history out'
complete -c pichoist -n '__pichoist_at 2 history' -a import -d 'Merge a history into it'
complete -c pichoist -n '__pichoist_in history' -l csv -d 'As a table'
complete -c pichoist -n '__pichoist_at 3 history' -F

complete -c pichoist -n '__pichoist_in status' -l json -d 'Print a JSON object'
complete -c pichoist -n "__fish_seen_subcommand_from $commands" -l help -d 'Show help'
