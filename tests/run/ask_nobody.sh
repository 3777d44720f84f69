#!/bin/bash
# Rules that ask where there is nobody to ask: denied, and the record says why;
# and --save-answers with what cannot be saved to.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

mkdir secret keep
echo words > secret/one
cat > ask.yaml <<END
version: 1
files:
  - {deny: any, path: $HERE/keep}
  - {ask: [read, write], path: $HERE/secret}
network:
  - {ask: connect, to: "tcp:127.0.0.1:9"}
programs:
  - {ask: run, path: /usr/bin/env}
processes:
  - {ask: signal, to: job}
include: [./rules.yaml]
END
S=$HERE/secret
run=(timeout 30 setsid -w "$PTSANDBOX" -r ask.yaml --audit audit.json --)

expect 1 "${run[@]}" cat "$S/one"
told "denied: read $S/one .*: rule ask.yaml:4; there is no terminal to ask on"
grep -q '"rule":"ask.yaml:4","denied":true.*"why":"there is no terminal' audit.json ||
	fail "the record does not say why"
expect 1 timeout 30 "$PTSANDBOX" --no-ask -r ask.yaml -- cat "$S/one"
told "rule ask.yaml:4; --no-ask: nobody is asked"

# All sections ask, and what asks is denied as what is denied.
cat > all.py <<END
import os, socket, subprocess
def tries(what, f):
    try:
        f()
        print(what, "worked")
    except OSError as e:
        print(what, e.errno)
tries("write", lambda: open("$S/one", "a"))
tries("both", lambda: os.open("$S/one", os.O_RDWR))
tries("rename", lambda: os.rename("$S/one", "$HERE/out"))
tries("link", lambda: os.link("$S/one", "$HERE/out"))
tries("mkdir", lambda: os.mkdir("$S/d"))
tries("list", lambda: os.listdir("$S"))
tries("connect", lambda: socket.create_connection(("127.0.0.1", 9)))
tries("run", lambda: subprocess.run(["/usr/bin/env"]))
p = subprocess.Popen(["/bin/sleep", "0"])
tries("signal", lambda: os.kill(p.pid, 0))
tries("group", lambda: os.killpg(os.getpgid(p.pid), 0))
p.wait()
tries("stat", lambda: os.stat("$S/one"))
print(os.access("$S/one", os.R_OK))
END
expect 0 "${run[@]}" python3 all.py
diff out.log - <<END || fail "other answers"
write 13
both 13
rename 13
link 13
mkdir 13
list 13
connect 13
run 13
signal 1
group 1
stat worked
False
END
cmp -s "$S/one" <(echo words) || fail "the file changed"

# --default: ask, without a terminal, is default: deny, but for looking.
printf 'version: 1\ndefault: ask\ninclude: [./rules.yaml]\n' > default.yaml
expect 1 timeout 30 setsid -w "$PTSANDBOX" -r default.yaml -- cat /srv/none /sbin/none
expect 0 timeout 30 setsid -w "$PTSANDBOX" -r default.yaml -- stat /srv

expect 0 "$PTSANDBOX" --check -r "$EXAMPLES/ask.yaml"

# refused FILE TEXT
refused()
{
	rm -f ran
	expect 125 timeout 30 "$PTSANDBOX" -r ask.yaml --save-answers "$1" -- touch ran
	told "--save-answers .*: $2"
	one_line
	[ ! -e ran ] || fail "ran all the same: $1"
}
refused "$HERE/in-reach.yaml" 'the rules let the job write it'
refused none/a.yaml 'its folder'
refused keep 'it is not a regular file'
printf 'version: 7\n' > keep/bad.yaml
refused keep/bad.yaml 'it would not be good rules: keep/bad.yaml:1'
printf 'a\033[31mb: 1\n' > keep/raw.yaml
refused keep/raw.yaml 'it would not be good rules'
if [ "$(id -u)" != 0 ]; then
	mkdir keep/locked
	chmod 500 keep/locked
	refused keep/locked/a.yaml 'its folder cannot be written'
fi
expect 125 timeout 30 "$PTSANDBOX" -r rules.yaml --save-answers keep/a.yaml -- true
told 'no rule asks'
expect 125 timeout 30 "$PTSANDBOX" --save-answers a --save-answers b -- true
told '--save-answers is given twice'
[ ! -e keep/a.yaml ] || fail "a file was made"
done_now
