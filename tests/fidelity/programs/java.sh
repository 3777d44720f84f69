# java: a program compiled and run; files, children, sockets, threads, exit.
# needs: java javac
cat > Work.java <<'J'
import java.io.*;
import java.net.*;
import java.nio.channels.*;
import java.nio.file.*;
import java.util.*;

public class Work {
	public static void main(String[] args) throws Exception {
		Path d = Files.createDirectories(Path.of("d/e"));
		Path f = Files.writeString(d.resolve("f"), "text");
		Files.createLink(d.resolve("h"), f);
		Files.createSymbolicLink(d.resolve("l"), Path.of("f"));
		Files.move(d.resolve("h"), d.resolve("m"), StandardCopyOption.ATOMIC_MOVE);
		System.out.println(Files.getAttribute(f, "unix:nlink"));
		try (var s = Files.walk(Path.of("d"))) {
			s.sorted().forEach(System.out::println);
		}
		try {
			Files.delete(d);
		} catch (IOException e) {
			System.out.println(e);
		}
		try (var c = FileChannel.open(f, StandardOpenOption.WRITE); var l = c.lock()) {
			System.out.println(l.isValid());
		}
		Process p = new ProcessBuilder("sh", "-c", "cat; exit 4").start();
		p.outputWriter().append("piped").close();
		System.out.println(p.inputReader().readLine() + p.waitFor());
		ServerSocket s = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
		Thread t = new Thread(() -> {
			try (Socket c = s.accept()) {
				c.getOutputStream().write("tcp".getBytes());
			} catch (IOException e) {
				System.out.println(e);
			}
		});
		t.start();
		try (Socket c = new Socket(s.getInetAddress(), s.getLocalPort())) {
			System.out.println(new String(c.getInputStream().readAllBytes()));
		}
		t.join();
		System.out.println(Runtime.getRuntime().availableProcessors());
		System.exit(5);
	}
}
J
t javac Work.java
t java -Xshare:auto -XX:TieredStopAtLevel=1 Work
t java Nowhere 2>&1 | head -n 1
