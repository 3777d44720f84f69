# node: files, children, workers, sockets, watching, signals.
# needs: node
cat > work.js <<'J'
const fs = require('fs'), cp = require('child_process'), net = require('net');
const { Worker, isMainThread, parentPort } = require('worker_threads');

if (!isMainThread) {
	parentPort.postMessage(6 * 7);
} else {
	main();
}

async function main()
{
	fs.mkdirSync('a/b/c', { recursive: true });
	fs.writeFileSync('a/b/f', 'text', { mode: 0o640 });
	fs.symlinkSync('f', 'a/b/l');
	fs.linkSync('a/b/f', 'a/b/h');
	fs.cpSync('a', 'copy', { recursive: true });
	fs.utimesSync('copy/b/f', 1, 2);
	console.log(fs.readdirSync('copy', { recursive: true }).sort());
	for (const f of ['nowhere', 'a', 'a/b/f/x', '/etc/shadow'])
		try {
			fs.openSync(f, 'r+');
		} catch (e) {
			console.log(f, e.code, e.syscall);
		}
	const st = fs.statSync('a/b/f');
	console.log(st.mode.toString(8), st.nlink, st.size);
	console.log(await fs.promises.realpath('a/b/l') === fs.realpathSync('a/b/f'));
	const sh = cp.spawnSync('sh', ['-c', 'cat; exit 4'], { input: 'piped' });
	console.log(sh.status, sh.stdout.toString());
	console.log(cp.execSync('echo $0').toString());
	console.log(cp.spawnSync('nowhere').error.code);
	const slow = cp.spawn('sleep', ['100']);
	slow.kill();
	console.log(await new Promise(ok => slow.on('exit', (c, s) => ok([c, s]))));
	console.log(await new Promise(ok => new Worker(__filename).on('message', ok)));
	for (const where of [0, 'sock']) {
		const server = net.createServer(s => s.end('hello'));
		await new Promise(ok => server.listen(where, ok));
		const a = server.address();
		const said = await new Promise(ok => net.connect(a.port || a)
			.on('data', d => ok(d.toString())));
		console.log(said);
		server.close();
	}
	const seen = new Promise(ok => {
		const w = fs.watch('a', (e, f) => { w.close(); ok([e, f]); });
	});
	fs.writeFileSync('a/watched', '');
	console.log(await seen);
	process.on('SIGUSR2', () => { console.log('USR2'); process.exit(9); });
	process.kill(process.pid, 'SIGUSR2');
	setInterval(() => {}, 1000);
}
J
t node work.js
t node -e 'process.abort()' > /dev/null 2>&1
t node -p 'require("os").cpus().length'
