# The tables of options and commands, for scripts that keep something equal to
# them.  To be sourced in the top folder.
# shellcheck shell=sh

# expand MACRO TABLE: the table through the preprocessor, a row a line, fields
# between bars.
expand_table() {
	printf '#define %s\n#include "%s"\n' "$1" "$2" |
	    "${CC:-cc}" -E -P -I. -xc - | sed -n 's/^ROW //p' |
	    sed 's/" *"//g; s/|NULL/|/g; s/"//g; s/ *| */|/g; s/^0|/|/' |
	    tr -d "'"
}

# letter|name|argument|help
option_rows() {
	expand_table \
	    'OPTION(id, letter, name, argument, help) ROW letter|name|argument|help' \
	    supervisor/opts.def
}
