/* What a bad `namespace` is told, and what stays of a good one. */
#include <criterion/criterion.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faults.h"
#include "rules.h"
#include "space.h"

TestSuite(space_faults, .timeout = 20);

Test(space_faults, keys, IN_FOLDER)
{
	expect("namespace: {rot: /}\n",
	    "r.yaml:2:13: unknown key 'rot' in 'namespace' (did you mean "
	    "'root'?)\n");
	expect("namespace: {root: /, root: /}\n",
	    "r.yaml:2:22: 'root' stands here twice: it was said at 2:13\n");
	expect("namespace: {map: [{form: /tmp, at: /x}]}\n",
	    "r.yaml:2:20: unknown key 'form' in a map (did you mean 'from'?)\n"
	    "r.yaml:2:19: a map has either 'from' or 'private: true'\n");
	expect("namespace: [map]\n",
	    "r.yaml:2:12: 'namespace' is a mapping such as {key: value}, not "
	    "a list\n");
	expect("namespace: {map: /x}\n",
	    "r.yaml:2:18: 'map' is a list of maps, not a word\n");
	expect("namespace: {map: [/x]}\n",
	    "r.yaml:2:19: a map is a mapping such as {key: value}, not a "
	    "word\n");
	expect("namespace: {hide: {a: /x}}\n",
	    "r.yaml:2:19: a path is a word or a list of words, not a "
	    "mapping\n");
}

Test(space_faults, what_a_map_needs, IN_FOLDER)
{
	expect("namespace: {map: [{from: /tmp}]}\n",
	    "r.yaml:2:19: a map needs 'at'\n");
	expect("namespace: {map: [{at: /x}]}\n",
	    "r.yaml:2:19: a map has either 'from' or 'private: true'\n");
	expect("namespace: {map: [{at: /x, from: /tmp, private: true}]}\n",
	    "r.yaml:2:19: a map has either 'from' or 'private: true'\n");
	expect("namespace: {map: [{at: /x, private: false}]}\n",
	    "r.yaml:2:37: 'private' is true, or is left out\n");
	expect("namespace: {map: [{at: /x, private: [true]}]}\n",
	    "r.yaml:2:37: 'private' is a word, not a list\n");
	expect("namespace: {map: [{at: /, from: /tmp}]}\n",
	    "r.yaml:2:24: what is at / is said with 'root'\n");
	expect("namespace: {map: [{at: /., private: true}]}\n",
	    "r.yaml:2:24: what is at / is said with 'root'\n");
	expect("namespace: {map: [{at: x, from: /tmp}]}\n",
	    "r.yaml:2:24: 'x' is not absolute: a path starts with /, ~, ./ or "
	    "${NAME}\n");
}

/* One fault, which starts so and says this: names of the folder are luck. */
static void
apart(const char *text, const char *start, const char *says)
{
	char all[1024];
	char *got;

	snprintf(all, sizeof(all), "version: 1\n%s", text);
	put("r.yaml", all, strlen(all));
	got = faults_of("r.yaml");
	cr_expect(strncmp(got, start, strlen(start)) == 0 &&
		strstr(got, says) != NULL,
	    "%s\n got: %s want: %s... %s", text, got, start, says);
	free(got);
}

/* Layers are not below one another, nor one layer above two folders. */
Test(space_faults, layers_lie_apart, IN_FOLDER)
{
	cr_assert_eq(mkdir("a", 0755), 0);
	cr_assert_eq(mkdir("a/in", 0755), 0);
	cr_assert_eq(mkdir("b", 0755), 0);
	cr_assert_eq(mkdir("l", 0755), 0);
	put("f", "", 0);
	apart("namespace: {map: [{at: /x, from: ./a, layer: ./a/l}]}\n",
	    "r.yaml:2:46: the layer '", "/a/l' and the folder below it, '");
	apart("namespace: {map: [{at: /x, from: ./a, layer: ./f}]}\n",
	    "r.yaml:2:46: 'layer' '", "/f': Not a directory");
	apart("namespace:\n  map:\n"
	      "    - {at: /x, from: ./a, layer: ./l}\n"
	      "    - {at: /y, from: ./b, layer: ./l}\n",
	    "r.yaml:5:34: '", "/l' is the layer of another folder, ");
	apart("namespace:\n  map:\n"
	      "    - {at: /x, from: ./a, layer: ./l}\n"
	      "    - {at: /y, from: ./b, layer: ./l/m}\n",
	    "r.yaml:5:34: '", "/l' overlap");
	apart("namespace:\n  map:\n"
	      "    - {at: /x, from: ./a/in, layer: ./l}\n"
	      "    - {at: /y, from: ./b, layer: ./a/in/m}\n",
	    "r.yaml:5:34: '", "/l' overlap");
}

Test(space_faults, layers_that_get_on, IN_FOLDER)
{
	cr_assert_eq(mkdir("a", 0755), 0);
	cr_assert_eq(mkdir("a/in", 0755), 0);
	cr_assert_eq(mkdir("b", 0755), 0);
	expect("namespace:\n  map:\n"
	       "    - {at: /x, from: ./a, layer: ./l}\n"
	       "    - {at: /y, from: ./a, layer: ./l}\n"
	       "    - {at: /z, from: ./b, layer: ./m}\n",
	    "");
}

Test(space_faults, sources_exist, IN_FOLDER)
{
	put("file", "", 0);
	expect("namespace: {map: [{at: /x, from: /no/such}]}\n",
	    "r.yaml:2:34: 'from' '/no/such': No such file or directory\n");
	expect("namespace: {root: /dev/null}\n",
	    "r.yaml:2:19: 'root' '/dev/null' is no folder\n");
	expect("namespace: {root: /no/such}\n",
	    "r.yaml:2:19: 'root' '/no/such': No such file or directory\n");
	expect("namespace: {map: [{at: /x, from: ./file}], root: /}\n", "");
}

Test(space_faults, no_wildcards, IN_FOLDER)
{
	expect("namespace: {map: [{at: '/x*', from: /tmp}]}\n",
	    "r.yaml:2:24: 'at' is a path without wildcards, not '/x*'\n");
	expect("namespace: {map: [{at: /x, from: '/t?p'}]}\n",
	    "r.yaml:2:34: 'from' is a path without wildcards, not '/t?p'\n");
	expect("namespace: {root: '/[a-z]'}\n",
	    "r.yaml:2:19: 'root' is a path without wildcards, not '/[a-z]'\n");
	expect("namespace: {hide: '/home/*/.ssh'}\n",
	    "r.yaml:2:19: what is hidden is a path without wildcards, not "
	    "'/home/*/.ssh'\n");
	expect("namespace: {cwd: '/**'}\n",
	    "r.yaml:2:18: 'cwd' is a path without wildcards, not '/**'\n");
	expect("namespace: {hide: '/a\\*b'}\n", "");
}

Test(space_faults, a_name_is_drawn_once, IN_FOLDER)
{
	expect("namespace:\n  map:\n    - {at: /x, from: /tmp}\n"
	       "    - {at: /x/, private: true}\n    - {at: /x/y, from: /}\n",
	    "r.yaml:5:12: '/x' is drawn twice\n");
	expect("namespace: {map: [{at: /x, from: /tmp}], hide: [/y, /x]}\n",
	    "r.yaml:2:53: '/x' is drawn twice\n");
	/* Nothing more than hidden. */
	expect("namespace: {hide: [/x, /x, /x/y]}\n", "");
	/* By another name of it. */
	cr_assert_eq(symlink("/srv", "link"), 0);
	expect("namespace: {map: [{at: /srv, private: true}, {at: ./link, "
	       "from: /}]}\n",
	    "r.yaml:2:51: '/srv' is drawn twice\n");
}

Test(space_faults, hidden, IN_FOLDER)
{
	char here[200], want[300];

	expect("namespace: {hide: /}\n", "r.yaml:2:19: / cannot be hidden\n");
	cr_assert_eq(symlink("/", "root"), 0);
	expect("namespace: {hide: ./root}\n",
	    "r.yaml:2:19: / cannot be hidden\n");
	snprintf(want, sizeof(want), "r.yaml:2:19: '%s/a/x' leads nowhere\n",
	    getcwd(here, sizeof(here)));
	cr_assert_eq(symlink("b", "a"), 0);
	cr_assert_eq(symlink("a", "b"), 0);
	expect("namespace: {hide: ./a/x}\n", want);
}

Test(space_faults, only_in_the_first_file_of_a_rule_set, IN_FOLDER)
{
	static const char drawn[] = "version: 1\nnamespace: {hide: /x}\n";
	static const char top[] = "version: 1\ninclude: ./drawn.yaml\n";
	static const char sets[] =
	    "version: 1\nprofiles: {p: {namespace: {hide: /y}},\n"
	    "  q: {namespace: {hid: /y}}}\n";

	put("drawn.yaml", drawn, sizeof(drawn) - 1);
	put("top.yaml", top, sizeof(top) - 1);
	put("sets.yaml", sets, sizeof(sets) - 1);
	expect_file("drawn.yaml", "");
	expect_file("top.yaml",
	    "drawn.yaml:2:1: 'namespace' stands in the file that is read first "
	    "of its rule set, not in a later or included one (included from "
	    "top.yaml:2:10)\n");
	expect_file("sets.yaml",
	    "sets.yaml:3:19: unknown key 'hid' in 'namespace' (did you mean "
	    "'hide'?)\n");
}

/* The namespace that an option and a text draw, or NULL with the faults in
 * *ret_faults (owned). */
static struct rules *
typed(const char *map, const char *root, const char *text, struct faults *f)
{
	struct rules *r = rules_new();

	*f = (struct faults){0};
	if (root != NULL)
		rules_add_root(r, root, f);
	if (map != NULL)
		rules_add_map(r, map, f);
	put("r.yaml", text, strlen(text));
	rules_add_file(r, "r.yaml", f);
	if (!fault_any(f))
		rules_finish(r, f);
	return r;
}

static void
told(const char *map, const char *want)
{
	struct faults f;
	struct rules *r = typed(map, NULL, "version: 1\n", &f);

	cr_assert_eq(f.count, 1, "%s", map);
	cr_expect_str_eq(f.lines[0], want, "%s", f.lines[0]);
	fault_done(&f);
	rules_free(r);
}

Test(space_faults, maps_of_the_command_line, IN_FOLDER)
{
	told("/tmp", "-m /tmp: a map is HOST:VIRT:ro or HOST:VIRT:rw");
	told("/tmp:/x", "-m /tmp:/x: a map is HOST:VIRT:ro or HOST:VIRT:rw");
	told("/tmp:/x:rx",
	    "-m /tmp:/x:rx: a map is HOST:VIRT:ro or HOST:VIRT:rw");
	told(":/x:ro", "-m :/x:ro: a map is HOST:VIRT:ro or HOST:VIRT:rw");
	told("/tmp::ro", "-m /tmp::ro: a map is HOST:VIRT:ro or HOST:VIRT:rw");
	told("/no/such:/x:ro",
	    "-m /no/such:/x:ro: the path '/no/such': No such file or directory");
}

static void
leads(const struct rules *r, const char *name, const char *want)
{
	const struct space *s = policy_space(rules_top(r));
	char to[PATH_MAX];
	struct space_way way;

	cr_assert_not_null(s);
	if (!space_host(s, name, to, &way))
		strcpy(to, way.place->kind == SPACE_HIDDEN ? "hidden" : "new");
	cr_expect_str_eq(to, want, "%s: %s", name, to);
}

Test(space_faults, an_option_comes_before_the_file, IN_FOLDER)
{
	char here[200], want[300];
	struct faults f;
	struct rules *r;

	cr_assert_eq(mkdir("o:p", 0755), 0);
	r = typed("o:p:/x:rw", NULL,
	    "version: 1\nnamespace: {map: [{at: /x, from: /usr}, {at: /y, "
	    "from: /usr}], hide: /x}\n",
	    &f);
	cr_assert(!fault_any(&f));
	cr_expect(rules_draw(r));
	leads(r, "/y", "/usr");
	snprintf(want, sizeof(want), "%s/o:p/f", getcwd(here, sizeof(here)));
	leads(r, "/x/f", want);
	rules_free(r);
}

Test(space_faults, a_map_goes_before_what_a_root_shows, IN_FOLDER)
{
	struct faults f;
	struct rules *r;

	r = typed("/etc/passwd:/dev/null:ro", "/usr", "version: 1\n", &f);
	cr_assert(!fault_any(&f));
	leads(r, "/dev/null", "/etc/passwd");
	leads(r, "/dev/zero", "/dev/zero");
	rules_free(r);
}

Test(space_faults, what_is_hidden_is_hidden_by_all_its_names, IN_FOLDER)
{
	struct faults f;
	struct rules *r;

	r = typed("/usr:/data:ro", NULL,
	    "version: 1\nnamespace: {map: [{at: /lib2, from: /usr/lib}, "
	    "{at: /same, from: /usr/lib/os-release}], "
	    "hide: /usr/lib/os-release}\n",
	    &f);
	cr_assert(!fault_any(&f));
	leads(r, "/usr/lib/os-release", "hidden");
	leads(r, "/data/lib/os-release", "hidden");
	leads(r, "/lib2/os-release", "hidden");
	/* It was asked for by name. */
	leads(r, "/same", "/usr/lib/os-release");
	leads(r, "/usr/lib/os", "/usr/lib/os");
	rules_free(r);
	r = typed(NULL, "/usr", "version: 1\nnamespace: {hide: /share/doc}\n",
	    &f);
	cr_assert(!fault_any(&f));
	leads(r, "/share", "/usr/share");
	leads(r, "/share/doc", "hidden");
	leads(r, "/proc/x", "/proc/x");
	rules_free(r);
}

Test(space_faults, a_private_place_has_no_folder_yet, IN_FOLDER)
{
	struct faults f;
	struct rules *r = typed(NULL, NULL,
	    "version: 1\nnamespace: {map: [{at: /tmp, private: true}]}\n", &f);

	cr_assert(!fault_any(&f));
	cr_expect(rules_need_area(r));
	leads(r, "/tmp/x", "new");
	leads(r, "/var", "/var");
	rules_free(r);
	r = typed(NULL, NULL,
	    "version: 1\nnamespace: {map: [{at: /usr, from: /tmp}]}\n", &f);
	cr_expect(!rules_need_area(r));
	rules_free(r);
	/* Its parents exist nowhere. */
	r = typed(NULL, NULL,
	    "version: 1\nnamespace: {map: [{at: /no/such/x, from: /tmp}]}\n",
	    &f);
	cr_expect(rules_need_area(r));
	rules_free(r);
	r = typed(NULL, NULL, "version: 1\n", &f);
	cr_expect(!rules_draw(r));
	cr_expect_null(policy_space(rules_top(r)));
	rules_free(r);
}
