# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Completion of pichoist for bash.

_pichoist_words() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
}

_pichoist_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -f -- "$current")
}

_pichoist_profiles() {
  local name
  while IFS= read -r name; do
    if [[ $name == "$current"* ]]; then
      COMPREPLY+=("$(printf %q "$name")")
    fi
  done < <(pichoist profile list 2>/dev/null)
}

_pichoist_keys() {
  compopt -o nospace 2>/dev/null
  _pichoist_words 'provider= account-id= jurisdiction= endpoint= region= bucket= addressing= folder=
    public-url= key-template= access-key-id= acl= private= cache-control= url-suffix= link-format=
    proxy= ca-file= tls-verify= connect-timeout= stall-timeout= multipart-threshold= part-size=
    small-connections= large-connections='
}

# Sets verb and place: the word behind the command that is no option, and how many of them, with it,
# stand before the current one.
_pichoist_find_verb() {
  local index word skip=
  verb= place=0
  for ((index = 2; index < COMP_CWORD; index++)); do
    word=${COMP_WORDS[index]}
    if [[ -n $skip ]]; then
      skip=
      continue
    fi
    case $word in
      --secret-file | --proxy-password-file | -f | --format | --timeout) skip=yes ;;
      -*) ;;
      *)
        [[ $place -gt 0 ]] || verb=$word
        ((place += 1))
        ;;
    esac
  done
}

_pichoist_profile() {
  if [[ $current == -* ]]; then
    case $verb in
      '' | add | set)
        _pichoist_words '--secret-stdin --secret-file --proxy-password-stdin --proxy-password-file --help'
        ;;
      *) _pichoist_words '--help' ;;
    esac
    return
  fi
  case $place:$verb in
    0:) _pichoist_words 'list add set show remove default check' ;;
    1:set | 1:show | 1:remove | 1:default | 1:check) _pichoist_profiles ;;
    1:*) ;; # a new name
    *:add | *:set)
      case $key in
        provider) _pichoist_words 'r2 s3 oss cos obs minio b2 kodo spaces wasabi upyun folder other' ;;
        addressing) _pichoist_words 'path virtual' ;;
        private | tls-verify) _pichoist_words 'true false' ;;
        link-format) _pichoist_words "$formats" ;;
        folder | ca-file) _pichoist_files ;;
        '') _pichoist_keys ;;
      esac
      ;;
  esac
}

_pichoist_config() {
  if [[ $current == -* ]]; then
    case $verb in
      '' | forget) _pichoist_words '--yes --help' ;;
      *) _pichoist_words '--help' ;;
    esac
    return
  fi
  case $place:$verb in
    0:) _pichoist_words 'get set list path export forget' ;;
    1:get | 1:set) _pichoist_words 'default-profile link-format copy-link secret-store hotkey-clipboard hotkey-screenshot hotkey-drop-zone watch-clipboard screenshot-command remove-screenshot watch-folders watch-folders-mode keep-location ask-name' ;;
    2:set)
      case $previous in
        default-profile) _pichoist_profiles ;;
        link-format) _pichoist_words "$formats" ;;
        copy-link | remove-screenshot | keep-location | ask-name) _pichoist_words 'true false' ;;
        secret-store) _pichoist_words 'keyring file' ;;
        watch-clipboard | watch-folders-mode) _pichoist_words 'off ask upload' ;;
      esac
      ;;
  esac
}

_pichoist_queue() {
  if [[ $current == -* ]]; then
    case $verb in
      list) _pichoist_words '-f --format --json --help' ;;
      cancel) _pichoist_words '--help' ;;
      *) _pichoist_words '-f --format --json --timeout --help' ;;
    esac
  elif [[ $place -eq 0 ]]; then
    _pichoist_words 'list retry run cancel'
  fi
}

_pichoist_history() {
  if [[ $current == -* ]]; then
    _pichoist_words '--csv --help'
  elif [[ $place -eq 0 ]]; then
    _pichoist_words 'export import'
  elif [[ $place -eq 1 ]]; then
    _pichoist_files
  fi
}

_pichoist_command() {
  case ${COMP_WORDS[1]} in
    upload)
      if [[ $current == -* ]]; then
        _pichoist_words '-p --profile -f --format -c --clipboard --copy --name --json --queue --expires
          --no-reuse --any -r --recursive --timeout --help'
      else
        _pichoist_files
      fi
      ;;
    list) _pichoist_words '--search --limit -f --format --json --help' ;;
    copy) _pichoist_words '-f --format --expires --help' ;;
    delete) _pichoist_words '--yes --object --row --help' ;;
    queue) _pichoist_queue ;;
    profile) _pichoist_profile ;;
    config) _pichoist_config ;;
    history) _pichoist_history ;;
    desktop) _pichoist_words '--help' ;;
    status) _pichoist_words '--json --help' ;;
    report) _pichoist_words '--help' ;;
  esac
}

_pichoist() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} key=
  local formats='markdown html url bbcode rst asciidoc org' verb= place=0
  COMPREPLY=()

  # bash cuts words at "=", so that KEY=VALUE is three of them.
  if [[ $current == = ]]; then
    key=$previous current=
  elif [[ $previous == = ]]; then
    key=${COMP_WORDS[COMP_CWORD - 2]}
  fi

  if [[ $COMP_CWORD -eq 1 ]]; then
    _pichoist_words 'upload list copy delete queue profile config history desktop status report --help
      --version'
    return
  fi
  case $previous in
    -p | --profile) _pichoist_profiles ;;
    -f | --format) _pichoist_words "$formats" ;;
    --expires) _pichoist_words '1h 1d 7d' ;;
    --secret-file | --proxy-password-file) _pichoist_files ;;
    --name | --search | --limit | --timeout) ;;
    *)
      _pichoist_find_verb
      _pichoist_command
      ;;
  esac
}

complete -F _pichoist pichoist
