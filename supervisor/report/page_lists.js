"use strict";
/* Denials, hosts and rules. */

parts.push(function denied() {
	const STAT = ACC.stat;
	const isLook = (d) => d.kind === 0 && d.access === STAT;

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

	function one(d, i) {
		const body = el("div", {class: "body"});
		const who = d.program ? base(d.program) : "the command";
		const box = el("details", {class: "denial"},
		    el("summary", {}, badge("deny", "\u2715 " + ["denied",
			"refused", "ended the job"][d.kind]), d.did + " ",
			el("code", {}, d.what), " ", el("span",
			{class: "small"}, "by " + who + (d.count > 1 ?
			", " + count(d.count, "time", "times") : ""))), body);
		function fill() {
			if (body.childNodes.length > 0)
				return;
			body.append(el("p", {}, d.reason), el("p",
			    {class: "small"}, "First after " + seconds(d.t) +
			    " s, by " + (d.program || "the command") +
			    ", process " + d.pid + (d.profile ? ", profile " +
			    d.profile : "") + (d.count > 1 ? "; " +
			    count(d.count, "time", "times") + " in all." :
			    ".")));
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
		box.addEventListener("toggle", fill);
		/* A few are no burden to read at once. */
		if (data.denials.length <= 12 ? !isLook(d) : i < 3) {
			fill();
			box.open = true;
		}
		return box;
	}

	function show() {
		const q = $("denied-q").value.toLowerCase();
		const looks = $("denied-looks").checked;
		const list = data.denials.filter((d) => (looks || !isLook(d)) &&
		    (q === "" || (d.did + " " + d.what + " " + d.program + " " +
		    d.reason + " " + d.rule).toLowerCase().includes(q)));
		const into = $("denied-list");
		into.replaceChildren();
		into.after(batches(list, into, one, 20, "denials"));
		$("denied-count").textContent = list.length === 0 ?
		    "Nothing" : count(list.length, "denial", "denials");
	}

	const looks = data.denials.filter(isLook).length;
	$("denied-looks").parentNode.hidden = looks === 0;
	function again() {
		const old = $("denied-list").nextElementSibling;
		if (old)
			old.remove();
		show();
	}
	onInput(["denied-q", "denied-looks"], again);
	again();
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
	    times]) => el("tr", {}, el("td", {class: "name"}, name(path)),
	    el("td", {}, allowed & NETWORK ? badge("good", "\u2713 " +
		phrase(allowed & NETWORK, 3)) : null, " ",
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
	    b[1] - a[1]);
	const t = table("Rules", [["Rule"], ["Allowed", "num"],
	    ["Denied", "num"]]);
	into.append(t.table, batches(list, t.body, ([rule, yes, no]) =>
	    el("tr", {}, el("td", {class: "name"}, name(rule)),
	    el("td", {class: "num"}, number(yes)),
	    el("td", {class: "num"}, no > 0 ? badge("deny", "\u2715 " +
		number(no)) : "0")), 200, "rules"));
});
