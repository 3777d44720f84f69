"use strict";
/* What all parts of the page share.  All text goes in as text, never as HTML:
 * names come from the job. */
const data = JSON.parse(document.getElementById("data").textContent);
const parts = [];

const $ = (id) => document.getElementById(id);

/* An element: properties (class, text, or attributes), then what is in it. */
function el(tag, props, ...inside) {
	const e = document.createElement(tag);
	for (const [key, value] of Object.entries(props || {})) {
		if (value === null || value === undefined || value === false)
			continue;
		if (key === "class")
			e.className = value;
		else if (key === "on")
			for (const [event, f] of Object.entries(value))
				e.addEventListener(event, f);
		else
			e.setAttribute(key, value);
	}
	for (const one of inside)
		if (one !== null && one !== undefined)
			e.append(one);
	return e;
}

const badge = (kind, text) => el("span", {class: "badge " + kind}, text);
const number = new Intl.NumberFormat("en").format;
const count = (n, one, many) => number(n) + " " + (n === 1 ? one : many);
const seconds = (us) => (us / 1e6).toFixed(3);
const name = (i) => data.names[i] === undefined ? "..." : data.names[i];
const base = (path) => {
	const at = path.lastIndexOf("/");
	return at >= 0 && at + 1 < path.length ? path.slice(at + 1) : path;
};

const ACC = {};
for (const [bit, word] of data.access)
	ACC[word] = bit;
const READ = ACC.read | ACC.exec | ACC.run;
const WRITE = ACC.modify | ACC.create | ACC.delete | ACC.attributes;
const NETWORK = ACC.connect | ACC.bind | ACC.accept | ACC.socket;
const PROGRAMS = ACC.run | ACC.exec | ACC.fork | ACC.signal;
const FILES = ACC.read | ACC.stat | WRITE | ACC.exec;

/* The words for a set of accesses: column 2 is to do something, 3 done. */
function phrase(access, column) {
	const words = data.access.filter((a) => access & a[0])
	    .map((a) => a[column]);
	if (words.length < 2)
		return words.join("");
	return words.slice(0, -1).join(", ") + " and " + words.at(-1);
}

/* A table with its heading row; heads are [text, class]. */
function table(label, heads) {
	const body = el("tbody");
	const row = el("tr");
	for (const [text, kind] of heads)
		row.append(el("th", {scope: "col", class: kind}, text));
	return {
		body,
		table: el("table", {"aria-label": label}, el("thead", {}, row),
		    body),
	};
}

/* Shows a long list some at a time, so that a huge one costs nothing until it
 * is asked for. */
function batches(list, into, make, size, what) {
	let at = 0;
	const more = el("button", {class: "more", type: "button", on: {
		click: () => {
			const first = next();
			if (first && first.focus)
				first.focus();
		},
	}});
	function next() {
		const end = Math.min(list.length, at + size);
		let first = null;
		for (; at < end; at++) {
			const one = make(list[at], at);
			first = first || one;
			into.append(one);
		}
		more.hidden = at >= list.length;
		more.textContent = "Show more " + what + " (" +
		    number(list.length - at) + " left)";
		return first;
	}
	next();
	return more;
}

/* Calls f a moment after the last change, so that typing stays quick. */
function onInput(ids, f) {
	let timer = 0;
	const soon = () => {
		clearTimeout(timer);
		timer = setTimeout(f, 80);
	};
	for (const id of ids) {
		$(id).addEventListener("input", soon);
		$(id).form.addEventListener("submit", (e) => e.preventDefault());
		$(id).form.addEventListener("reset", soon);
	}
}

/* A part of the page that is there only when it has something to say. */
function reveal(id) {
	$(id).hidden = false;
	const link = document.querySelector('nav a[href="#' + id + '"]');
	if (link)
		link.parentNode.hidden = false;
}

/* Where in the program it was, the innermost call first, with the lines of the
 * script. */
function stack(id) {
	const found = data.stacks[id];
	if (!found)
		return null;
	const list = el("ol", {class: "frames"});
	let changed = false, lines = false;
	for (const [file, line, func, kind] of found.frames) {
		const where = name(file) + (line ? ":" + line : "");
		const one = el("li", {}, el("code", {}, where),
		    func > 0 ? " in " + name(func) : "",
		    name(kind) === "native" ? " (native code)" : "");
		const text = source(file, line);
		if (text) {
			one.append(text);
			lines = true;
			changed = changed || data.sources[file].changed;
		}
		list.append(one);
	}
	return el("div", {}, el("p", {}, "Where it was in the program, the " +
	    "innermost call first:"), list, lines ? el("p", {class: "small"},
	    changed ? "The script was changed after the run began: these may " +
	    "not be the lines that ran." : "The lines are those of the " +
	    "script as it is now.") : null, found.cut || found.why ?
	    el("p", {class: "small"}, "Not all of it could be read" +
	    (found.why ? ": " + name(found.why) : "") + ".") : null);
}

function source(file, line) {
	const s = data.sources[file];
	if (!s || s.lines[line] === undefined)
		return null;
	const box = el("code", {class: "lines"});
	for (let n = line - 2; n <= line + 2; n++) {
		if (s.lines[n] === undefined)
			continue;
		const hit = n === line;
		box.append(el("span", {class: hit ? "hit" : null},
		    (hit ? "\u25b6 " : "  ") + String(n).padStart(4) + "  " +
		    s.lines[n]));
	}
	return box;
}

parts.push(function summary() {
	const r = data.run, c = $("cards"), n = data.counts;
	$("command").textContent = r.command;
	$("ending").textContent = "Began " + r.started + ", ran for " +
	    seconds(r.us) + " s" + (r.whole ? ", and ended " : "; ") +
	    r.ended + ".";
	document.title = "What the job did: " + r.command.slice(0, 60);
	const cards = [
		["denied", n.denied, n.denied > 0 ? "bad" : null],
		["would be denied", n.would, "odd"],
		["made to go wrong", n.injected, "odd"],
		["questions asked", n.asked, "odd"],
		["processes", n.processes], ["files read", n.read],
		["files written", n.written], ["hosts", n.hosts],
		["calls looked at", n.calls],
	];
	for (const [what, how, kind] of cards)
		if (kind !== "odd" || how > 0)
			c.append(el("div", {class: kind}, el("dt", {}, what),
		    el("dd", {}, number(how))));
	if (r.only)
		$("notes").append(el("p", {class: "note", id: "only"},
		    el("strong", {}, "Not enforced."), " This run was made " +
		    "with --audit-only: what its rules forbid was allowed " +
		    "all the same, and is marked \u201cwould be denied\u201d."));
	const notes = [];
	if (r.limit)
		notes.push("The job did not end by itself: it ended " +
		    r.ended + ".");
	if (!r.whole)
		notes.push("What came after the end of the record is not here.");
	if (n.lost > 0)
		notes.push("There was no room for what " + count(n.lost,
		    "line", "lines") + " of the record tell.");
	if (n.lostSteps > 0)
		notes.push("The timeline ends before the run: " +
		    count(n.lostSteps, "step is", "steps are") +
		    " not in it.  All other parts count them.");
	for (const text of notes)
		$("notes").append(el("p", {class: "note"}, text));
	$("made").textContent = "Made by ptsandbox " + r.version +
	    " from the record " + r.record + ".  Names are shown with what a " +
	    "screen would obey escaped.";
});
