/* For a program that is built for tests alone, as if the mediator judged
 * wrongly whatever it is asked: its questions to the rules are answered with
 * yes.  What is refused then is refused by the second wall, or by what is no
 * question of rules. */
#ifndef PTS_TESTS_UNJUDGED_H
#define PTS_TESTS_UNJUDGED_H

#include "rules.h"

static inline void
unjudged(struct answer *ret)
{
	*ret = (struct answer){.verb = VERB_ALLOW};
}

#define policy_file(p, one, path, ret)  unjudged(((void)(p), (ret)))
#define policy_net(p, one, to, ret)     unjudged(((void)(p), (ret)))
#define policy_process(p, one, to, ret) unjudged(((void)(p), (ret)))
#define policy_net_possible(p, proto)   ((void)(p), true)
#define policy_file_by(p, who, one, path, ret)                                 \
	unjudged(((void)(p), (void)(who), (ret)))
#define policy_net_by(p, who, one, to, ret)                                    \
	unjudged(((void)(p), (void)(who), (ret)))
#define policy_run_by(p, who, path, argc, argv, ret)                           \
	unjudged(((void)(p), (void)(who), (ret)))
#define policy_process_by(p, who, one, to, ret)                                \
	unjudged(((void)(p), (void)(who), (ret)))

#endif /* PTS_TESTS_UNJUDGED_H */
