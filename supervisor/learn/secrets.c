/* Where secrets are kept. */
#include "learn/secrets.h"

#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

/* A last name may have wildcards of fnmatch(3); ~ is the home folder. */
static const struct {
	const char *path;
	const char *what;
} secrets[] = {
    {"~/.ssh",				 "SSH keys"              },
    {"~/.gnupg",			       "GnuPG keys"            },
    {"~/.aws",				 "AWS credentials"       },
    {"~/.azure",			       "Azure credentials"     },
    {"~/.config/gcloud",                       "Google credentials"    },
    {"~/.kube",				"Kubernetes credentials"},
    {"~/.docker",			      "Docker credentials"    },
    {"~/.config/gh",			   "GitHub credentials"    },
    {"~/.netrc",			       "passwords of hosts"    },
    {"~/.git-credentials",                     "passwords of hosts"    },
    {"~/.pgpass",			      "database passwords"    },
    {"~/.my.cnf",			      "database passwords"    },
    {"~/.pypirc",			      "passwords of PyPI"     },
    {"~/.npmrc",			       "tokens of npm"         },
    {"~/.password-store",                      "a password store"      },
    {"~/.local/share/keyrings",                "a keyring"             },
    {"~/.local/share/kwalletd",                "a keyring"             },
    {"~/.mozilla",			     "a browser's profile"   },
    {"~/.thunderbird",			 "a mail profile"        },
    {"~/.config/google-chrome",                "a browser's profile"   },
    {"~/.config/chromium",                     "a browser's profile"   },
    {"~/.config/BraveSoftware",                "a browser's profile"   },
    {"~/.bash_history",			"a history of commands" },
    {"~/.zsh_history",			 "a history of commands" },
    {"~/.python_history",                      "a history of commands" },
    {"/etc/shadow*",			   "password hashes"       },
    {"/etc/gshadow*",			  "password hashes"       },
    {"/etc/security/opasswd",                  "password hashes"       },
    {"/etc/sudoers*",			  "who may become root"   },
    {"/etc/ssl/private",                       "private keys"          },
    {"/etc/pki/tls/private",                   "private keys"          },
    {"/etc/ssh/*_key",			 "the host's SSH keys"   },
    {"/etc/krb5.keytab",                       "Kerberos keys"         },
    {"/etc/ppp/*-secrets",                     "passwords of hosts"    },
    {"/etc/NetworkManager/system-connections", "passwords of networks" },
    {"/etc/wireguard",			 "private keys"          },
};

#define SECRETS (sizeof(secrets) / sizeof(secrets[0]))

/* The path of row i; false where it has none here. */
static bool
path_of(size_t i, const char *home, char ret[PATH_MAX])
{
	const char *path = secrets[i].path;
	int n;

	if (path[0] == '~' && (home == NULL || strcmp(home, "/") == 0))
		return false;
	n = path[0] == '~' ? snprintf(ret, PATH_MAX, "%s%s", home, path + 1)
			   : snprintf(ret, PATH_MAX, "%s", path);
	return n > 0 && n < PATH_MAX;
}

const char *
secret_of(const char *path, const char *home)
{
	char secret[PATH_MAX];

	for (size_t i = 0; i < SECRETS; i++)
		if (path_of(i, home, secret) &&
		    fnmatch(secret, path, FNM_LEADING_DIR | FNM_PATHNAME) == 0)
			return secrets[i].what;
	return NULL;
}

bool
secret_below(const char *folder, const char *home)
{
	char secret[PATH_MAX];

	if (secret_of(folder, home) != NULL)
		return true;
	for (size_t i = 0; i < SECRETS; i++)
		if (path_of(i, home, secret) &&
		    str_is_below(secret, folder, strlen(folder)))
			return true;
	return false;
}
