# What is shared by numbers and names: System V and POSIX queues, semaphores.
# needs: ipcmk ipcrm python3
# short:
t sh -c 'ipcmk -M 1000 > id' 2> /dev/null
sed 's/[0-9]*$//' id
[ ! -s id ] || ipcrm -m "$(sed 's/.*: //' id)"
t sh -c 'ipcmk -Q > id' 2> /dev/null
[ ! -s id ] || ipcrm -q "$(sed 's/.*: //' id)"
t sh -c 'ipcmk -S 1 > id' 2> /dev/null
[ ! -s id ] || ipcrm -s "$(sed 's/.*: //' id)"
rm -f id
t python3 - <<'P'
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
libc.sem_open.restype = ctypes.c_void_p
name = b"/pts-fidelity-%d" % os.getpid()
sem = libc.sem_open(name, os.O_CREAT | os.O_EXCL, 0o600, 1)
print("sem_open", bool(sem), libc.sem_unlink(name))
fd = libc.shm_open(name, os.O_CREAT | os.O_RDWR, 0o600)
print("shm_open", fd > 0, libc.shm_unlink(name))
q = libc.mq_open(name, os.O_CREAT | os.O_RDWR, 0o600, None)
print("mq_open", q > 0, libc.mq_unlink(name))
print("memfd", os.memfd_create("x") > 0)
P
