# tar, cpio and rsync: hard links, symbolic links, sparse files, attributes,
# times and modes come out as they went in.
# needs: tar rsync cpio setfattr
# short:
mkdir -p in/deep/er
echo text > in/file
ln in/file in/hard
ln -s file in/soft
ln -s /nowhere in/dangling
mkfifo in/fifo
truncate -s 1M in/hole
echo end >> in/hole
printf x | dd of=in/hole bs=1 seek=300000 conv=notrunc status=none
setfattr -n user.word -v value in/file
setfattr -n user.other -v 0x00ff in/deep
chmod 4711 in/file
chmod 1777 in/deep
chmod 000 in/deep/er
touch -h -d @1000000000.5 in/soft
find in -depth ! -name soft -exec touch -d @1000000000.123456789 {} +
t tar --xattrs --sparse --format=pax --sort=name -cf in.tar in
t tar -tvf in.tar | sed 's/  */ /g'
mkdir out
t tar --xattrs -xpf in.tar -C out
t tar --xattrs -df in.tar
t cp -a in copy
t rsync -aHSX --delete in/ synced/
chmod 755 in/deep/er synced/deep/er copy/deep/er
echo changed > in/deep/er/new
rm in/fifo
t rsync -aHSX --delete --itemize-changes in/ synced/
find in -print0 | sort -z | cpio -0o -H newc --quiet | (mkdir cp && cd cp && cpio -idm --quiet)
t diff -r in cp/in
t tar -czf in.tgz in
t tar -xzf in.tgz --strip-components=1 --one-top-level=top in/deep
rm in.tar in.tgz
