"use strict";
/* Denials and kin, hosts and rules. */

/* A list of denials of some kinds, with a search, and where there is a box for
 * it, names that were only looked for. */
function denials(id, kinds, what) {
	const all = data.denials.filter((d) => kinds.includes(d.kind));
	const box = $(id + "-looks");
	const isLook = (d) => d.kind !== 4 && d.access === ACC.stat;
	const badges = [["deny", "\u2715 denied"], ["deny", "\u2715 refused"],
	    ["deny", "\u2715 ended the job"],
	    ["would", "\u25cb not enforced: would be denied"],
	    ["would", "\u25c6 made to go wrong"]];

	function copy(text) {
		return el("button", {type: "button", "aria-label":
		    "Copy the rule", on: {click: (e) => {
			navigator.clipboard.writeText(text).then(() => {
				e.target.textContent = "Copied";
			}, () => {
				e.target.textContent = "Please select it";
			});
		}}}, "Copy");
	}

	function fill(body, d) {
		body.append(el("p", {}, d.reason), el("p", {class: "small"},
		    "First after " + seconds(d.t) + " s, by " +
		    (d.program || "the command") + ", process " + d.pid +
		    (d.profile ? ", profile " + d.profile : "") +
		    (d.count > 1 ? "; " + count(d.count, "time", "times") +
		    " in all." : ".")));
		if (d.advice)
			body.append(el("p", {}, d.advice));
		if (d.rule)
			body.append(el("div", {class: "paste"},
			    el("pre", {}, "- " + d.rule),
			    copy("- " + d.rule)));
		const where = stack(d.stack);
		if (where)
			body.append(where);
	}

	function one(d, i) {
		const body = el("div", {class: "body"});
		const who = d.program ? base(d.program) : "the command";
		const [kind, said] = badges[d.kind];
		const box = el("details", {class: "denial " + kind},
		    el("summary", {}, badge(kind, said), d.did + " ",
			el("code", {}, d.what), " ", el("span",
			{class: "small"}, "by " + who + (d.count > 1 ?
			", " + count(d.count, "time", "times") : ""))), body);
		const open = () => {
			if (body.childNodes.length === 0)
				fill(body, d);
		};
		box.addEventListener("toggle", open);
		/* A few are no burden to read at once. */
		if (all.length <= 12 ? !isLook(d) : i < 3) {
			open();
			box.open = true;
		}
		return box;
	}

	function show() {
		const q = $(id + "-q").value.toLowerCase();
		const looks = box === null || box.checked;
		const list = all.filter((d) => (looks || !isLook(d)) &&
		    (q === "" || (d.did + " " + d.what + " " + d.program + " " +
		    d.reason + " " + d.rule).toLowerCase().includes(q)));
		const into = $(id + "-list");
		if (into.nextElementSibling)
			into.nextElementSibling.remove();
		into.replaceChildren();
		into.after(batches(list, into, one, 20, what));
		$(id + "-count").textContent = list.length === 0 ?
		    "Nothing" : number(list.length) + " listed";
	}

	if (box)
		box.parentNode.hidden = !all.some(isLook);
	onInput([id + "-q"].concat(box ? [id + "-looks"] : []), show);
	show();
	if (all.length > 0)
		reveal(id);
}

parts.push(function denied() {
	denials("denied", [0, 1, 2], "denials");
	denials("would", [3], "would-be denials");
	denials("injected", [4], "faults");
});

parts.push(function hosts() {
	const list = data.things.filter((t) => (t[2] | t[3]) & NETWORK);
	const into = $("hosts-list");
	if (list.length === 0) {
		into.append(el("p", {class: "nothing"}, "None."));
		return;
	}
	const t = table("Hosts and sockets", [["Address"], ["What was done"],
	    ["Times", "num"]]);
	into.append(t.table, batches(list, t.body, ([path, , allowed, denied,
	    times, would]) => el("tr", {}, el("td", {class: "name"}, name(path)),
	    el("td", {}, allowed & NETWORK ? badge("good", "\u2713 " +
		phrase(allowed & NETWORK, 3)) : null, " ",
		would & NETWORK ? badge("would", "\u25cb not enforced: " +
		    "would be denied") : null, " ",
		denied & NETWORK ? badge("deny", "\u2715 denied: " +
		phrase(denied & NETWORK, 2)) : null),
	    el("td", {class: "num"}, number(times))), 200, "hosts"));
});

parts.push(function rules() {
	const into = $("rules-list");
	if (data.rules.length === 0) {
		into.append(el("p", {class: "nothing"},
		    "No rule decided anything."));
		return;
	}
	const list = data.rules.slice().sort((a, b) => b[2] - a[2] ||
	    b[3] - a[3] || b[1] - a[1]);
	/* Columns that would be all 0 are left out. */
	const more = [[3, "Would deny"], [4, "Made to go wrong"]]
	    .filter(([k]) => list.some((r) => r[k] > 0));
	const t = table("Rules", [["Rule"], ["Allowed", "num"],
	    ["Denied", "num"], ...more.map(([, head]) => [head, "num"])]);
	const cell = (n, kind, mark) => el("td", {class: "num"}, n > 0 ?
	    badge(kind, mark + " " + number(n)) : "0");
	into.append(t.table, batches(list, t.body, (r) =>
	    el("tr", {}, el("td", {class: "name"}, name(r[0])),
	    el("td", {class: "num"}, number(r[1])),
	    cell(r[2], "deny", "\u2715"),
	    ...more.map(([k]) => cell(r[k], "would", "\u25cb"))),
	    200, "rules"));
});
