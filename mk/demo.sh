#!/bin/sh
# mk/demo.sh PTSANDBOX FOLDER EXAMPLES: runs the example job bare, its honest
# part only, and under ptsandbox with its hostile part, and compares results.
set -eu
ptsandbox=$1 folder=$2 examples=$3

cd "$folder"
rm -rf home results bare
mkdir -p home/.ssh
echo "not a real key" >home/.ssh/id_rsa
echo "# start-up file" >home/.bashrc
HOME=$folder/home
export HOME

# The system's Python where there is one: the profile knows it without its home.
python=/usr/bin/python3
[ -x "$python" ] || python=python3

echo "== bare, the honest part"
"$python" "$examples/fold.py" --results bare
echo
echo "== under ptsandbox -r examples/fold.yaml, with the hostile part"
status=0
"$ptsandbox" -r "$examples/fold.yaml" --summary --audit audit.jsonl \
    "$python" "$examples/fold.py" --hostile || status=$?
echo

if [ "$status" -ne 0 ]; then
	echo "demo: FAILED: exit status $status"
	exit 1
fi
if ! diff -r bare results; then
	echo "demo: FAILED: the results differ"
	exit 1
fi
if grep -q planted home/.bashrc; then
	echo "demo: FAILED: home/.bashrc was written"
	exit 1
fi
echo "demo: the results are the same as bare, and every hostile step was denied"
"$ptsandbox" report --html report.html audit.jsonl
echo "demo: the record is $folder/audit.jsonl"
echo "demo: what it tells is $folder/report.html, for a browser"
