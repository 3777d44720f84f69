#!/bin/bash
# A rules file that is missing, empty, binary, huge, cyclic, misspelt or no
# file at all: refused whole, in lines that name the place, and nothing runs.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

# refused FILE TEXT: status 125, the place is told, the command did not run.
refused()
{
	rm -f ran
	expect 125 timeout 30 "$PTSANDBOX" -r "$1" -- touch ran
	told "$2"
	[ ! -e ran ] || fail "ran under refused rules: $1"
	! LC_ALL=C grep -q '[^[:print:][:space:]]' err.log ||
		fail "raw bytes: $1"
	[ "$(wc -c < err.log)" -lt 4000 ] || fail "a flood of words: $1"
	expect 125 timeout 30 "$PTSANDBOX" --check -r "$1"
}

refused missing.yaml missing.yaml
: > empty.yaml
refused empty.yaml empty.yaml
head -c 5000 /bin/true > binary.yaml
refused binary.yaml binary.yaml
printf 'version: 1\nfiles: ["\033[31mred"]\n' > escape.yaml
refused escape.yaml escape.yaml
truncate -s 100M huge.yaml
refused huge.yaml huge.yaml
{ echo 'version: 1'; yes '# words' | head -c 100000000; } > words.yaml
refused words.yaml words.yaml
rm -f words.yaml huge.yaml
mkdir folder.yaml
refused folder.yaml folder.yaml
mkfifo fifo.yaml
refused fifo.yaml fifo.yaml
refused /dev/zero /dev/zero
printf 'version: 1\ninclude: [./b.yaml]\n' > a.yaml
printf 'version: 1\ninclude: [./a.yaml]\n' > b.yaml
refused a.yaml a.yaml
printf 'version: 1\ninclude: [./self.yaml]\n' > self.yaml
refused self.yaml self.yaml
printf 'version: 1\nfiles:\n  - {allow: read, pth: /usr}\n' > spelt.yaml
refused spelt.yaml 'spelt.yaml:3:19'
told "did you mean 'path'"
printf 'version: 1\nfiels: []\nnetwrk: []\n' > two.yaml
refused two.yaml 'two.yaml:2:1'
told 'two.yaml:3:1'
printf 'version: 2\n' > version.yaml
refused version.yaml version.yaml:1
printf 'version: 1\nfiles: &a [*a]\n' > anchor.yaml
refused anchor.yaml anchor.yaml:2
{ printf 'version: 1\nfiles: '; printf '[%.0s' {1..5000}; } > deep.yaml
refused deep.yaml deep.yaml:2
printf 'version: 1\nlimits: {wall: 60}\n' > limit.yaml
refused limit.yaml 'limit.yaml:2:16'
told 'a time such as'
printf 'version: 1\nfiles:\n  - {allow: read, path: "${NO_SUCH_VARIABLE}"}\n' > var.yaml
refused var.yaml var.yaml:3
chmod 0 var.yaml
[ "$(id -u)" = 0 ] || refused var.yaml var.yaml
expect 0 "$PTSANDBOX" --check -r "$RULES"
expect 0 "$PTSANDBOX" --print-profile lab
expect 125 "$PTSANDBOX" --print-profile no-such-profile
one_line
done_now
