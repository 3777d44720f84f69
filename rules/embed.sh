#!/bin/sh
# Prints C source that holds the texts of the shipped profiles, so that the
# program is one file.  usage: embed.sh FOLDER
set -eu
LC_ALL=C
export LC_ALL

cat <<'EOF'
/* Made by rules/embed.sh from rules/profiles/. */
#include <string.h>

#include "rules.h"

EOF

for file in "$1"/*.yaml; do
	name=$(basename "$file" .yaml)
	printf 'static const char text_%s[] =\n' "$name"
	sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/	/\\t/g' \
	    -e 's/^/    "/' -e 's/$/\\n"/' "$file"
	printf '    "";\n\n'
done

printf 'static const char *const names[] = {'
for file in "$1"/*.yaml; do
	printf '"%s", ' "$(basename "$file" .yaml)"
done
printf 'NULL};\nstatic const char *const texts[] = {'
for file in "$1"/*.yaml; do
	printf 'text_%s, ' "$(basename "$file" .yaml)"
done
cat <<'EOF'
NULL};

const char *
rules_profile_text(const char *name)
{
	size_t i = 0;

	while (names[i] != NULL && strcmp(names[i], name) != 0)
		i++;
	return texts[i];
}

const char *const *
rules_profile_names(void)
{
	return names;
}
EOF
