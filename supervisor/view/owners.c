/* The table of what files seem to be. */
#include "view/owners.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "view/owner_entry.h"

static bool
is_device(mode_t mode)
{
	return S_ISCHR(mode) || S_ISBLK(mode);
}

/* Can an object of this type seem to be one of that?  If not, the entry is of
 * another object that had the same number. */
static bool
fits(mode_t real, mode_t seems)
{
	return ((real ^ seems) & S_IFMT) == 0 ||
	    (S_ISREG(real) && is_device(seems));
}

static struct owner_entry *
find_key(const struct owners *o, dev_t dev, ino_t ino)
{
	const struct owner_key key = {dev, ino};
	struct owner_entry *e;

	if (o->count == 0)
		return NULL;
	HASH_FIND(hh, o->all, &key, sizeof(key), e);
	return e;
}

static struct owner_entry *
find(const struct owners *o, const struct stat *st)
{
	return find_key(o, st->st_dev, st->st_ino);
}

/* What nothing is remembered of. */
static void
show_real(const struct owners *o, struct stat *st)
{
	if (st->st_uid == o->uid)
		st->st_uid = 0;
	if (st->st_gid == o->gid)
		st->st_gid = 0;
}

void
owners_show(const struct owners *o, struct stat *st)
{
	const struct owner_entry *e = find(o, st);

	if (e == NULL || !fits(st->st_mode, e->mode)) {
		show_real(o, st);
		return;
	}
	st->st_mode = e->mode;
	st->st_uid = e->uid;
	st->st_gid = e->gid;
	if (is_device(e->mode))
		st->st_rdev = e->rdev;
}

unsigned char
owners_type(const struct owners *o, dev_t dev, ino_t ino)
{
	const struct owner_entry *e = find_key(o, dev, ino);

	return e != NULL && is_device(e->mode) ? (unsigned char)IFTODT(e->mode)
					       : DT_REG;
}

static void
drop(struct owners *o, struct owner_entry *e)
{
	o->devices -= is_device(e->mode);
	HASH_DEL(o->all, e);
	o->count--;
	free(e);
}

static bool
says_nothing(const struct owners *o, const struct stat *real,
    const struct stat *seems)
{
	struct stat plain = *real;

	show_real(o, &plain);
	return plain.st_mode == seems->st_mode &&
	    plain.st_uid == seems->st_uid && plain.st_gid == seems->st_gid;
}

int
owners_set(struct owners *o, const struct stat *real, const struct stat *seems)
{
	struct owner_entry *e = find(o, real);

	if (says_nothing(o, real, seems)) {
		if (e != NULL)
			drop(o, e);
		return 0;
	}
	if (e == NULL) {
		if (o->count >= OWNERS_MAX)
			return -ENOSPC;
		e = calloc(1, sizeof(*e));
		if (e == NULL)
			return -ENOMEM;
		e->key.dev = real->st_dev;
		e->key.ino = real->st_ino;
		HASH_ADD(hh, o->all, key, sizeof(e->key), e);
		o->count++;
	}
	o->devices -= is_device(e->mode);
	o->devices += is_device(seems->st_mode);
	e->mode = seems->st_mode;
	e->uid = seems->st_uid;
	e->gid = seems->st_gid;
	e->rdev = is_device(seems->st_mode) ? seems->st_rdev : 0;
	return 0;
}

void
owners_drop(struct owners *o, const struct stat *real)
{
	struct owner_entry *e = find(o, real);

	if (e != NULL)
		drop(o, e);
}

void
owners_done(struct owners *o)
{
	struct owner_entry *e, *next;

	HASH_ITER(hh, o->all, e, next)
		drop(o, e);
}
