# unshare, bwrap, chroot, mount, nsenter: containers and their parts.
# needs: unshare bwrap chroot
# short:
# normal: nsenter -t \d+ => nsenter -t PID
t unshare -Ur id -u 2> /dev/null
t unshare -Urm true 2> /dev/null
t bwrap --ro-bind / / --unshare-all true 2> /dev/null
t chroot / true 2> /dev/null
t nsenter -t $$ -m true 2> /dev/null
t mount -t tmpfs none tmp 2> /dev/null
t umount /proc 2> /dev/null
t setarch -R true 2> /dev/null
t setpriv --no-new-privs grep NoNewPrivs /proc/self/status
t readlink /proc/self/ns/mnt > /dev/null
