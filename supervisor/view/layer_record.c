/* The lines of a layer's record. */
#include "view/layer_record.h"

#include <stdio.h>
#include <string.h>

void
layer_record_add_name(struct str *to, const char *name)
{
	for (; *name != '\0'; name++) {
		if (*name == '\n')
			str_add(to, "\\n");
		else if (*name == '\\')
			str_add(to, "\\\\");
		else
			str_add_char(to, *name);
	}
}

void
layer_record_plain(char *name)
{
	char *to = name;

	for (; *name != '\0'; name++) {
		if (*name != '\\' || name[1] == '\0')
			*to++ = *name;
		else
			*to++ = *++name == 'n' ? '\n' : *name;
	}
	*to = '\0';
}

void
layer_record_add(struct str *to, const char *name, const struct stat *st)
{
	str_addf(to, "%o %lu %lld %lld.%09ld %lld.%09ld ",
	    (unsigned)st->st_mode, (unsigned long)st->st_ino,
	    (long long)st->st_size, (long long)st->st_mtim.tv_sec,
	    st->st_mtim.tv_nsec, (long long)st->st_ctim.tv_sec,
	    st->st_ctim.tv_nsec);
	layer_record_add_name(to, name);
	str_add_char(to, '\n');
}

bool
layer_record_parse(char *line, struct layer_record *ret)
{
	long long mtime, ctime;
	int at = 0;

	line[strcspn(line, "\n")] = '\0';
	/* A name may begin with a space: only the first is not its own. */
	if (sscanf(line, "%o %lu %lld %lld.%9ld %lld.%9ld%n", &ret->mode,
		&ret->ino, &ret->size, &mtime, &ret->mtime.tv_nsec, &ctime,
		&ret->ctime.tv_nsec, &at) != 7 ||
	    line[at] != ' ')
		return false;
	ret->mtime.tv_sec = mtime;
	ret->ctime.tv_sec = ctime;
	layer_record_plain(line + at + 1);
	ret->name = line + at + 1;
	return true;
}

static bool
same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

bool
layer_record_same(const struct layer_record *r, const struct stat *st)
{
	if (r->mode != (unsigned)st->st_mode ||
	    r->ino != (unsigned long)st->st_ino)
		return false;
	if (S_ISDIR(st->st_mode))
		return true;
	return r->size == (long long)st->st_size &&
	    same_time(&r->mtime, &st->st_mtim) &&
	    same_time(&r->ctime, &st->st_ctim);
}
