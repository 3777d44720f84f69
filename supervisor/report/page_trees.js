"use strict";
/* The trees: processes and files. */

parts.push(function processes() {
	const P = data.procs, into = $("processes-list");
	const kids = new Map();
	P.forEach((p, i) => {
		if (!kids.has(p[1]))
			kids.set(p[1], []);
		kids.get(p[1]).push(i);
	});
	if (P.length === 0) {
		into.append(el("p", {class: "nothing"}, "None recorded."));
		return;
	}
	const alike = (a, b) => P[a][4] === P[b][4] && P[a][5] === P[b][5] &&
	    P[a][6] === P[b][6] && P[a][7] === P[b][7] && !kids.has(a) &&
	    !kids.has(b);

	/* Rows from the first to the last; siblings that are alike and many
	 * are one row. */
	const rows = [];
	const todo = (kids.get(-1) || []).slice().reverse()
	    .map((i) => [i, 0]);
	while (todo.length > 0) {
		const [i, level] = todo.pop();
		const group = [i];
		while (todo.length > 0 && todo.at(-1)[1] === level &&
		    P[todo.at(-1)[0]][1] === P[i][1] && alike(i, todo.at(-1)[0]))
			group.push(todo.pop()[0]);
		if (group.length > 3)
			rows.push({group, level});
		else
			group.forEach((g) => rows.push({group: [g], level}));
		for (const k of (kids.get(i) || []).slice().reverse())
			todo.push([k, level + 1]);
	}

	const whole = Math.max(1, data.run.us);
	function life(from, to) {
		const bar = el("span");
		bar.style.left = Math.min(99.5, 100 * from / whole) + "%";
		bar.style.width = Math.max(0, Math.min(100, 100 * to / whole) -
		    Math.min(99.5, 100 * from / whole)) + "%";
		return el("td", {class: "life"}, el("span", {class: "small"},
		    seconds(from) + " to " + seconds(to) + " s"),
		    el("div", {class: "bar", "aria-hidden": "true"}, bar));
	}
	function ending(p) {
		if (p[7] > 0)
			return badge("deny", "\u2715 " + name(p[7]));
		if (p[6] < 0)
			return badge("look", "not told");
		return p[6] === 0 ? badge("good", "\u2713 well") :
		    badge("write", "status " + p[6]);
	}
	function row({group, level}) {
		const first = P[group[0]];
		const sum = (k) => group.reduce((n, i) => n + P[i][k], 0);
		const program = first[4] > 0 ? name(first[4]) : "(no program)";
		const cell = el("td", {class: "name", title: program},
		    level > 0 ? el("span", {"aria-hidden": "true"}, "\u2514 ") :
			"", level > 0 ? el("span", {class: "hidden"}, "level " +
			(level + 1) + ": ") : "", base(program));
		cell.style.paddingLeft = 0.75 + 1.1 * Math.min(level, 12) + "rem";
		const line = el("tr", {}, cell,
		    el("td", {class: "num"}, group.length > 1 ? "" :
			String(first[0])),
		    life(Math.min(...group.slice(0, 5000).map((i) => P[i][2])),
			Math.max(...group.slice(0, 5000).map((i) => P[i][3]))),
		    el("td", {class: "num"}, number(sum(8))),
		    el("td", {class: "num"}, sum(9) > 0 ? badge("deny",
			"\u2715 " + number(sum(9))) : sum(10) > 0 ?
			badge("would", "\u25cb would: " + number(sum(10))) :
			"0"),
		    el("td", {}, ending(first)),
		    el("td", {}, first[5] > 0 ? name(first[5]) : "main"));
		if (group.length > 1) {
			let shown = 0;
			const b = el("button", {type: "button", class: "fold",
			    on: {click: () => {
				const next = group.slice(shown, shown + 200);
				const at = b.end || line;
				const made = next.map((i) => row({group: [i],
				    level: level + 1}));
				at.after(...made);
				b.end = made.at(-1) || at;
				shown += next.length;
				b.textContent = shown < group.length ?
				    "show more" : "all shown";
				b.disabled = shown >= group.length;
			}}}, "show each");
			cell.append(" \u00d7 " + number(group.length) + " ", b);
		}
		return line;
	}
	const t = table("Processes", [["Program"], ["Process", "num"],
	    ["When"], ["Calls", "num"], ["Denied", "num"], ["Ended"],
	    ["Profile"]]);
	into.append(t.table, batches(rows, t.body, row, 200, "processes"));
});

parts.push(function files() {
	const all = data.things.filter((t) => (t[2] | t[3]) & FILES);
	const kinds = {
		touched: (t) => t[2] & (READ | WRITE) & FILES,
		read: (t) => t[2] & READ & FILES,
		written: (t) => t[2] & WRITE,
		denied: (t) => (t[3] | t[5]) & FILES,
		all: () => true,
	};

	function badges([, , allowed, denied, , would]) {
		const list = [];
		if (allowed & WRITE)
			list.push(badge("write", "\u270e " +
			    phrase(allowed & WRITE, 3)));
		if (allowed & READ & FILES)
			list.push(badge("read", "\u2192 " +
			    phrase(allowed & READ & FILES, 3)));
		else if (allowed & ACC.stat && !(allowed & WRITE))
			list.push(badge("look", "looked at"));
		if (would & FILES)
			list.push(badge("would", "\u25cb not enforced, would " +
			    "be denied: " + phrase(would & FILES, 2)));
		if (denied & FILES)
			list.push(badge("deny", "\u2715 denied: " +
			    phrase(denied & FILES, 2)));
		return list;
	}

	/* A folder of the tree: what is in it, by name. */
	const folder = () => ({inside: new Map(), thing: null, files: 0,
	    allowed: 0, denied: 0, would: 0});

	function plant(list) {
		const root = folder();
		for (const t of list) {
			const path = name(t[0]);
			let at = root;
			const words = path.startsWith("/") ?
			    path.slice(1).split("/") : [path];
			for (const word of [null].concat(words)) {
				if (word !== null) {
					if (!at.inside.has(word))
						at.inside.set(word, folder());
					at = at.inside.get(word);
				}
				at.files++;
				at.allowed |= t[2];
				at.denied |= t[3];
				at.would |= t[5];
			}
			at.thing = t;
		}
		return root;
	}

	function short(node) {
		const list = [];
		if (node.allowed & WRITE)
			list.push(badge("write", "\u270e written"));
		if (node.denied & FILES)
			list.push(badge("deny", "\u2715 denied"));
		if (node.would & FILES)
			list.push(badge("would", "\u25cb would be denied"));
		return list;
	}

	/* Open what is small, or holds what matters most. */
	const begin = (node, depth) => node.files <= 12 || (depth < 4 &&
	    node.files <= 400 && ((node.allowed & WRITE) > 0 ||
	    (node.denied & FILES) > 0));

	function item([word, node], open, depth) {
		/* A folder with a single thing in it is one line with it. */
		while (node.inside.size === 1 && node.thing === null) {
			const [[next, deeper]] = node.inside;
			word += "/" + next;
			node = deeper;
		}
		if (node.inside.size === 0)
			return el("li", {class: "leaf"}, el("code", {}, word),
			    ...badges(node.thing));
		const inside = el("ul");
		const line = el("summary", {}, el("code", {}, word + "/"), " ",
		    el("span", {class: "small"}, count(node.files, "name",
		    "names")), ...short(node));
		const box = el("details", {}, line, inside);
		const fill = () => {
			if (inside.childNodes.length === 0)
				grow(node, inside, open, depth + 1);
		};
		box.addEventListener("toggle", fill);
		if (open || begin(node, depth)) {
			fill();
			box.open = true;
		}
		return el("li", {}, box);
	}

	function grow(node, into, open, depth) {
		const list = [...node.inside];
		if (node.thing !== null && node.inside.size > 0)
			into.append(el("li", {class: "leaf"}, el("span",
			    {class: "small"}, "the folder itself"),
			    ...badges(node.thing)));
		const more = batches(list, into, (one) => item(one, open, depth),
		    200, "names");
		if (!more.hidden)
			into.append(el("li", {}, more));
	}

	function show() {
		const q = $("files-q").value.toLowerCase();
		const kind = kinds[$("files-kind").value];
		const list = all.filter((t) => kind(t) && (q === "" ||
		    name(t[0]).toLowerCase().includes(q)));
		const top = el("ul"), root = plant(list);
		for (const [word, node] of root.inside)
			top.append(item(["/" + word, node],
			    list.length <= 60, 0));
		$("files-list").replaceChildren(list.length > 0 ? top :
		    el("p", {class: "nothing"}, "None."));
		$("files-count").textContent = count(list.length, "name",
		    "names");
	}
	onInput(["files-q", "files-kind"], show);
	show();
});
