#!/bin/bash
# Programs of a namespace: what runs is what stands at the name there, with its
# loader and its interpreter, and it cannot tell that the host has it elsewhere.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

mkdir -p map/sub
cat > "$RULES" <<END
version: 1
include: [native]
files:
  - {allow: any, path: [/data, /other]}
  - {allow: [read, exec], path: [/usr, /bin, /lib, /lib64, /etc, /proc, /dev]}
programs:
  - {allow: run, path: /data/asked, via: /data/script}
  - {allow: run, path: /data/shell, via: /bin/cat}
  - {allow: run, path: [/data/worker, /data/work, /data/sh], profile: worker}
  - {allow: run, path: ["/**"]}
processes:
  - {allow: fork}
  - {allow: signal, to: job}
namespace:
  map:
    - {at: /data, from: ./map}
  cwd: /data
profiles:
  worker:
    namespace:
      map:
        - {at: /other, from: ./map}
      cwd: /other/sub
    files:
      - {allow: any, path: /other}
      - {allow: [read, exec], path: [/usr, /bin, /lib, /lib64, /etc, /proc, /dev]}
    programs:
      - {allow: run, path: ["/**"]}
    processes: [{allow: fork}]
END

# alike COMMAND...: by names that are relative, a program of the namespace does
# what it does on the host.
alike()
{
	local bare inside
	bare=$(cd map && "$@" 2>&1 < /dev/null | tr '\0' ' ')
	inside=$(job "$@" 2>&1 < /dev/null | tr '\0' ' ')
	[ "$bare" = "$inside" ] || fail "'$inside', bare '$bare': $*"
}

# says TEXT COMMAND...: the job prints this.
says()
{
	local want=$1 got
	shift
	got=$(job "$@" 2> err.log < /dev/null) || true
	[ "$got" = "$want" ] ||
		fail "'$got', not '$want': $* ($(head -n 1 err.log))"
}

cat > map/script <<'END'
#!/bin/sh
echo "$0 $# $1"
cat /proc/$$/comm
tr '\0' ' ' < /proc/$$/cmdline
readlink /proc/$$/exe
END
printf '#!./script x  y \nnothing\n' > map/nested
printf '#!/data/shell  -n\ntext\n' > map/shown
printf '#!/bin/sh\npwd; read -r line < "$0" && echo "$0 $line"\n' > map/work
printf '#!./sh -e\npwd; read -r line < "$0" && echo "$0 $line"\n' > map/led
printf '#!/bin/bash\necho $# "${!#}" "$1" "$0"\n' > map/many
printf '#!/usr/no/such\n' > map/lost
printf 'echo a text of commands\n' > map/text
cp /bin/cat map/tool
cp /bin/pwd map/worker
cp "$(readlink -f /bin/sh)" map/sh
cp /bin/true map/asked
cp /bin/true map/shell
cp /bin/readlink map/where
chmod 755 map/*
ln -s tool map/link

# Names, arguments, comm, the auxiliary vector.
alike ./tool /proc/self/comm /proc/self/cmdline
alike ./link /proc/self/comm
alike ./script a b
alike ./nested q
alike sh -c ./lost
alike sh -c ./text
alike sh -c ./sub
alike sh -c 'LD_SHOW_AUXV=1 ./tool /dev/null | grep -v "0x[0-9a-f]*$"'
if command -v python3 > /dev/null; then
	alike python3 -c 'import os; os.execv("script", ["other", "a"])'
	alike python3 -c 'import os; os.execv("script", [""])'
	alike python3 -c 'import os
os.execv("tool", ["odd", "/proc/self/cmdline"])'
	alike python3 -c 'import os; f = os.open("tool", os.O_RDONLY)
os.execve(f, ["odd", "/proc/self/cmdline"], {})'
	alike python3 -c 'import os; f = os.open("script", os.O_RDONLY)
os.set_inheritable(f, True)
os.execve(f, ["odd", "a"], os.environ)'
	alike python3 -c 'import os; f = os.open("script", os.O_RDONLY)
try: os.execve(f, ["odd", "a"], os.environ)
except OSError as e: print(e)'
fi
says /data/where ./where /proc/self/exe
says /data/where /data/where /proc/self/exe
says "/data/script 1 a
script
/bin/sh /data/script a $(readlink -f /bin/sh)" /data/script a
says exe sh -c 'cp tool again; cat > again.sh <<X
#!/bin/sh
exec /proc/self/exe -c "cat /proc/\\\$\\\$/comm; true"
X
chmod 755 again.sh; ./again.sh'

# Vectors that fit no slot, and those that no system takes.
for n in 1500 5000 100000; do
	says "$n $n 1 ./many" bash -c "./many \$(seq $n)"
done
says "16 of 16" bash -c 'good=0; for n in {2026..2041}; do
	[ "$(./many $(seq $n))" = "$n $n 1 ./many" ] && good=$((good + 1))
done; echo $good of 16' # a slot that is just full, or just not
alike bash -c 'exec 2>&1; ./many $(seq 400000) | tail -c 30'
[ "$(job bash -c 'for i in 1 2 3 4 5 6; do
	./many $(seq 20000) & done; wait' 2> err.log | sort -u)" = \
	"20000 20000 1 ./many" ] || fail "many at once ($(head -n 1 err.log))"

# Another program in the place of the one that was named.
says "/data/script 1 a
script
/bin/sh /data/script a $(readlink -f /bin/sh)" /data/asked a
says '     1	#!/data/shell  -n
     2	text' ./shown

# A profile with a namespace and a folder of its own.
says /other/sub /data/worker
says /other/sub ./worker
says "/other/sub
/other/work #!/bin/sh" ./work
says "/other/sub
/other/led #!./sh -e" ./led
says "/data
/other/sub
/data" sh -c 'pwd; ./worker; pwd'

# A file without a name, where everything may run that no rule forbids.
cat > "$RULES" <<END
version: 1
default: allow
namespace:
  map:
    - {at: /data, from: ./map}
  cwd: /data
END
if command -v python3 > /dev/null; then
	alike python3 -c 'import os; f = os.memfd_create("m", 0)
os.write(f, open("tool", "rb").read())
os.execve("/proc/self/fd/%d" % f, ["odd", "/proc/self/comm"], {})'
	alike python3 -c 'import os; f = os.memfd_create("m", 0)
os.write(f, open("tool", "rb").read())
os.execve(f, ["odd", "/proc/self/comm"], {})'
fi
done_now
