#!/bin/sh
# man/options.sh write | check: keeps the options in man/ptsandbox.1, between its
# two marks, equal to supervisor/opts.def.  Both the SYNOPSIS and the list come
# from the table, so that no option is missing and none is made up.
set -eu
# shellcheck source=mk/tables.sh
. mk/tables.sh
page=man/ptsandbox.1
table=supervisor/opts.def
new=$(mktemp)
trap 'rm -f "$new"' EXIT

# As mdoc: for the SYNOPSIS, where the letter will do, or for the list.
options() {
	option_rows | while IFS='|' read -r letter name argument help; do
		flags=
		[ -z "$letter" ] || flags="$flags Fl $letter"
		[ -z "$letter" ] || [ -z "$name" ] || flags="$flags ,"
		[ -z "$name" ] || flags="$flags Fl -$name"
		[ -z "$argument" ] || flags="$flags Ar $argument"
		if [ "$1" = list ]; then
			printf '.It%s\n%s.\n' "$flags" "$help"
		else
			printf '.Op%s\n' "$(echo "$flags" |
			    sed 's/ , Fl -[a-z-]*//')"
		fi
	done
}

awk -v synopsis="$(options synopsis)" -v list="$(options list)" '
	/^\.\\" options: end/ { skip = 0 }
	!skip { print }
	/^\.\\" options: synopsis/ { print synopsis; skip = 1 }
	/^\.\\" options: list/ { print list; skip = 1 }
' "$page" >"$new"

case $1 in
write) cat "$new" >"$page" ;;
check)
	diff -u "$page" "$new" || {
		echo "$page: the options differ from $table;" \
		    "run sh man/options.sh write" >&2
		exit 1
	}
	;;
esac
