# What each program's script begins with: sourced by bash in an empty folder of
# its own.  All that is printed, the exit status and what the folder holds at
# the end are compared, so a script prints nothing that two runs differ in.
# shellcheck shell=bash
umask 022
export GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
export GIT_AUTHOR_DATE='2020-01-01T00:00:00Z'
export GIT_COMMITTER_DATE=$GIT_AUTHOR_DATE

# t COMMAND...: runs it and tells its status.
t()
{
	local status=0
	"$@" || status=$?
	[ $status = 0 ] || echo "status $status: $*"
}

# until_true COMMAND...: waits for it, a minute at most.
until_true()
{
	local end=$((SECONDS + 60))
	while ! "$@" > /dev/null 2>&1; do
		[ $SECONDS -lt $end ] || { echo "never: $*"; return 1; }
		sleep 0.02
	done
}
