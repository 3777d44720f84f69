"use strict";
/* The timeline: a drawing of the whole run, and a table of which only the rows
 * in sight exist. */

parts.push(function timeline() {
	const S = data.steps, total = S.t.length;
	const time = new Float64Array(total);
	for (let i = 0, t = 0; i < total; i++)
		time[i] = t += S.t[i];
	const end = Math.max(data.run.us, total > 0 ? time[total - 1] : 0, 1);
	/* The height of a row in page.css, for a reader's own size of letters. */
	const ROW = 1.875 *
	    parseFloat(getComputedStyle(document.documentElement).fontSize);
	const SIGHT = 80, BARS = 120, PRINTED = 500;
	const program = (i) => {
		const p = data.procs[S.p[i]];
		return p && p[4] > 0 ? base(name(p[4])) : "the command";
	};
	const denied = (i) => S.v[i] > 0 && S.v[i] < 4;
	let rows = [];

	function draw() {
		const NS = "http://www.w3.org/2000/svg";
		const all = new Array(BARS).fill(0), no = all.slice();
		const odd = all.slice();
		for (let i = 0; i < total; i++) {
			const b = Math.min(BARS - 1,
			    Math.floor(time[i] / end * BARS));
			all[b]++;
			if (denied(i))
				no[b]++;
			else if (S.v[i] > 0)
				odd[b]++;
		}
		const most = Math.max(1, ...all);
		const svg = document.createElementNS(NS, "svg");
		const add = (tag, attributes) => {
			const e = document.createElementNS(NS, tag);
			for (const [k, v] of Object.entries(attributes))
				e.setAttribute(k, v);
			svg.append(e);
			return e;
		};
		svg.setAttribute("class", "chart");
		svg.setAttribute("viewBox", "0 0 " + BARS * 8 + " 100");
		svg.setAttribute("preserveAspectRatio", "none");
		svg.setAttribute("role", "img");
		svg.setAttribute("aria-label", "Steps over time: " +
		    number(total) + " in " + seconds(end) + " seconds, at " +
		    "most " + number(most) + " in a bar of " +
		    seconds(end / BARS) + " seconds");
		add("line", {x1: 0, x2: BARS * 8, y1: 99.5, y2: 99.5});
		for (let b = 0; b < BARS; b++) {
			/* A square root lets few steps be seen beside many. */
			const h = 84 * Math.sqrt(all[b] / most);
			if (all[b] > 0)
				add("rect", {class: "all", x: b * 8 + 1,
				    width: 6, y: 99 - h, height: h});
			if (no[b] > 0)
				add("rect", {class: "deny", x: b * 8 + 1,
				    width: 6, y: 4, height: 8, rx: 3});
			else if (odd[b] > 0)
				add("rect", {class: "would", x: b * 8 + 1,
				    width: 6, y: 4, height: 8});
			const pick = add("rect", {class: "pick", x: b * 8,
			    width: 8, y: 0, height: 100});
			pick.addEventListener("click", () => {
				$("steps-from").value = seconds(end * b / BARS);
				$("steps-to").value =
				    seconds(end * (b + 1) / BARS);
				show();
			});
		}
		$("steps-chart").append(svg, el("div", {class: "chart-foot small"},
		    el("span", {}, "0 s"), el("span", {}, el("span",
		    {class: "key"}, "steps"), el("span", {class: "key deny"},
		    "some denied (above)"), odd.some((n) => n > 0) ?
		    el("span", {class: "key would"}, data.run.only ?
			"some would be denied" : "some made to go wrong") :
		    null), el("span", {},
		    seconds(end) + " s")));
	}

	const t = table("Steps", [["After", "at"], ["Program", "who"],
	    ["Answer", "said"], ["Asked to", "did"], ["What"],
	    ["Because of", "by"]]);
	const above = el("tr", {class: "pad", "aria-hidden": "true"},
	    el("td", {colspan: 6}));
	const below = above.cloneNode(true);
	const box = el("div", {class: "scroll", tabindex: 0, role: "region",
	    "aria-label": "Steps of the timeline"}, t.table);
	$("steps-list").append(box);

	const said = ["\u2713 allowed", "\u2715 denied", "\u2715 refused",
	    "\u2715 ended", "\u25cb would deny", "\u25c6 went wrong"];
	const meant = ["Allowed", "Denied", "Refused", "The job was ended",
	    "Not enforced: allowed, and would be denied under these rules",
	    "Allowed, and made to go wrong on purpose"];
	const answers = {once: "allowed it, this time", always: "allowed it, " +
	    "for the whole run", below: "allowed it and all in its folder",
	    save: "allowed it, and kept that as a rule", no: "denied it, " +
	    "this time", never: "denied it, for the whole run"};
	const asked = (i) => S.a[i] ? phrase(S.a[i], 2) : "call " + name(S.c[i]);
	const because = (i) => S.r[i] > 0 ? name(S.r[i]) :
	    S.w[i] > 0 ? name(S.w[i]) : S.v[i] === 2 ? "no job may do this" :
	    S.v[i] > 0 ? "no rule allows it" : "";
	const kindOf = (i) => denied(i) ? "denied" : S.v[i] > 0 ? "would" : null;

	function row(at) {
		const i = rows[at];
		const what = S.o[i] > 0 ? name(S.o[i]) : "";
		return el("tr", {class: kindOf(i),
		    "aria-rowindex": at + 2},
		    el("td", {}, el("button", {type: "button", "aria-label":
			seconds(time[i]) + " s: details of this step", on: {click: () => detail(i)}},
			seconds(time[i]) + " s")),
		    el("td", {}, program(i)),
		    el("td", {}, badge(denied(i) ? "deny" : S.v[i] > 0 ?
			"would" : "good", said[S.v[i]])),
		    el("td", {title: asked(i)}, asked(i)),
		    el("td", {class: "mono", title: what}, what),
		    el("td", {title: because(i)}, because(i)));
	}

	function fill(from, to) {
		const keep = document.activeElement, inside = t.body.contains(keep);
		above.firstChild.style.height = from * ROW + "px";
		below.firstChild.style.height = (rows.length - to) * ROW + "px";
		const made = [];
		for (let at = from; at < to; at++)
			made.push(row(at));
		t.body.replaceChildren(above, ...made, below);
		/* What had the focus is gone: it stays in the table. */
		if (inside)
			box.focus({preventScroll: true});
	}
	let shown = -1;
	function scroll() {
		const first = Math.max(0, Math.floor(box.scrollTop / ROW) - 20);
		const from = first - first % 10;
		if (from === shown)
			return;
		shown = from;
		fill(from, Math.min(rows.length, from + SIGHT));
	}
	box.addEventListener("scroll", () => requestAnimationFrame(scroll));

	function detail(i) {
		const p = data.procs[S.p[i]];
		const list = [el("p", {}, el("strong", {}, meant[S.v[i]]), ": ",
		    asked(i), " ", el("code", {}, S.o[i] > 0 ? name(S.o[i]) : ""))];
		const facts = [];
		if (S.n[i] > 0)
			facts.push("The job called it " + name(S.n[i]) + ".");
		if (because(i) !== "")
			facts.push("Because of: " + because(i) + ".");
		if (S.k[i] > 0)
			facts.push("A person was asked, and " +
			    (answers[name(S.k[i])] || "answered") + ".");
		facts.push("Program " + (p && p[4] > 0 ? name(p[4]) :
		    "not told") + ", process " + (p ? p[0] : "not told") +
		    ", system call " + name(S.c[i]) + ", " +
		    seconds(time[i]) + " s after the start.");
		if (S.e[i] > 0)
			facts.push("The job was answered the error " +
			    name(S.e[i]) + ".");
		list.push(...facts.map((f) => el("p", {}, f)));
		const where = stack(S.s[i]);
		if (where)
			list.push(where);
		$("steps-detail").replaceChildren(...list);
	}

	const kinds = {
		all: () => true,
		denied,
		would: (i) => S.v[i] === 4,
		injected: (i) => S.v[i] === 5,
		asked: (i) => S.k[i] > 0,
		read: (i) => S.a[i] & READ & FILES,
		written: (i) => S.a[i] & WRITE,
		network: (i) => S.a[i] & NETWORK,
		programs: (i) => S.a[i] & PROGRAMS,
	};
	function show() {
		const q = $("steps-q").value.toLowerCase();
		const kind = kinds[$("steps-kind").value];
		const from = parseFloat($("steps-from").value) * 1e6 || 0;
		const to = parseFloat($("steps-to").value) * 1e6 || Infinity;
		/* Each name is compared once, not each row. */
		const hit = q === "" ? null : data.names.map((n) => n !== null &&
		    n.toLowerCase().includes(q));
		rows = [];
		for (let i = 0; i < total; i++) {
			if (time[i] < from || time[i] > to || !kind(i))
				continue;
			const p = data.procs[S.p[i]];
			if (hit !== null && !hit[S.o[i]] && !hit[S.n[i]] &&
			    !hit[S.c[i]] && !hit[S.r[i]] && !hit[S.w[i]] &&
			    !(p && hit[p[4]]))
				continue;
			rows.push(i);
		}
		t.table.setAttribute("aria-rowcount", rows.length + 1);
		shown = -1;
		box.scrollTop = 0;
		scroll();
		$("steps-count").textContent = rows.length === total ?
		    count(total, "step", "steps") : number(rows.length) + " of " +
		    count(total, "step", "steps");
	}
	for (const key of ["would", "injected", "asked"])
		if (!S.v.some((_, i) => kinds[key](i)))
			$("steps-kind").querySelector('[value="' + key +
			    '"]').remove();
	draw();
	onInput(["steps-q", "steps-kind", "steps-from", "steps-to"], show);
	show();
	addEventListener("beforeprint", () => {
		fill(0, Math.min(rows.length, PRINTED));
		below.firstChild.style.height = 0;
		if (rows.length > PRINTED)
			below.before(el("tr", {}, el("td", {colspan: 6}, "and " +
			    number(rows.length - PRINTED) + " more")));
	});
	addEventListener("afterprint", () => {
		shown = -1;
		scroll();
	});
});

for (const part of parts)
	part();
