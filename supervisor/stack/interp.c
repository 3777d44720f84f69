/* Finding the CPython interpreter of a process.  Its symbols are exported for
 * extension modules, so stripping leaves them. */
#include "stack/interp.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fd.h"
#include "stack/effort.h"
#include "stack/file.h"
#include "stack/maps.h"
#include "stack/told.h"

/* Files that are remembered; the one asked for least recently makes room. */
#define FILES 512u

/* An interpreter exports some 2000 symbols. */
#define SYMBOLS_MAX 16384u

/* Symbols that tell versions apart. */
enum sign {
	SIGN_3_8 = 1,  /* PyCode_NewWithPosOnlyArgs */
	SIGN_3_9 = 2,  /* PyObject_GC_IsTracked */
	SIGN_3_10 = 4, /* PyIter_Send */
};

struct known_file {
	struct stat st; /* which file; st_ino 0: the entry is free */
	uint64_t used;
	uint64_t runtime, code_type; /* as linked; 0: none */
	struct layout layout;
	const char *why;     /* an interpreter that cannot be read */
	struct elf_file elf; /* its segments, for the bias */
};

struct interp_files {
	struct known_file file[FILES];
	uint64_t clock;
};

struct interp_files *
interp_files_new(void)
{
	return calloc(1, sizeof(struct interp_files));
}

void
interp_files_free(struct interp_files *f)
{
	free(f);
}

bool
interp_due(struct interp *i)
{
	unsigned n = i->looked++;

	/* The first 24 times, and then at powers of two. */
	return n < 24 || (n & (n - 1)) == 0;
}

struct exported {
	uint64_t runtime, code_type, version;
	bool other; /* a Python, if not one that is known */
	unsigned signs;
};

static void
note_symbol(struct exported *x, const Elf64_Sym *s, const char *name)
{
	if (ELF64_ST_TYPE(s->st_info) == STT_OBJECT) {
		if (strcmp(name, "_PyRuntime") == 0)
			x->runtime = s->st_value;
		else if (strcmp(name, "PyCode_Type") == 0)
			x->code_type = s->st_value;
		else if (strcmp(name, "Py_Version") == 0)
			x->version = s->st_value;
	} else if (strcmp(name, "Py_Main") == 0 ||
	    strcmp(name, "pypy_main_startup") == 0) {
		x->other = true;
	} else if (strcmp(name, "PyCode_NewWithPosOnlyArgs") == 0) {
		x->signs |= SIGN_3_8;
	} else if (strcmp(name, "PyObject_GC_IsTracked") == 0) {
		x->signs |= SIGN_3_9;
	} else if (strcmp(name, "PyIter_Send") == 0) {
		x->signs |= SIGN_3_10;
	}
}

static void
read_symbols(const struct elf_file *f, struct exported *ret)
{
	struct file_symbols s;

	if (!file_symbols(f, SHT_DYNSYM, SYMBOLS_MAX, &s))
		return;
	for (size_t i = 0; i < s.count; i++) {
		const char *name = s.names + s.at[i].st_name;

		if (s.at[i].st_name < s.names_size && s.at[i].st_shndx != 0 &&
		    (name[0] == '_' || name[0] == 'P' || name[0] == 'p'))
			note_symbol(ret, &s.at[i], name);
	}
	file_symbols_done(&s);
}

/* The minor version of an interpreter that does not publish its offsets. */
static int
minor_of(const struct elf_file *f, const struct exported *x)
{
	uint64_t version;

	/* Py_Version, from 3.11 on: the version as PY_VERSION_HEX has it. */
	if (x->version != 0 &&
	    file_at(f, x->version, &version, sizeof(version)))
		return version >> 24 == 3 ? (int)(version >> 16 & 255) : 0;
	if ((x->signs & SIGN_3_10) != 0)
		return 10;
	if ((x->signs & SIGN_3_9) != 0)
		return 9;
	return (x->signs & SIGN_3_8) != 0 ? 8 : 0;
}

static void
learn(struct known_file *k, int fd)
{
	uint64_t words[LAYOUT_WORDS];
	struct exported x = {0};

	if (!file_read(&k->elf, fd)) {
		k->elf.segments = 0;
		return;
	}
	read_symbols(&k->elf, &x);
	if (x.runtime == 0)
		x.runtime = file_section(&k->elf, ".PyRuntime");
	k->runtime = x.runtime;
	k->code_type = x.code_type;
	if (x.runtime == 0) {
		if (x.other)
			k->why = "a Python that is not known here";
	} else if (file_at(&k->elf, x.runtime, words, sizeof(words)) &&
	    memcmp(words, LAYOUT_COOKIE, sizeof(words[0])) == 0) {
		(void)layout_published(words, LAYOUT_WORDS, &k->layout,
		    &k->why);
	} else if (!layout_of(minor_of(&k->elf, &x), &k->layout)) {
		k->why = "a version of CPython that is not known here";
	}
	if (k->layout.minor != 0)
		k->why = NULL;
	file_done(&k->elf);
	k->elf.fd = -1;
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_dev == b->st_dev &&
	    a->st_size == b->st_size &&
	    a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* What is known of the file behind a mapping; NULL when it cannot be had. */
static const struct known_file *
know(struct interp_files *f, const struct map *m)
{
	cleanup_fd int fd = file_open_mapped(m);
	struct known_file *k = &f->file[0];
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0)
		return NULL;
	for (size_t i = 0; i < FILES; i++) {
		if (same_file(&f->file[i].st, &st)) {
			f->file[i].used = ++f->clock;
			return &f->file[i];
		}
		if (f->file[i].used < k->used)
			k = &f->file[i];
	}
	memset(k, 0, sizeof(*k));
	k->st = st;
	k->used = ++f->clock;
	learn(k, fd);
	return k;
}

static bool
try_map(struct interp *i, struct interp_files *f, const struct map *m)
{
	const struct known_file *k = know(f, m);
	uint64_t bias;

	if (k != NULL && k->runtime == 0 && k->why != NULL)
		i->why = k->why;
	if (k == NULL || k->runtime == 0 ||
	    !file_bias(&k->elf, m->low, m->offset, &bias))
		return false;
	i->why = k->why;
	if (k->why != NULL)
		return false;
	i->layout = k->layout;
	i->runtime = bias + k->runtime;
	i->code_type = k->code_type != 0 ? bias + k->code_type : 0;
	i->found = true;
	return true;
}

static bool
likely(const struct map *m)
{
	const char *base = strrchr(m->path, '/');

	return base != NULL && strstr(base, "python") != NULL;
}

bool
interp_find(struct interp *i, struct interp_files *f, const struct maps *m,
    struct effort *e)
{
	i->why = NULL;
	for (int pass = 0; pass < 2; pass++) {
		for (size_t n = 0; n < m->count; n++) {
			if (likely(&m->at[n]) != (pass == 0))
				continue;
			if (!effort_left(e)) {
				i->why = "it took too long to look for CPython";
				return false;
			}
			if (try_map(i, f, &m->at[n]))
				return true;
			if (i->why != NULL)
				return false;
		}
	}
	i->why = NO_PYTHON;
	return false;
}
