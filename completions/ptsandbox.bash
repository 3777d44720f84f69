# Completion of ptsandbox(1) for bash(1).
# shellcheck shell=bash

# What there is: made by completions/tables.sh from the tables of the program.
# tables: begin
_ptsandbox_options=(
	'-r FILE'
	'--rules FILE'
	'--ro PATH'
	'--rw PATH'
	'--allow-net TARGET'
	'-m HOST:VIRT:MODE'
	'--root DIR'
	'--owners FILE'
	'--env NAME=VALUE'
	'--keep-env PATTERN'
	'--user NAME:GROUP'
	'--stdin FILE'
	'--stdout FILE'
	'--stderr FILE'
	'--safe-output'
	'--keep-fd N'
	'--timeout TIME'
	'--cpu TIME'
	'--memory SIZE'
	'--processes N'
	'--open-files N'
	'--file-size SIZE'
	'--written SIZE'
	'--output SIZE'
	'--meta FILE'
	'--no-ask'
	'--save-answers FILE'
	'--ctl'
	'--audit FILE'
	'--audit-only'
	'--stacks WORD'
	'--trace'
	'--summary'
	'--profile-stops FILE'
	'--status'
	'-q'
	'--quiet'
	'--wait'
	'--expect FILE'
	'--expect-report FILE'
	'--no-landlock'
	'--keep-code'
	'--nested-ok'
	'--threads N'
	'--check'
	'--print-profile NAME'
	'--version'
	'-h'
	'--help'
)
_ptsandbox_commands=(
	'layer diff|commit|discard DIR'
	'check [FILE ...]'
	'explain ACCESS OBJECT'
	'replay RECORD -r FILE'
	'expect RECORD -r FILE'
	'report [--html FILE] RECORD'
	'doctor [--json]'
	'ctl PID list|grant|revoke'
	'learn -o FILE [options] [--] COMMAND'
)
_ptsandbox_profiles='lab native python3 rootfs'
# tables: end

# offer WORD COMPGEN...: what compgen(1) says, a line each, also names with
# white space.
_ptsandbox_offer()
{
	local word=$1
	shift
	mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen "$@" -- "$word")
}

# Names of files, quoted by bash.
_ptsandbox_files()
{
	compopt -o filenames 2> /dev/null
	_ptsandbox_offer "$1" "${2:--f}"
}

# What is offered for an argument of this kind.
_ptsandbox_argument()
{
	local word=$2
	case $1 in
	FILE | PATH | HOST:VIRT:MODE) _ptsandbox_files "$word" ;;
	DIR) _ptsandbox_files "$word" -d ;;
	NAME) _ptsandbox_offer "$word" -W "$_ptsandbox_profiles" ;;
	NAME:GROUP) _ptsandbox_offer "$word" -u ;;
	NAME=VALUE) _ptsandbox_offer "$word" -e -S = ;;
	PATTERN) _ptsandbox_offer "$word" -e ;;
	esac
}

# The argument that an option takes, or nothing.
_ptsandbox_takes()
{
	local row
	for row in "${_ptsandbox_options[@]}"; do
		[ "${row%% *}" = "$1" ] || continue
		[ "$row" = "$1" ] || echo "${row#* }"
		return
	done
}

# command NAME WORD NUMBER: behind the name of a command of ours, its words.
_ptsandbox_command()
{
	local row word=$2 first kind
	for row in "${_ptsandbox_commands[@]}"; do
		[ "${row%% *}" = "$1" ] || continue
		row=${row#"$1"}
		first=${row# }
		first=${first%% *}
		kind=${row##* }
		case $first in
		\[-*) first=${first//[\[\]]/} ;;
		*\|*) ;;
		*) first= ;;
		esac
		if [ -n "$first" ] && [ "$3" = 0 ]; then
			_ptsandbox_offer "$word" -W "${first//|/ }"
		elif [[ $kind == DIR ]]; then
			_ptsandbox_argument DIR "$word"
		elif [[ $kind != \[-* ]]; then
			_ptsandbox_files "$word"
		fi
		return 0
	done
	return 1
}

# The command to be run, which is word number $1, or its own words.
_ptsandbox_program()
{
	if [ "$COMP_CWORD" -gt "$1" ]; then
		if declare -F _command_offset > /dev/null; then
			_command_offset "$1"
		else
			_ptsandbox_files "$2"
		fi
		return
	fi
	compopt -o filenames 2> /dev/null
	_ptsandbox_offer "$2" -c
	[ "$1" != 1 ] ||
		_ptsandbox_offer "$2" -W "${_ptsandbox_commands[*]%% *}"
}

# The number of the first word that is no option of ours and no argument of
# one, in `at`; or, where the word at hand is such an argument, what it is, in
# `takes`.  bash cuts --name=value into three words.
_ptsandbox_skip()
{
	at=1 takes=
	while [ "$at" -lt "$COMP_CWORD" ] && [[ ${COMP_WORDS[at]} == -?* ]]; do
		takes=$(_ptsandbox_takes "${COMP_WORDS[at]}")
		at=$((at + 1))
		[ "${COMP_WORDS[at - 1]}" != -- ] || break
		[ -n "$takes" ] || continue
		[ "$at" -ge "$COMP_CWORD" ] || [ "${COMP_WORDS[at]}" != = ] ||
			at=$((at + 1))
		[ "$at" -lt "$COMP_CWORD" ] || return 0
		at=$((at + 1))
		takes=
	done
}

_ptsandbox()
{
	local word=${COMP_WORDS[COMP_CWORD]} at takes
	COMPREPLY=()
	if [ "$COMP_CWORD" -gt 1 ] && _ptsandbox_command "${COMP_WORDS[1]}" \
		"$word" $((COMP_CWORD - 2)); then
		return
	fi
	_ptsandbox_skip
	if [ -n "$takes" ]; then
		[ "$word" != = ] || word=
		_ptsandbox_argument "$takes" "$word"
	elif [ "$at" = "$COMP_CWORD" ] && [[ $word == -* ]] &&
		[ "${COMP_WORDS[at - 1]}" != -- ]; then
		_ptsandbox_offer "$word" -W "${_ptsandbox_options[*]%% *}"
	else
		_ptsandbox_program "$at" "$word"
	fi
}

complete -F _ptsandbox ptsandbox
