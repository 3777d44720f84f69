/* What a bad rules file is told: place and sentence. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "faults.h"

TestSuite(faults, .timeout = 20);

Test(faults, unknown_and_repeated_keys, IN_FOLDER)
{
	expect("files:\n  - {allow: read, pth: /a}\n",
	    "r.yaml:3:19: unknown key 'pth' in a files rule (did you mean "
	    "'path'?)\n"
	    "r.yaml:3:5: a files rule needs 'path'\n");
	expect("file: []\n",
	    "r.yaml:2:1: unknown key 'file' in a rules file (did you mean "
	    "'files'?)\n");
	expect("frobnicate: []\n",
	    "r.yaml:2:1: unknown key 'frobnicate' in a rules file\n");
	expect("files: []\nfiles: []\n",
	    "r.yaml:3:1: 'files' stands here twice: it was said at 2:1\n");
	expect("files: [{allow: read, path: /a, path: /b}]\n",
	    "r.yaml:2:33: 'path' stands here twice: it was said at 2:23\n");
}

Test(faults, all_are_told, IN_FOLDER)
{
	expect("files:\n  - {allow: read, deny: write, path: /a}\n"
	       "  - {path: /a}\n  - {allow: raed, path: a}\n"
	       "network:\n  - {allow: connect, to: [\"tcp:x\", \"foo:1:2\"]}\n",
	    "r.yaml:3:19: a second verb 'deny' beside 'allow'\n"
	    "r.yaml:4:5: a rule needs its verb: allow, deny, ask or kill\n"
	    "r.yaml:5:13: 'raed' is no access of the files section (did you "
	    "mean 'read'?)\n"
	    "r.yaml:5:25: 'a' is not absolute: a path starts with /, ~, ./ or "
	    "${NAME}\n"
	    "r.yaml:7:27: bad target 'tcp:x': ports are missing: "
	    "PROTO:ADDRESS:PORTS\n"
	    "r.yaml:7:36: bad target 'foo:1:2': starts with none of tcp:, "
	    "udp:, unix: and any:\n");
}

Test(faults, paths, IN_FOLDER)
{
	unsetenv("NOWHERE");
	expect("files: [{allow: read, path: '/a[b'}]\n",
	    "r.yaml:2:29: bad pattern '/a[b': a set without its ']'\n");
	expect("files: [{allow: read, path: '${NOWHERE}/x'}]\n",
	    "r.yaml:2:29: ${NOWHERE} is not set\n");
	expect("files: [{allow: read, path: '${NOWHERE?}/x'}]\n", "");
	expect("files: [{allow: read, path: '${NO'}]\n",
	    "r.yaml:2:29: a '${' without its name and '}'\n");
	expect("files: [{allow: read, path: '~bob/x'}]\n",
	    "r.yaml:2:29: '~bob/x': only ~ alone is understood, the home of "
	    "who starts the run\n");
	expect("files: [{allow: read, path: ''}]\n",
	    "r.yaml:2:29: a path is a word, not nothing\n");
	expect("files: [{allow: read, path: '/no/such/../x'}]\n",
	    "r.yaml:2:29: a '..' behind what is no folder\n");
	expect("files: [{deny: read, path: /a, errno: EGAL}]\n",
	    "r.yaml:2:39: 'EGAL' is not the name of an error, such as EACCES, "
	    "EROFS or ENOENT\n");
	expect("files: [{allow: read, path: /a, errno: EIO}]\n",
	    "r.yaml:2:33: 'errno' goes with 'deny' only\n");
	expect("files: {allow: read, path: /a}\n",
	    "r.yaml:2:8: 'files' is a list of rules, not a mapping\n");
	expect("files: [read]\n",
	    "r.yaml:2:9: a files rule is a mapping such as {key: value}, not "
	    "a word\n");
}

Test(faults, network_targets, IN_FOLDER)
{
	static const struct {
		const char *target, *why;
	} bad[] = {
	    {"tcp:10.0.0.1/8:1",  "the address has bits behind its prefix /8"},
	    {"tcp:10.0.0.0/33:1", "a block's prefix is a number up to 32"    },
	    {"tcp:1.2.3:1",       "not an IPv4 address"                      },
	    {"tcp:0x7f.1:1",      "neither an IPv4 address nor a host name"  },
	    {"tcp:::1:1",         "an IPv6 address stands in brackets"       },
	    {"tcp:[::1:1",        "an IPv6 address needs its ']'"            },
	    {"tcp:[::1]",         "ports are missing: PROTO:ADDRESS:PORTS"   },
	    {"tcp:[1.2.3.4]:1",   "not an IPv6 address"                      },
	    {"tcp:*:65536",
             "ports are a number up to 65535, a range such as "
		"8000-8999, or *"					    },
	    {"tcp:*:9-8",         "a range of ports that runs backwards"     },
	    {"tcp:*:http",
             "ports are a number up to 65535, a range such as "
		"8000-8999, or *"					    },
	    {"tcp::1",            "an address is missing, or longer than 253"},
	    {"tcp",               "PROTO:ADDRESS:PORTS is needed"            },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char text[200], want[300];

		snprintf(text, sizeof(text),
		    "network: [{allow: connect, to: '%s'}]\n", bad[i].target);
		snprintf(want, sizeof(want),
		    "r.yaml:2:32: bad target '%s': "
		    "%s\n",
		    bad[i].target, bad[i].why);
		expect(text, want);
	}
	expect("network: [{allow: socket, family: netlnk}]\n",
	    "r.yaml:2:35: 'netlnk' is no family that a rule can name, such as "
	    "netlink\n");
	expect("network: [{redirect: connect, to: 'tcp:*:1'}]\n",
	    "r.yaml:2:11: 'redirect' and 'via' need each other\n");
}

Test(faults, a_user_that_nobody_can_seem_to_be, IN_FOLDER)
{
	expect("namespace: {user: ann}\n",
	    "r.yaml:2:19: 'user' is root, or is left out, not 'ann'\n");
	expect("namespace: {user: [root]}\n",
	    "r.yaml:2:19: 'user' is a word, not a list\n");
}

Test(faults, stacks, IN_FOLDER)
{
	expect("audit: {log: none, stacks: java}\n",
	    "r.yaml:2:28: 'stacks' is none, python, native or both, not "
	    "'java'\n");
}

Test(faults, a_program_in_the_place_of_another, IN_FOLDER)
{
	expect("programs: [{allow: run, path: /a, via: /b/c}]\n",
	    "r.yaml:2:40: there is no program '/b/c'\n");
	expect("programs: [{allow: run, path: /a, via: /}]\n",
	    "r.yaml:2:40: there is no program '/'\n");
	expect("programs: [{deny: run, path: /a, via: /bin/sh}]\n",
	    "r.yaml:2:34: 'via' goes with 'allow' only\n");
	expect("programs: [{allow: run, path: /a, via: '/bin/*sh'}]\n",
	    "r.yaml:2:40: 'via' is a path without wildcards, not '/bin/*sh'\n");
}

Test(faults, yaml_that_is_not_taken, IN_FOLDER)
{
	expect("files: [\n",
	    "r.yaml:3:1: not YAML: did not find expected node "
	    "content\n");
	expect("files: &a []\n",
	    "r.yaml:2:8: anchors are not part of the rule "
	    "language\n");
	expect("files: *a\n",
	    "r.yaml:2:8: aliases are not part of the rule language (a word "
	    "that starts with * needs quotes)\n");
	expect("files: !x []\n",
	    "r.yaml:2:8: tags are not part of the rule language\n");
	expect("---\nversion: 1\n",
	    "r.yaml:2:1: a second document: one file holds one rule set\n");
	expect("? [a]\n: b\n", "r.yaml:2:3: a key must be a word\n");
	expect("files: [{allow: read, path: \"/a\\0b\"}]\n",
	    "r.yaml:2:29: a NUL byte has no place in rules\n");
	expect("files: \xff\n", "r.yaml:2:8: a byte that is not UTF-8 text\n");
}

Test(faults, levels, IN_FOLDER)
{
	char text[200] = "files: ";

	memset(text + 7, '[', 80);
	expect(text, "r.yaml:2:71: more than 64 levels\n");
}

Test(faults, files_that_are_none, IN_FOLDER)
{
	char *big = malloc(1100000);

	expect_file("missing", "missing: No such file or directory\n");
	expect_file("/", "/: a folder, not a rules file\n");
	expect_file("/dev/zero", "/dev/zero: not a regular file\n");
	mkfifo("fifo", 0600);
	expect_file("fifo", "fifo: not a regular file\n");
	put("empty", "", 0);
	expect_file("empty",
	    "empty: empty: a rules file starts with 'version: 1'\n");
	put("nul", "version: 1\na\0b", 14);
	expect_file("nul", "nul:2:2: a NUL byte: not a text file\n");
	memset(big, '#', 1100000);
	put("big", big, 1100000);
	expect_file("big", "big: more than 1 MiB\n");
	put("old", "files: []\n", 10);
	expect_file("old", "old:1:1: 'version: 1' is missing\n");
	put("new", "version: 2\n", 11);
	expect_file("new",
	    "new:1:10: version '2' is not known: this program "
	    "reads version 1\n");
	put("e\x1b[31m", "", 0);
	expect_file("e\x1b[31m",
	    "e\\x1b[31m: empty: a rules file starts with "
	    "'version: 1'\n");
	free(big);
}

static void
put_text(const char *name, const char *text)
{
	put(name, text, strlen(text));
}

Test(faults, includes_tell_the_way, IN_FOLDER)
{
	put_text("a.yaml", "version: 1\ninclude: ./b.yaml\n");
	put_text("b.yaml", "version: 1\ninclude: [./a.yaml, ./c]\nfils: []\n");
	expect_file("a.yaml",
	    "b.yaml:3:1: unknown key 'fils' in a rules file (did you mean "
	    "'files'?) (included from a.yaml:2:10)\n"
	    "b.yaml:2:11: an include loop: 'a.yaml' is being read already "
	    "(included from a.yaml:2:10)\n"
	    "b.yaml:2:21: c: No such file or directory (included from "
	    "a.yaml:2:10)\n");
	mkdir("sub", 0755);
	put_text("top.yaml", "version: 1\ninclude: ./sub/one.yaml\n");
	put_text("sub/one.yaml", "version: 1\ninclude: ./two.yaml\n");
	put_text("sub/two.yaml", "version: 3\n");
	expect_file("./top.yaml",
	    "./sub/two.yaml:1:10: version '3' is not known: this program reads "
	    "version 1 (included from ./sub/one.yaml:2:10, from "
	    "./top.yaml:2:10)\n");
	put_text("self.yaml", "version: 1\ninclude: ./self.yaml\n");
	expect_file("self.yaml",
	    "self.yaml:2:10: an include loop: 'self.yaml' "
	    "is being read already\n");
}

Test(faults, includes_have_64_levels, IN_FOLDER)
{
	char name[30], text[100];
	char *got;

	for (int i = 0; i < 70; i++) {
		snprintf(name, sizeof(name), "%d.yaml", i);
		snprintf(text, sizeof(text), "version: 1\ninclude: ./%d.yaml\n",
		    i + 1);
		put_text(name, text);
	}
	got = faults_of("0.yaml");
	cr_expect_eq(strncmp(got,
			 "64.yaml:2:10: more than 64 levels of "
			 "includes (included from 63.yaml:2:10, ",
			 70),
	    0, "%s", got);
	free(got);
}

Test(faults, twice_included_is_no_loop, IN_FOLDER)
{
	put_text("a.yaml",
	    "version: 1\ninclude: [./b.yaml, ./c.yaml, python3, "
	    "native]\nprofiles: {p: {include: ./c.yaml}}\n");
	put_text("b.yaml", "version: 1\ninclude: ./c.yaml\n");
	put_text("c.yaml", "version: 1\nprofiles: {q: {files: []}}\n");
	expect_file("a.yaml", "");
}

Test(faults, profiles_that_are_none, IN_FOLDER)
{
	expect("include: pyton3\n",
	    "r.yaml:2:10: there is no profile 'pyton3' (did you mean "
	    "'python3'?) (a file is written ./NAME)\n");
	expect("programs: [{allow: run, path: /a, profile: wrker}]\n"
	       "profiles: {worker: {}}\n",
	    "r.yaml:2:44: there is no profile 'wrker' (did you mean "
	    "'worker'?)\n");
	expect("programs: [{deny: run, path: /a, profile: native}]\n",
	    "r.yaml:2:34: 'profile' goes with 'allow' only\n");
	expect("profiles: {worker: {}, worker: {}}\n",
	    "r.yaml:2:24: a profile 'worker' is there already\n");
}
