#!/bin/bash
# fstat(2) that a library spells newfstatat(2) of the empty name stops once or
# twice and then no more; and where replacing the instruction could be seen, it
# is left.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

[ "$(uname -m)" = x86_64 ] || skip "nothing is respelled here"

# stops OPTION... -- COMMAND...: how many stops of a descriptor's newfstatat(2).
stops()
{
	rm -f stops.json
	timeout 60 "$PTSANDBOX" -q -r "$RULES" --profile-stops stops.json "$@" \
		> /dev/null
	/usr/bin/python3 -c 'import json
print(sum(row["stops"] for row in json.load(open("stops.json"))["calls"]
          if row["call"] == "newfstatat" and row["descriptor"]))'
}

# Of a hundred calls and what starts the program few stop, or all.
few()
{
	local n
	n=$(stops "$@")
	[ "$n" -le 20 ] || fail "$n stops: $*"
}

all()
{
	local n
	n=$(stops "$@")
	[ "$n" -ge 100 ] || fail "only $n stops: $*"
}

cp "$GUESTS/respell" .
for how in library block thread beside across shared written; do
	same ./respell $how
done
few -- ./respell library
few -- ./respell block
for how in thread beside across shared written; do
	all -- ./respell $how
done
all --keep-code -- ./respell block

# Who is exec'd anew, and who is forked.
few -- env env env env env env ./respell library
few -- /usr/bin/python3 -c 'import os
for i in range(3):
    if os.fork() == 0:
        for j in range(50):
            open("x").close()
        os._exit(0)
    os.wait()'
done_now
