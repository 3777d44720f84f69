/* The page: the files that the program carries in itself, put together with the
 * data of a run. */
#include <string.h>

#include "base/embedded.h"
#include "base/log.h"
#include "base/str.h"
#include "report/data.h"
#include "report/digest.h"
#include "report/outputs.h"
#include "run.h"

extern const struct embedded page[];

/* In the order in which they run. */
static const char *const scripts[] = {
    "page.js",
    "page_lists.js",
    "page_people.js",
    "page_trees.js",
    "page_timeline.js",
};

static void
add_policy(struct str *to, const struct str *style, const struct str *script)
{
	str_add(to, "default-src 'none'; style-src 'sha256-");
	digest_text(to, str_text(style), style->len);
	str_add(to, "'; script-src 'sha256-");
	digest_text(to, str_text(script), script->len);
	str_add(to, "'; base-uri 'none'; form-action 'none'");
}

struct parts {
	struct str policy, style, script;
};

/* Writes what a mark of the page stands for. */
static int
put(FILE *to, const struct parts *p, const char *mark, size_t len,
    const struct model *m, const char *record)
{
	if (strncmp(mark, "csp", len) == 0)
		fputs(str_text(&p->policy), to);
	else if (strncmp(mark, "css", len) == 0)
		fputs(str_text(&p->style), to);
	else if (strncmp(mark, "js", len) == 0)
		fputs(str_text(&p->script), to);
	else
		return data_write(to, m, record);
	return 0;
}

/* The text, with each @mark@ of it replaced. */
static int
write_page(FILE *to, const struct parts *p, const struct model *m,
    const char *record)
{
	const char *text = embedded_text(page, "page.html");
	int err = 0;

	while (err == 0) {
		size_t len = strcspn(text, "@");

		fwrite(text, 1, len, to);
		text += len;
		if (*text == '\0')
			break;
		len = strcspn(text + 1, "@");
		err = put(to, p, text + 1, len, m, record);
		text += len + 2;
	}
	return err;
}

int
output_html(const struct model *m, const char *to, const char *record)
{
	FILE *file = output_make(to, record);
	struct parts p = {0};
	int status = 0;

	if (file == NULL)
		return EXIT_OURS;
	str_add(&p.style, embedded_text(page, "page.css"));
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++)
		str_add(&p.script, embedded_text(page, scripts[i]));
	add_policy(&p.policy, &p.style, &p.script);
	if (p.policy.failed || p.style.failed || p.script.failed ||
	    write_page(file, &p, m, record) != 0) {
		log_line("out of memory");
		status = EXIT_OURS;
	}
	str_done(&p.policy);
	str_done(&p.style);
	str_done(&p.script);
	return output_close(file, to, status);
}
