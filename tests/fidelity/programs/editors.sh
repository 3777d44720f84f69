# vim, ed, diff, patch, sed -i: files written anew under their old names.
# needs: vim ed patch diff
# short:
seq 10 > a
cp a b
t vim -N -u NONE -i NONE -es -c 's/1/one/' -c wq a
t ed -s a <<< $'3d\nw\nq'
t diff -u --label a --label b b a > p
t patch -s b p
cmp a b
t patch -s -R b p
t patch b < /dev/null
ln b hard
t sed -i.old 's/2/two/' b
t stat -c '%h %n' b hard b.old
t perl -i -pe 's/4/four/' b
t patch -s b p 2>&1
t cmp b hard 2>&1
t vim -N -u NONE -i NONE -es -c 'w /etc/pts-never' -c q! a
