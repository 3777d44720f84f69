# inotifywait and flock: what is told about files, who holds them.
# needs: inotifywait flock
mkdir d
coproc inotifywait -m -q --format '%e %f' d 2>&1
until_true sh -c "grep -q inotify /proc/$COPROC_PID/fdinfo/*"
echo x > d/a
ln d/a d/b
mv d/a d/c
chmod 600 d/c
cat d/c > /dev/null
rm d/b
mkdir d/e
touch -d @1 d/e
truncate -s 9 d/c
rmdir d/e
touch d/last
while read -r -t 20 line <&"${COPROC[0]}"; do
	echo "$line"
	[ "$line" != 'CLOSE_WRITE,CLOSE last' ] || break
done
kill "$COPROC_PID"
wait "$COPROC_PID" 2> /dev/null
t inotifywait -q -t 1 d
t inotifywait -q nowhere 2>&1
exec 8> lock
t flock -x 8
t flock -n lock true
t flock -n -s lock true
t flock -w 0.1 -E 7 lock true
t flock -u 8
t flock -s 8
t flock -n -s lock echo shared
t flock -n lock true
exec 8>&-
t flock lock -c 'flock -n lock true || echo held'
t flock --no-fork d echo a folder
