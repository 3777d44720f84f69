/* From what the operator writes to what the job would name. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "command.h"
#include "commands/explain.h"
#include "space_links.h"
#include "view/layer_names.h"

static bool
fail(struct explain *e, const char *given, const char *why)
{
	cleanup_str struct str shown = {0};

	str_add_shown(&shown, given, strlen(given));
	log_line("'%s': %s", str_text(&shown), why);
	e->failed = true;
	return false;
}

bool
explain_follow(struct explain *e, const char *given, bool last,
    struct explain_name *ret)
{
	const struct space *s = policy_space(e->policy);
	char folder[PATH_MAX] = "", whole[2 * PATH_MAX], plain[PATH_MAX];

	*ret = (struct explain_name){.given = given};
	if (given[0] != '/' && command_folder(s, folder) != 0)
		return fail(e, given,
		    "it is relative, and this folder has no name");
	if ((size_t)snprintf(whole, sizeof(whole), "%s/%s", folder, given) >=
		PATH_MAX ||
	    !space_follow(s, NULL, whole, last, ret->seen))
		return fail(e, given,
		    "longer than a path can be, or links without end");
	/* Without links it would be the same but for dots and slashes. */
	if (given[0] == '/' && strlen(given) < sizeof(plain)) {
		strcpy(plain, given);
		for (size_t n = strlen(plain); n > 1 && plain[n - 1] == '/';)
			plain[--n] = '\0';
		ret->linked = strcmp(plain, ret->seen) != 0 &&
		    strstr(plain, "/.") == NULL && strstr(plain, "//") == NULL;
	}
	if (s == NULL)
		strcpy(ret->host, ret->seen);
	else if (!space_host(s, ret->seen, ret->host, &ret->way))
		ret->host[0] = '\0';
	else if (ret->way.place != NULL && ret->way.place->layer != NULL)
		(void)layer_space_host(s, ret->seen, ret->host);
	return true;
}
