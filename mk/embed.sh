#!/bin/sh
# Prints C source that holds the texts of files, so that the program is one
# file: `const struct embedded TABLE[]`, and of their names TABLE_names.  A name
# is that of the file without its folder and without SUFFIX.
# usage: embed.sh TABLE SUFFIX FILE...
set -eu
LC_ALL=C
export LC_ALL
table=$1 suffix=$2
shift 2

cat <<END
/* Made by mk/embed.sh. */
#include "base/embedded.h"

extern const struct embedded ${table}[];
extern const char *const ${table}_names[];

END

n=0
for file; do
	printf 'static const char text_%d[] =\n' "$n"
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/	/\\t/g' \
	    -e 's/^/    "/' -e 's/$/\\n"/' "$file"
	printf '    "";\n\n'
	n=$((n + 1))
done

printf 'const struct embedded %s[] = {\n' "$table"
n=0
for file; do
	printf '\t{"%s", text_%d},\n' "$(basename "$file" "$suffix")" "$n"
	n=$((n + 1))
done
printf '\t{0, 0},\n};\n\nconst char *const %s_names[] = {\n' "$table"
for file; do
	printf '\t"%s",\n' "$(basename "$file" "$suffix")"
done
printf '\t0,\n};\n'
