#!/bin/bash
# Who a job under `user: root` seems to be, by every call that tells or changes
# it: as the kernel answers somebody who is root.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

cat > root.yaml <<END
version: 1
default: allow
namespace: {user: root}
END
cp "$GUESTS/root_ids" .
cat > kernel.log <<'END'
-- 0
setreuid -1 6: done
  users 0 6 6, groups 0 0 0, for files 6 0
back: done
setregid 7 8: done
setreuid 5 6: done
  users 5 6 6, groups 7 8 8, for files 6 8
  setuid 0 0 0
setreuid 6 5: done
setreuid 0 0: EPERM
setregid 9 9: EPERM
setregid 8 7: done
  users 6 5 5, groups 8 7 7, for files 5 7
-- 1
setfsuid 9: was 0, is 9
setfsgid 10: was 0, is 10
  users 0 0 0, groups 0 0 0, for files 9 10
setresuid 1 2 3: done
  users 1 2 3, groups 0 0 0, for files 2 10
setfsuid 3: was 2, is 3
setfsuid 4: was 3, is 3
-- 2
nowhere to tell: EFAULT
setresgid 1 2 3: done
setresuid 4 5 6: done
setresuid 6 4 5: done
setresuid 7 -1 -1: EPERM
setresgid 2 3 1: done
setuid 5: done
setgid 0: EPERM
setuid -1: EINVAL
  users 6 5 5, groups 2 3 1, for files 5 3
-- 3
setgroups: done
how many: 3
room for too few: EINVAL
room for less than none: EINVAL
nowhere to tell: EFAULT
room for more: 3: 10 20 30
far too many: EINVAL
nowhere to read: EFAULT
none: done
how many: 0
setuid 5: done
setgroups: EPERM
-- 4
which version?: done
  20080522
a wrong one: EINVAL
  20080522
the first: done
our own: done
a negative pid: EINVAL
nobody's: ESRCH
no header: EFAULT
nowhere to tell: EFAULT
  setuid 1 1 0
-- 5
  setuid 1 1 0
another's: EPERM
nowhere to read: EFAULT
no version: EINVAL
one less in effect: done
  setuid 0 1 1
setuid 5: EPERM
it is back: done
it is given up: done
and not had again: EPERM
  setuid 0 0 1
-- 6
kept? 0
keep them: done
a third way: EINVAL
setuid 5: done
  setuid 0 1 0
to raise: 1
no such one: EINVAL
to drop it: EPERM
around: 0
raise it around: EPERM
clear them: done
-- 7
to another: done
setgroups: done
setresgid 8: done
setuid 5: done
as it is: done
to a group of ours: done
to our first group: done
to a group of others: EPERM
to another once more: EPERM
its mode: done
-- 8
to another: done
setgid 8: done
setuid 5: done
to whom it is: EPERM
to its group: EPERM
its mode: EPERM
nothing: done
END
expect 0 "$PTSANDBOX" --quiet -r root.yaml -- ./root_ids
cmp -s out.log kernel.log || fail "$(differ kernel.log out.log)"
# What is written here is what the kernel said, and still says to a root that
# may set its ids.
able=$(sed -n 's/^CapEff:[[:space:]]*//p' /proc/self/status)
if [ "$(id -u)" = 0 ] && [ $((0x$able >> 6 & 3)) = 3 ]; then
	rm -f owned another*
	./root_ids > bare.log
	cmp -s bare.log kernel.log || fail "bare: $(differ kernel.log bare.log)"
fi
done_now
