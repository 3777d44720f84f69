# ssh-keygen, ssh-agent, gpg with its agent's sockets, openssl.
# needs: ssh-keygen ssh-agent gpg gpg-agent
# unsteady: *
# normal: [0-9A-F]{40} => KEY
t ssh-keygen -q -t ed25519 -N '' -C comment -f key
t ssh-keygen -y -f key | cut -d ' ' -f 1,3
t ssh-keygen -l -f key.pub | awk '{ print $1, $3, $4 }'
echo data > data
t ssh-keygen -q -Y sign -n file -f key data 2> /dev/null
printf 'me %s\n' "$(cat key.pub)" > signers
t ssh-keygen -Y verify -f signers -I me -n file -s data.sig < data | cut -d ' ' -f 1-6
chmod 644 key
t ssh-keygen -y -P '' -f key 2>&1 | grep -c 'too open'
chmod 600 key
eval "$(ssh-agent -a "$PWD/agent")" > /dev/null
t ssh-add -q key
t ssh-add -l | awk '{ print $1, $3 }'
t ssh-add -q -D
t ssh-agent -k > /dev/null
export GNUPGHOME=$PWD/g
mkdir -m 700 g
t gpg --batch --quiet --passphrase '' --quick-generate-key 'A <a@example.org>' ed25519 default never 2> /dev/null
t gpg --batch --list-secret-keys --with-colons | cut -d : -f 1,2,3,4 | sort -u
t gpg --batch --quiet -o data.gpg --sign data
t gpg --batch --quiet --verify data.gpg 2>&1 | grep -c 'Good signature'
t gpg --batch --quiet --passphrase word --pinentry-mode loopback -o sym.gpg -c data
t gpgconf --kill gpg-agent
t gpg --batch --quiet --passphrase word --pinentry-mode loopback -d sym.gpg
t gpg-connect-agent 'getinfo version' /bye | grep -c ^OK
find g -type s | sort
t gpgconf --kill all
until_true sh -c '[ -z "$(find g -type s)" ]'
t stat -c '%a %n' key key.pub g g/private-keys-v1.d
