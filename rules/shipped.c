/* The profiles that the program ships, from rules/profiles/. */
#include "base/embedded.h"
#include "rules.h"

extern const struct embedded profiles[];
extern const char *const profiles_names[];

const char *
rules_profile_text(const char *name)
{
	return embedded_text(profiles, name);
}

const char *const *
rules_profile_names(void)
{
	return profiles_names;
}
