/* Python modules that rules deny. */
#include <criterion/criterion.h>

#include "faults.h"
#include "rules.h"

TestSuite(modules, .timeout = 20);

Test(modules, their_files_are_denied_before_all_else)
{
	struct rules *r =
	    rules_from("version: 1\npython: {deny-modules: [ctypes, xml.sax]}\n"
		       "files:\n  - {allow: any, path: /}\n",
		false);
	static const char *const denied[] = {"/usr/lib/python3.11/ctypes",
	    "/usr/lib/python3.11/ctypes/__init__.py", "/x/ctypes.py",
	    "/x/ctypes.pyc", "/x/ctypes.abi3.so", "/x/ctypes.so",
	    "/x/__pycache__/ctypes.cpython-311.pyc",
	    "/usr/lib/python3.11/lib-dynload/_ctypes.cpython-311-x.so",
	    "/x/xml/sax/handler.py", "/x/xml/__pycache__/sax.cpython-311.pyc"};
	static const char *const allowed[] = {"/x/ctypes.txt", "/x/myctypes.py",
	    "/x/ctypes2/a.py", "/x/xml/dom/a.py", "/x/sax/a.py"};

	for (size_t i = 0; i < sizeof(denied) / sizeof(denied[0]); i++) {
		struct answer a = file_answer(r, ACC_READ, denied[i]);

		cr_expect_eq(a.verb, VERB_DENY, "%s", denied[i]);
		cr_expect_eq(a.line, 2);
		cr_expect_eq(file_answer(r, ACC_STAT, denied[i]).verb,
		    VERB_DENY);
	}
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		cr_expect_eq(file_answer(r, ACC_READ, allowed[i]).verb,
		    VERB_ALLOW, "%s", allowed[i]);
	rules_free(r);
}

Test(modules, what_no_rule_can_hold_is_refused, IN_FOLDER)
{
	expect("python: {deny-modules: [time, \"a b\", .x, x., 1x]}\n",
	    "r.yaml:2:25: 'time' is or may be a part of the interpreter, so "
	    "that no file of it can be denied: deny what it would do, under "
	    "files, network or programs\n"
	    "r.yaml:2:31: 'a b' is not the name of a module\n"
	    "r.yaml:2:38: '.x' is not the name of a module\n"
	    "r.yaml:2:42: 'x.' is not the name of a module\n"
	    "r.yaml:2:46: '1x' is not the name of a module\n");
	expect("python: {deny-modules: [tmp]}\n",
	    "r.yaml:2:25: the current folder lies in a folder named 'tmp', "
	    "which would be denied with the module: start in another\n");
	expect("python: {}\n", "r.yaml:2:9: 'python' needs 'deny-modules'\n");
	expect("python: {deny-module: [x]}\n",
	    "r.yaml:2:10: unknown key 'deny-module' in 'python' (did you "
	    "mean 'deny-modules'?)\n"
	    "r.yaml:2:9: 'python' needs 'deny-modules'\n");
}
