# cp, mv, ln, install, find, du, stat, touch, mktemp, split, sort and kin.
# short:
mkdir -p d/e
echo a > d/a
ln d/a d/e/b
ln -s ../a d/e/c
t cp -a d copy
t cp -al d links
t cp -rs "$PWD/d" syms
t cp --reflink=auto --sparse=always d/a sparse
t cp -n d/a copy/a
t cp d/none x 2>&1
t cp d x 2>&1
t mv -T copy/e copy/f
t mv -n d/a copy/a
t mv d/a d/e 2>&1
t mv d d/e 2>&1
t ln -sfn f copy/now
t ln d hard 2>&1
t ln -s x d/e/c 2>&1
t install -m 2750 -D d/a inst/al/led
t mkdir d 2>&1
t mkdir -p -m 700 p/q
t rmdir d 2>&1
t rm d 2>&1
t rm -r links
t touch -d @1234567890.25 -h d/e/c
t touch -h -d @1500000000 stamp
t touch -r stamp -c stamp
t touch -d @1234567890 stamp d/e/b
t stat -c '%n %F %a %s %h %Y %u' stamp d/e/b d/e/c
t truncate -s 5G big
t stat -c '%s %b' big
t fallocate -l 64K whole
t fallocate -p -o 4K -l 8K whole
t stat -c '%s %b' whole
t du -a --apparent-size copy | sort -k 2
t find . -type f -links +1 | sort
t find . -type l -xtype l | sort
t find / -maxdepth 1 -type d -printf '%f %m\n' | sort
t find d -empty -delete
t find d -name a -exec sh -c 'echo found $1; exit 1' - {} \;
t find . -newer stamp -name 'w*'
t chmod -R u=rwX,g-w,o= copy
t chmod +t p
t chmod 000 p/q
t ls p/q
t seq 1000 | split -l 300 - part.
t sort -R part.aa | sort -n | head -n 2
t seq 100000 | sort -n --parallel=4 -S 1M -T tmp | tail -n 1
t readlink -f d/e/../../copy/now
t realpath --relative-to=d copy
t sh -c 'mktemp -u | wc -c'
t mknod node c 1 3 2>&1
t mkfifo -m 640 fifo
(echo through > fifo &)
t cat fifo
t tee copy/tee < stamp
t dd if=/dev/zero of=dd bs=4k count=4 oflag=append conv=notrunc status=none
t dd if=/dev/zero of=dd bs=1 seek=9 count=1 conv=excl status=none 2>&1
t shred -n 1 -u dd
t sync d
t chown nobody-such d 2>&1
t timeout -s KILL 0.1 sleep 9 2> /dev/null
t env -C d pwd | sed 's|.*/||'
t nohup true
t df . > /dev/null
t id -un
t groups
t logname 2>&1
t tty
t who
t uptime > /dev/null
t nproc
t numfmt --to=iec 5000000
t stdbuf -o0 echo stdbuf
t date -r stamp +%s
t cat /proc/self/comm
t head -c 3 /dev/zero | od -c
t wc -c < /dev/null
t ls -l /dev/null /dev/zero /dev/full
t sh -c 'echo x > /dev/full' 2>&1
t cat d 2>&1
t cat < /proc/self/fd/0
t echo x | cat /dev/stdin
t ls /proc/self/fd
ls
