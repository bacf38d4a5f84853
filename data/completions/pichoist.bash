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
  local names
  names=$(pichoist profile list 2>/dev/null)
  local IFS=$'\n'
  mapfile -t COMPREPLY < <(compgen -W "$names" -- "$current")
}

_pichoist_keys() {
  compopt -o nospace 2>/dev/null
  _pichoist_words 'provider= account-id= jurisdiction= endpoint= region= bucket= addressing= folder=
    public-url= key-template= access-key-id= acl= private= cache-control= url-suffix= link-format=
    proxy= ca-file= tls-verify= connect-timeout= stall-timeout= multipart-threshold= part-size=
    small-connections= large-connections='
}

_pichoist_profile() {
  local verb=${COMP_WORDS[2]}
  if [[ $COMP_CWORD -eq 2 ]]; then
    _pichoist_words 'list add set show remove default check'
  elif [[ $current == -* ]]; then
    _pichoist_words '--secret-stdin --secret-file --proxy-password-stdin --proxy-password-file --help'
  elif [[ $COMP_CWORD -eq 3 && $verb != add ]]; then
    _pichoist_profiles
  elif [[ $verb == add || $verb == set ]]; then
    case $key in
      provider) _pichoist_words 'r2 s3 oss cos obs minio b2 kodo spaces wasabi upyun folder other' ;;
      addressing) _pichoist_words 'path virtual' ;;
      private | tls-verify) _pichoist_words 'true false' ;;
      link-format) _pichoist_words "$formats" ;;
      folder | ca-file) _pichoist_files ;;
      '') _pichoist_keys ;;
    esac
  fi
}

_pichoist_config() {
  if [[ $current == -* ]]; then
    _pichoist_words '--yes --help'
    return
  fi
  case $COMP_CWORD in
    2) _pichoist_words 'get set list path export forget' ;;
    3) _pichoist_words 'default-profile link-format copy-link secret-store hotkey-clipboard hotkey-screenshot hotkey-drop-zone watch-clipboard screenshot-command watch-folders watch-folders-mode' ;;
    4)
      case ${COMP_WORDS[3]} in
        default-profile) _pichoist_profiles ;;
        link-format) _pichoist_words "$formats" ;;
        copy-link) _pichoist_words 'true false' ;;
        secret-store) _pichoist_words 'keyring file' ;;
        watch-clipboard) _pichoist_words 'off ask upload' ;;
      esac
      ;;
  esac
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
    queue) _pichoist_words 'list retry run cancel -f --format --json --timeout --help' ;;
    profile) _pichoist_profile ;;
    config) _pichoist_config ;;
    history)
      if [[ $COMP_CWORD -eq 2 ]]; then
        _pichoist_words 'export import'
      elif [[ $current == -* ]]; then
        _pichoist_words '--csv --help'
      else
        _pichoist_files
      fi
      ;;
    desktop) _pichoist_words '--help' ;;
    status) _pichoist_words '--json --help' ;;
    report) _pichoist_words '--help' ;;
  esac
}

_pichoist() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} key=
  local formats='markdown html url bbcode rst asciidoc org'
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
    *) _pichoist_command ;;
  esac
}

complete -F _pichoist pichoist
