/* Files of the source tree that the program carries in itself: what
 * mk/embed.sh makes of them when the program is built. */
#ifndef PTS_BASE_EMBEDDED_H
#define PTS_BASE_EMBEDDED_H

struct embedded {
	const char *name; /* NULL ends a table */
	const char *text;
};

/* The text of that name in a table, or NULL. */
const char *embedded_text(const struct embedded *table, const char *name);

#endif /* PTS_BASE_EMBEDDED_H */
