# dpkg and dpkg-deb: a package built, looked into, taken apart; ar, file types.
# needs: dpkg-deb dpkg ar
mkdir -p tree/DEBIAN tree/usr/bin tree/etc
printf 'Package: tiny\nVersion: 1.0\nArchitecture: all\nMaintainer: A <a@example.org>\nDescription: tiny\n' > tree/DEBIAN/control
echo '#!/bin/sh' > tree/usr/bin/tiny
chmod 755 tree/usr/bin/tiny
echo conf > tree/etc/tiny.conf
echo /etc/tiny.conf > tree/DEBIAN/conffiles
find tree -exec touch -d @1000000000 {} +
export SOURCE_DATE_EPOCH=1000000000
t dpkg-deb --root-owner-group -Zgzip -b tree tiny.deb
t dpkg-deb -I tiny.deb
t dpkg-deb -c tiny.deb
t dpkg-deb -x tiny.deb out
t dpkg-deb -e tiny.deb out/DEBIAN
t ar t tiny.deb
t dpkg-deb -f tiny.deb Version
t dpkg --compare-versions 1.0 lt 1.1~
t dpkg -S /bin/bash /usr/bin/dpkg
t dpkg -s dpkg | head -n 2
t dpkg -V bash
t dpkg-query -W -f '${Package}\n' dpkg tar
t dpkg --print-architecture
t dpkg -i tiny.deb 2>&1
