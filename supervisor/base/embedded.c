/* Finding one of the files that the program carries in itself. */
#include "base/embedded.h"

#include <stddef.h>
#include <string.h>

const char *
embedded_text(const struct embedded *table, const char *name)
{
	while (table->name != NULL && strcmp(table->name, name) != 0)
		table++;
	return table->text;
}
