/* The processes of a run as a graph, for graphviz(7). */
#include <stdlib.h>
#include <string.h>

#include "audit/words.h"
#include "base/str.h"
#include "report/outputs.h"

/* A drawing of more is no help to anybody. */
#define NODES_MAX 2000u

/* Text in a quoted string of the language: DOT(5).  What was shown has its own
 * backslashes doubled, so that they stay. */
static void
add_text(struct str *to, const char *text)
{
	cleanup_str struct str shown = {0};

	words_shown(&shown, text);
	for (const char *c = str_text(&shown); *c != '\0'; c++) {
		if (*c == '"' || *c == '\\')
			str_add_char(to, '\\');
		str_add_char(to, *c);
	}
}

/* What would be denied is dashed: it came to pass. */
static const char *
colour_of(bool denied, bool would)
{
	if (denied)
		return ", color=red";
	return would ? ", color=orange, style=dashed" : "";
}

static void
add_process(struct str *to, const struct model *m, size_t i)
{
	const struct proc *p = &m->procs[i];
	const char *program = names_text(&m->names, p->program);

	str_addf(to, "\tp%zu [label=\"", i);
	add_text(to, program != NULL ? words_base(program) : "(no program)");
	str_addf(to, "\\npid %d", (int)p->pid);
	if (p->denied > 0)
		str_addf(to, "\\n%llu denied", (unsigned long long)p->denied);
	if (p->would > 0)
		str_addf(to, "\\nnot enforced: %llu would be denied",
		    (unsigned long long)p->would);
	str_add(to, "\", tooltip=\"");
	add_text(to, program != NULL ? program : "");
	str_addf(to, "\"%s];\n", colour_of(p->denied > 0, p->would > 0));
	if (p->parent < NODES_MAX)
		str_addf(to, "\tp%u -> p%zu;\n", (unsigned)p->parent, i);
}

static void
add_hosts(struct str *to, const struct model *m)
{
	size_t n;
	const struct thing **list =
	    model_sorted(m, ACC_NETWORK, ACC_NETWORK, &n);

	for (size_t i = 0; i < n && i < NODES_MAX; i++) {
		str_addf(to, "\th%zu [shape=ellipse, label=\"", i);
		add_text(to, names_text(&m->names, list[i]->key.path));
		str_addf(to, "%s%s\"%s];\n",
		    list[i]->denied != 0 ? "\\ndenied" : "",
		    list[i]->would != 0 ? "\\nnot enforced: would be denied"
					: "",
		    colour_of(list[i]->denied != 0, list[i]->would != 0));
		if (m->proc_count > 0)
			str_addf(to, "\tp0 -> h%zu [style=dashed];\n", i);
	}
	free(list);
}

int
output_dot(const struct model *m)
{
	cleanup_str struct str text = {0};
	size_t n = m->proc_count < NODES_MAX ? m->proc_count : NODES_MAX;

	str_add(&text, "digraph run {\n\tnode [shape=box];\n");
	for (size_t i = 0; i < n; i++)
		add_process(&text, m, i);
	if (n < m->proc_count)
		str_addf(&text, "\tmore [label=\"and %zu more\"];\n",
		    m->proc_count - n);
	add_hosts(&text, m);
	str_add(&text, "}\n");
	fwrite(str_text(&text), 1, text.len, stdout);
	return 0;
}
