/* What is recorded of a run beside its calls and processes. */
#include <string.h>

#include "audit/audit_state.h"
#include "audit/json.h"
#include "audit/trace_text.h"
#include "base/log.h"
#include "base/now.h"

void
audit_rules(struct audit *a, const char *change, unsigned number,
    const char *set, const char *rule, pid_t by)
{
	uint64_t t = now_ns();

	if (a->trace) {
		str_clear(&a->line);
		trace_text_rules(&a->line, t - a->start_ns, change, number,
		    rule, by);
		log_bytes(str_text(&a->line), a->line.len);
	}
	if (a->out.fd < 0)
		return;
	json_rules(&a->out.block, t - a->start_ns, change, number, set, rule,
	    by);
	(void)out_step(&a->out, t);
}

void
audit_wall(struct audit *a, int abi, const char *const *stands)
{
	summary_wall(&a->summary, abi, stands);
	if (a->out.fd >= 0)
		json_wall(&a->out.block, now_ns() - a->start_ns, abi, stands);
}

void
audit_why(struct audit *a, const char *why)
{
	if (a->why == NULL)
		a->why = strdup(why);
}

const char *
audit_reason(const struct audit *a)
{
	return a->why;
}

void
audit_limit(struct audit *a, const char *name)
{
	a->limit = name;
}
