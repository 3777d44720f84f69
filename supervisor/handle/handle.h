/* The handlers, one for each row that names one: declared from the catalogue
 * itself. */
#ifndef PTS_HANDLE_HANDLE_H
#define PTS_HANDLE_HANDLE_H

#include "call/call.h"

#define ASK(name, class, args, handler, why)                                   \
	struct verdict handler(struct call *);
#define MEMORY(name, class, args, handler, why)                                \
	struct verdict handler(struct call *);
#define SHORT(name, class, args, handler, why)                                 \
	struct verdict handler(struct call *c);
#define DRAWN(name, class, args, handler, why)                                 \
	struct verdict handler(struct call *);
#define ROOT(name, class, args, handler, why)                                  \
	struct verdict handler(struct call *);
#include "catalog/rows.h"

#endif /* PTS_HANDLE_HANDLE_H */
