#!/bin/bash
# The schema of the rules has every key and every access that the checker knows,
# and no other.
set -u
cd "$(dirname "$0")/../.." || exit 2
schema=docs/schema/rules.schema.json
status=0

# {"key", &where} of the tables of keys, {"reads", ACC_...} of those of words.
known=$(grep -hoE '\{"[a-z-]+", *(&|ACC_|~)' rules/check*.c |
	sed 's|.*"\(.*\)".*|\1|' | sort -u)
limits=$(sed -n 's|^LIMIT([A-Z_]*, "\([a-z-]*\)".*|\1|p' rules/limit.def)
known=$(sort -u <<< "$known
$limits")
for word in $known; do
	grep -qE "\"$word\"[:,]?\$|\"$word\": " "$schema" || {
		echo "$schema: does not know '$word', which rules/ does"
		status=1
	}
done

# Keys of the schema itself, and those whose values are not read yet.
properties=$(python3 - "$schema" <<'END'
import json, sys

def walk(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "properties":
                yield from value
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)

print("\n".join(sorted(set(walk(json.load(open(sys.argv[1])))))))
END
)
for word in $properties; do
	grep -qx "$word" <<< "$known" || {
		echo "$schema: has '$word', which rules/ does not know"
		status=1
	}
done

# Each limit takes what the table of limits says that it takes.
python3 - "$schema" rules/limit.def <<'END' || status=1
import json, re, sys

path, table = sys.argv[1:]
rows = re.findall(r'^LIMIT\(\w+, "([a-z-]+)", TAKES_(\w+)\)',
                  open(table).read(), re.M)
limits = json.load(open(path))["properties"]["limits"]
there = {key: json.dumps(value) for key, value in limits["properties"].items()}
wrong = [key for key, takes in rows
         if "#/$defs/limit_%s\"" % takes.lower() not in there.pop(key, "")]
if not rows or wrong or there or limits["additionalProperties"] is not False:
    print(f"{path}: limits differ from {table}: {wrong or sorted(there)}")
    sys.exit(1)
END
exit $status
