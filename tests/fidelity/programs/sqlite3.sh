# sqlite3: journal modes, the write-ahead log, locks between two processes.
# needs: sqlite3
# short:
# unsteady: *-journal
for mode in delete truncate persist memory wal off; do
	t sqlite3 "$mode.db" "pragma journal_mode=$mode; create table t(a, b);
		begin; insert into t values (1, 'x'), (2, 'y'); commit;
		begin; insert into t values (3, 'z'); rollback;
		select count(*), sum(a) from t; pragma integrity_check;"
done
# A writer that holds its lock, and others beside it.
mkfifo to
sqlite3 wal.db < to &
exec 3> to
printf ".timeout 20000\n" >&3
echo "begin immediate; insert into t values (9, 'held');" >&3
until_true sh -c '! sqlite3 wal.db "begin immediate; rollback;"'
t sqlite3 wal.db 'select count(*) from t'
t sqlite3 wal.db "insert into t values (10, 'refused')" 2>&1
ls wal.db*
echo "commit;" >&3
exec 3>&-
wait
t sqlite3 wal.db 'select count(*) from t; pragma wal_checkpoint(truncate);'
sqlite3 delete.db < to &
exec 3> to
printf ".timeout 20000\n" >&3
echo "begin exclusive; update t set a = a + 1;" >&3
until_true sh -c '! sqlite3 delete.db "select * from t"'
t sqlite3 delete.db 'select count(*) from t' 2>&1
exec 3>&-
wait
t sqlite3 delete.db 'select sum(a) from t'
t sqlite3 delete.db ".backup copy.db" "vacuum into 'small.db'"
t sqlite3 copy.db "attach 'small.db' as s; select count(*) from main.t join s.t using (a)"
rm to
ls
