/* Prints ptsandbox-calls(7) from the catalogue, so that the manual cannot say
 * anything else than the program does. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "catalog/catalog.h"

/* The rows in the order in which a person wrote them. */
static const char *const order[] = {
#define FREE(name, class, args, why)            #name,
#define MEMORY(name, class, args, handler, why) #name,
#define DRAWN(name, class, args, handler, why)  #name,
#define SHORT(name, class, args, handler, why)  #name,
#define ROOT(name, class, args, handler, why)   #name,
#define ASK(name, class, args, handler, why)    #name,
#define REFUSE(name, class, args, err, why)     #name,
#define QUIET(name, class, args, err, why)      #name,
#include "catalog/rows.h"
};

static const char head[] =
    ".\\\" Printed from the catalogue by man/calls7.c: change the rows, not "
    "this.\n"
    ".Dd November 24, 2026\n"
    ".Dt PTSANDBOX-CALLS 7\n"
    ".Os\n"
    ".Sh NAME\n"
    ".Nm ptsandbox-calls\n"
    ".Nd how each system call is met under ptsandbox\n"
    ".Sh DESCRIPTION\n"
    "Every system call of a job under\n"
    ".Xr ptsandbox 1\n"
    "is met in one of seven ways:\n"
    ".Bl -tag -width indent\n"
    ".It free\n"
    "It runs as it is, at full speed: it acts only on what was judged before,\n"
    "or on the caller alone.\n"
    ".It free, or seen\n"
    "The same; but where the rules draw a namespace it stops, and is answered\n"
    "in the names that the job sees.\n"
    ".It free, or as root\n"
    "The same; but where the rules say\n"
    ".Ql user: root\n"
    "it stops, and is answered as the root that the job seems to be.\n"
    ".It free, or cut short\n"
    "The same; but where a rule has\n"
    ".Ql inject: {short: ...}\n"
    "it stops, and some run with a smaller count.\n"
    ".It judged\n"
    "It stops, what it names is looked up, and the rules of\n"
    ".Xr ptsandbox-rules 5\n"
    "decide.\n"
    ".It refused\n"
    "No job may make it.\n"
    "It fails with the error shown, as on a kernel without it or for a user\n"
    "without privilege, and is recorded.\n"
    ".It refused, not recorded\n"
    "The same, answered within the kernel: programs ask for it often and do\n"
    "without it.\n"
    ".El\n"
    ".Pp\n"
    "Some calls do different things by command; those are listed beneath the\n"
    "call, which is met as it says in all other cases.\n"
    "A call that is not listed here fails with\n"
    ".Er ENOSYS .\n"
    "A call of another architecture of the same machine, such as one of 32-bit\n"
    "x86 or of x32, ends the process.\n";

static const char tail[] = ".Sh SEE ALSO\n"
			   ".Xr ptsandbox 1 ,\n"
			   ".Xr syscalls 2 ,\n"
			   ".Xr ptsandbox-rules 5\n";

static const char *class_title(enum call_class class)
{
	switch (class) {
	case C_FILE: return "FILES";
	case C_NETWORK: return "NETWORK";
	case C_PROGRAM: return "PROGRAMS";
	case C_PROCESS: return "PROCESSES";
	case C_MEMORY: return "MEMORY";
	case C_SYSTEM: return "SYSTEM";
	}
	return "?";
}

/* A sentence from a row: with a capital and a full stop, and nothing that roff
 * would take for its own. */
static void
print_sentence(const char *text)
{
	putchar(toupper((unsigned char)*text));
	for (const char *p = text + 1; *p != '\0'; p++) {
		if (*p == '\\')
			fputs("\\e", stdout);
		else if (*p == '\'')
			fputs("\\(aq", stdout);
		else
			putchar(*p);
	}
	fputs(".\n", stdout);
}

static void
print_treat(enum treat treat, int err)
{
	const char *name = catalog_treat_name(treat);

	if (err == 0)
		print_sentence(name);
	else
		printf("%c%s:\n.Er %s .\n", toupper((unsigned char)*name),
		    name + 1, strerrorname_np(err));
}

static void
print_exceptions(const struct call_def *def)
{
	const struct call_when *when;
	bool any = false;

	for (size_t i = 0; (when = catalog_when_at(i)) != NULL; i++) {
		if (when->nr != def->nr)
			continue;
		if (!any)
			puts(".Bl -tag -width indent -compact");
		any = true;
		printf(".It %s\n", when->what);
		print_treat(when->treat, when->err);
		print_sentence(when->why);
	}
	if (any)
		puts(".El");
}

static void print_class(enum call_class class)
{
	printf(".Sh %s\n.Bl -tag -width indent\n", class_title(class));
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		const struct call_def *def = catalog_named(order[i]);

		if (def == NULL || def->class != class)
			continue;
		printf(".It Nm %s\n", def->name);
		print_treat(def->treat, def->err);
		print_sentence(def->why);
		print_exceptions(def);
	}
	puts(".El");
}

/* Rows that name an object, one name a line: what scenarios are wanted for. */
static void
print_objects(void)
{
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		const struct call_def *def = catalog_named(order[i]);
		bool names = false;

		for (int a = 0; def != NULL && a < CALL_ARGS; a++) {
			enum role role = def->arg[a].role;

			names = names || role == R_PATH || role == R_SADDR ||
			    role == R_PID;
		}
		if (names)
			puts(def->name);
	}
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--objects") == 0) {
		print_objects();
		return 0;
	}
	fputs(head, stdout);
	print_class(C_FILE);
	print_class(C_NETWORK);
	print_class(C_PROGRAM);
	print_class(C_PROCESS);
	print_class(C_MEMORY);
	print_class(C_SYSTEM);
	fputs(tail, stdout);
	return fflush(stdout) == 0 ? 0 : 1;
}
