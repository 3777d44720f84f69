# su, sudo, id, chown, passwd: who a job is, and cannot become.
# needs: su chown getent
# short:
t id -u
t chown 1:1 prelude 2>&1
: > mine
t chown 1:1 mine 2>&1
t chown "$(id -u):$(id -g)" mine
t chgrp 4 mine 2>&1
t chmod 4755 mine
t stat -c %a mine
t su -c true nobody < /dev/null 2> /dev/null
t getent passwd root
t getent hosts localhost
t getent group root
t cat /etc/shadow 2>&1
t sh -c ': > /usr/pts-never' 2>&1
t sh -c ': > /proc/version' 2>&1
t mkdir /proc/x 2>&1
t touch /sys/x 2>&1
t mknod dev c 1 3 2>&1
t mknod sock p
t setfattr -n trusted.x -v y mine 2>&1
t setfattr -n security.x -v y mine 2>&1
t ls -ld /root 2>&1
