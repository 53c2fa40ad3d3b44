#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Completes some command lines as bash would.
#   check-completion.sh COMPLETION
set -eu

source "$1"

# Stands for the program, of which only the list of providers is wanted.
confab() {
  [ "$*" = 'providers list' ] && printf 'ID NAME\nanthropic Claude\ngroq Groq\ncompat:lab Lab\ncompat:lab-2 Lab\n'
}

check() {
  local expected=$1
  shift
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
  _confab
  if [ "${COMPREPLY[*]-}" != "$expected" ]; then
    echo "“$*” is completed to “${COMPREPLY[*]-}” and not to “$expected”" >&2
    exit 1
  fi
}

[[ $(complete -p confab) == *_confab* ]]
check 'keys' confab k
check 'ask' confab help a
check 'set status' confab keys s
check 'backup' confab help b
check 'anthropic' confab keys set a
check 'groq' confab ask --provider g
check '--thinking' confab ask --t
check 'high' confab ask -t h
check '--json' confab models --j
check 'export' confab e
check '--format' confab export --f
check 'html' confab export -f h
check '--json' confab restore --j
check 'pull' confab models pu
check '--provider' confab models remove --p
check 'groq' confab models pull --provider g
check 'get' confab providers g
check 'groq' confab providers test g
check '--base-url' confab providers add --b
check '--enable' confab providers update groq --e
check '--set' confab providers update groq --s
check 'headers=' confab providers update groq --set h
check 'timeouts.connect= timeouts.first_byte= timeouts.idle=' confab providers update groq --set t
check '' confab providers add --base-url h

# Bash cuts words at colons unless it is told not to.
COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
check 'compat:lab compat:lab-2' confab keys set c
check 'lab lab-2' confab keys set compat :
check 'lab lab-2' confab keys set compat : l
check 'lab-2' confab providers test compat : lab-
check 'lab lab-2' confab ask --provider compat : l
check '--json' confab providers test compat : lab --j
check '--enable' confab providers update compat : lab --e
check '' confab keys set other : l
COMP_WORDBREAKS=${COMP_WORDBREAKS/:/}
check 'compat:lab-2' confab providers test compat:lab-
