#!/bin/sh
# completions/tables.sh write | check: keeps the lists in ptsandbox.bash, between
# their marks, equal to the tables of the program.
set -eu
# shellcheck source=mk/tables.sh
. mk/tables.sh
file=completions/ptsandbox.bash
new=$(mktemp)
trap 'rm -f "$new"' EXIT

# 'OPTION ARGUMENT' for each spelling.
options() {
	option_rows | while IFS='|' read -r letter name argument _; do
		argument=${argument:+ $argument}
		[ -z "$letter" ] || printf "\t'-%s%s'\n" "$letter" "$argument"
		[ -z "$name" ] || printf "\t'--%s%s'\n" "$name" "$argument"
	done
}

# 'NAME ARGUMENTS'
commands() {
	expand_table \
	    'COMMAND(name, function, arguments, help) ROW name^arguments' \
	    supervisor/commands/commands.def |
	    sed "s/ *^ */ /; s/.*/	'&'/"
}

lists() {
	echo '_ptsandbox_options=('
	options
	echo ')'
	echo '_ptsandbox_commands=('
	commands
	echo ')'
	echo "_ptsandbox_profiles='$(basename -s .yaml rules/profiles/*.yaml |
	    tr '\n' ' ' | sed 's/ $//')'"
}

lists=$(lists)
awk -v lists="$lists" '
	/^# tables: end/ { skip = 0 }
	!skip { print }
	/^# tables: begin/ { print lists; skip = 1 }
' "$file" >"$new"

case $1 in
write) cat "$new" >"$file" ;;
check)
	diff -u "$file" "$new" || {
		echo "$file: the lists differ from the tables;" \
		    "run sh completions/tables.sh write" >&2
		exit 1
	}
	;;
esac
