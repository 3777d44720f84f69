# dbus-daemon: a bus of its own, names, calls, and the credentials of a peer.
# needs: dbus-run-session dbus-send
# short:
# normal: dbus-daemon\[\d+\] => dbus-daemon
# normal: pid=\d+ => pid=N
cat > inside.sh <<'B'
echo "$DBUS_SESSION_BUS_ADDRESS" | cut -d = -f 1
call() { dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / "$@"; }
call org.freedesktop.DBus.ListNames | tr -s ' ' '\n' | grep -v ':1' | sort
call org.freedesktop.DBus.NameHasOwner string:org.example.None
call org.freedesktop.DBus.GetConnectionUnixUser string:org.freedesktop.DBus
call org.freedesktop.DBus.GetConnectionUnixProcessID string:org.freedesktop.DBus | grep -c uint32
call org.freedesktop.DBus.StartServiceByName string:org.example.None uint32:0 2>&1
exit 3
B
t dbus-run-session -- sh inside.sh
t dbus-run-session -- sh -c 'kill -9 $$'
rm -rf .cache .config
