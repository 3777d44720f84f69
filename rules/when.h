/* `when: {python: "requests.*"}`: a rule that speaks only where a frame of such
 * a module stands on the Python stack of the thread that makes the call.
 *
 * A module is what its code calls itself: the __name__ among the globals of the
 * frame.  One line of Python forges a frame and its name, so a rule with `when`
 * may take away, and never give: it denies, kills or asks, or makes a call that
 * is allowed anyhow go wrong.  Where it cannot be told what stands there, it
 * takes away; what only goes wrong on purpose then does not. */
#ifndef PTS_RULES_WHEN_H
#define PTS_RULES_WHEN_H

#include <stdbool.h>

/* A pattern, or several, of which one has to match.  Owned by the rules. */
struct when;

/* What is known of a thread: does a frame of such a module stand there? */
enum when_is {
	WHEN_NOT,
	WHEN_IS,
	WHEN_UNKNOWN, /* it runs Python, and cannot be looked at whole */
};

/* Who asks the rules.  stands() is asked only where a rule with `when` would
 * decide otherwise, and may be asked several times for one question. */
struct who {
	void *ctx;
	enum when_is (*stands)(void *ctx, const struct when *w);
};

/* Who asks before there is a thread: no frame of any module stands there. */
extern const struct who who_nobody;

/* Is this a name that w means?  A program, "__main__", may be told with the
 * package that it is of, as "package.__main__", and is meant by both. */
bool when_means(const struct when *w, const char *module);

/* The patterns as they stand in the file, as they may be shown. */
const char *when_text(const struct when *w);

/* Does the rule ask? */
bool when_asks(const struct when *w);

#endif /* PTS_RULES_WHEN_H */
