# perl: files, locks, children, pipes, sockets, signals.
# needs: perl
cat > work.pl <<'P'
use strict; use warnings;
use Fcntl qw(:flock); use POSIX; use Socket; use File::Temp;
use File::Find; use File::Copy; use IO::Select; use Cwd;
mkdir "d", 0750 or die; symlink "x", "d/l" or die;
open my $f, ">", "d/x" or die; print $f "text\n"; close $f;
link "d/x", "d/y" or die; rename "d/y", "d/z" or die;
chmod 0604, "d/z"; utime 1, 2, "d/z";
my @s = stat "d/z"; print join(" ", map { $s[$_] } 2, 3, 7, 8, 9), "\n";
find({ wanted => sub { print "$_\n" if -f }, no_chdir => 1,
       preprocess => sub { sort @_ } }, "d");
copy("d/x", "d/copy") or die;
print readlink("d/l"), " ", (-l "d/l" ? "link" : "no"), "\n";
open my $a, "+<", "d/x"; open my $b, "+<", "d/x";
print flock($a, LOCK_EX | LOCK_NB) ? 1 : 0, flock($b, LOCK_EX | LOCK_NB) ? 1 : 0, "\n";
for my $p ("none", "d", "d/x/y") { open(my $g, "+<", $p) or print "$p: ", $!+0, "\n"; }
print `echo from a shell; exit 3`; print $? >> 8, "\n";
my $pid = open(my $p, "-|") // die; if (!$pid) { print "from a child\n"; exit 7 }
print <$p>; close $p; print $? >> 8, "\n";
$pid = fork; if (!$pid) { sleep 100 } kill TERM => $pid; waitpid $pid, 0; print $? & 127, "\n";
$SIG{ALRM} = sub { die "alarm\n" }; eval { alarm 1; sleep 20 }; print $@;
$SIG{CHLD} = sub { 1 while waitpid(-1, WNOHANG) > 0; print "child\n" };
$pid = fork; exit 0 if !$pid; select undef, undef, undef, 5;
socketpair(my $x, my $y, AF_UNIX, SOCK_STREAM, PF_UNSPEC) or die;
syswrite $x, "over"; sysread $y, my $r, 10; print "$r\n";
socket(my $l, PF_INET, SOCK_STREAM, 0); bind($l, sockaddr_in(0, INADDR_LOOPBACK)) or die; listen($l, 1);
socket(my $c, PF_INET, SOCK_STREAM, 0); connect($c, getsockname $l) or die; accept(my $s, $l);
syswrite $c, "tcp"; sysread $s, $r, 10; print "$r\n";
print join(",", (sockaddr_in(getpeername $s))[0] == (sockaddr_in(getsockname $c))[0]), "\n";
print getpwuid($<) ? "known\n" : "unknown\n"; print basename2(getcwd), "\n";
sub basename2 { $_[0] =~ m{([^/]+)$}; $1 }
opendir my $d, "d"; print join(" ", sort readdir $d), "\n";
unlink glob "d/*"; rmdir "d" or die $!; print POSIX::ttyname(0) // "no tty", "\n";
print((POSIX::uname)[0], "\n"); exec "sh", "-c", 'exit 12';
P
t perl work.pl 2>&1
