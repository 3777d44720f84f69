/* Which names that a job learned from had are folders: those of a namespace
 * stand elsewhere on the host, or nowhere. */
#include <string.h>
#include <sys/stat.h>

#include "audit/reader.h"
#include "commands/learn.h"

/* The names in the namespace of the main rules. */
static const json_t *
places_of(const json_t *first)
{
	const json_t *spaces = json_object_get(first, "namespaces"), *one;
	size_t i;

	json_array_foreach(spaces, i, one)
	{
		const char *profile = record_text(one, "profile");

		if (profile != NULL && strcmp(profile, "main") == 0)
			return json_object_get(one, "places");
	}
	return NULL;
}

/* Is it a folder since the namespace has something in it, or made it? */
static bool
is_drawn(const json_t *first, const char *name)
{
	const json_t *place;
	size_t i;

	json_array_foreach(places_of(first), i, place)
	{
		const char *at = record_text(place, "at");

		if (at == NULL)
			continue;
		if (strcmp(at, name) == 0 &&
		    json_is_true(json_object_get(place, "private")))
			return true;
		if (strcmp(at, name) != 0 &&
		    str_is_below(at, name, strlen(name)))
			return true;
	}
	return false;
}

bool
learn_is_folder(void *ctx, const char *name)
{
	const struct learn_view *v = ctx;
	char host[PATH_MAX];
	struct stat st;

	if (v->where != NULL && is_drawn(v->first, name))
		return true;
	if (v->where != NULL &&
	    where_host(v->where, where_space(v->where, NULL), name, host) ==
		WHERE_OPEN)
		name = host;
	/* As judged: whatever stands at the name now. */
	return lstat(name, &st) == 0 && S_ISDIR(st.st_mode);
}

void
learn_view_make(struct learn_view *ret, const json_t *first)
{
	*ret = (struct learn_view){.first = first};
	if (places_of(first) != NULL)
		ret->where = where_new(first);
}

void
learn_view_done(struct learn_view *v)
{
	where_free(v->where);
	v->where = NULL;
}
