#!/bin/bash
# Extended attributes where the rules allow looking alone: those that tell who
# may do what belong to looking, the others to reading.
# shellcheck source=tests/run/lib.sh
. "$RUN_LIB"

cat > make.py <<'END'
import errno
import os
import struct
import sys

# linux/posix_acl_xattr.h: version 2; tag, permissions, id.
acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *e) for e in (
    (0x01, 6, 0xffffffff), (0x02, 4, 12), (0x04, 4, 0xffffffff),
    (0x10, 4, 0xffffffff), (0x20, 0, 0xffffffff)))
open("in/file", "w").close()
try:
    os.setxattr("in/file", "user.note", b"secret")
    os.setxattr("in/file", "system.posix_acl_access", acl)
except OSError as e:
    sys.exit(77 if e.errno == errno.ENOTSUP else str(e))
END
cat > look.py <<'END'
import errno
import os


def say(what, try_it):
    try:
        print(what, try_it())
    except OSError as e:
        print(what, errno.errorcode[e.errno])


say("names", lambda: sorted(os.listxattr("in/file")))
say("rights", lambda: len(os.getxattr("in/file", "system.posix_acl_access")))
say("note", lambda: os.getxattr("in/file", "user.note"))
END
mkdir in
/usr/bin/python3 make.py || {
	[ $? != 77 ] || skip 'no such attributes here'
	fail 'making them'
}
cat > look.yaml <<END
version: 1
include: python3
files:
  - {allow: stat, path: $HERE/in}
  - {allow: read, path: $HERE/look.py}
END
expect 0 timeout 60 "$PTSANDBOX" --quiet -r look.yaml -- /usr/bin/python3 look.py
cat > want.log <<'END'
names ['system.posix_acl_access']
rights 44
note EACCES
END
cmp -s out.log want.log || fail "looking: $(differ want.log out.log)"
expect 0 timeout 60 "$PTSANDBOX" --quiet -r look.yaml --ro in -- \
	/usr/bin/python3 look.py
cat > want.log <<'END'
names ['system.posix_acl_access', 'user.note']
rights 44
note b'secret'
END
cmp -s out.log want.log || fail "reading: $(differ want.log out.log)"
done_now
