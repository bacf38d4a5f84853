#!/usr/bin/env zsh
# SPDX-License-Identifier: GPL-3.0-or-later
# complete.zsh FOLDER LINE: what zsh offers behind LINE with the completions of FOLDER, one a line.
# A second zsh on a pseudo-terminal completes the line; compadd, through which every completion
# goes, tells what it is given.

zmodload zsh/zpty
setup=$(mktemp) answers=$(mktemp)

cat >$setup <<X
PROMPT=
fpath=(${(q)1} \$fpath)
autoload -Uz compinit && compinit -u -D
compadd() {
  local -a hits
  if (( ! \${@[(I)-[OAD]]} )); then
    builtin compadd -O hits "\$@"
    (( ! \$#hits )) || print -rl -- \$hits >>$answers
  fi
  builtin compadd "\$@"
}
finish() { zle complete-word; print -r -- "<<END>>" >>$answers; exit; }
zle -N finish
bindkey '^I' finish
X

zpty shell zsh -f -i
zpty -w shell "source $setup"
zpty -w -n shell "$2"$'\t'
for (( i = 0; i < 100; i++ )); do
  grep -q '^<<END>>' $answers && break
  zpty -r -t shell ignored
  sleep 0.05
done
zpty -d shell
grep -v '^<<END>>' $answers
rm -f $setup $answers
