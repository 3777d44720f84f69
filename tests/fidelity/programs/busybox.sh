# busybox: a static program that runs itself under other names.
# needs: busybox
mkdir bin
for name in sh ls cp mv rm find tar grep sed awk wc xargs vi ps; do
	t busybox ln -s "$(command -v busybox)" bin/$name
done
cat > inside.sh <<'B'
PATH=$PWD/bin
echo a > a
cp a b
mv b c
ls
find . -name c -exec wc -c {} +
tar -cf t.tar a c
tar -tf t.tar
rm t.tar
echo x y | xargs -n 1 echo
grep -c a a | sed 's/1/one/' | awk '{ print $1 "!" }'
(exit 3)
echo $?
exec ls nowhere
B
t bin/sh inside.sh 2>&1
t busybox stat -c '%a %s' a
t busybox sha256sum a
t busybox which sh
t busybox timeout 1 busybox sleep 5
t busybox nc -z 127.0.0.1 1
t busybox hostname > /dev/null
t busybox id -u
rm -r bin
