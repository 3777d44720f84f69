"use strict";
/* What people did: answers, and changes of the rules; and what could not be
 * told. */

parts.push(function asked() {
	if (data.asked.length === 0)
		return;
	reveal("asked");
	const t = table("Questions", [["After"], ["Program"], ["Asked to"],
	    ["A person"], ["Calls", "num"]]);
	$("asked-list").append(t.table, batches(data.asked, t.body, (q) =>
	    el("tr", {}, el("td", {}, seconds(q.t) + " s"),
	    el("td", {}, q.program > 0 ? base(name(q.program)) : "the command"),
	    el("td", {}, phrase(q.access, 2) + " ", el("code", {},
		name(q.what)), data.stacks[q.stack] ? el("details", {},
		el("summary", {class: "small"}, "where in the program"),
		stack(q.stack)) : null),
	    el("td", {}, q.answer),
	    el("td", {class: "num"}, number(q.count))), 200, "questions"));
});

parts.push(function changes() {
	if (data.changes.length === 0)
		return;
	reveal("changes");
	const t = table("Changes of the rules", [["After"], ["What"], ["Rule"],
	    ["Profile"], ["By process", "num"]]);
	$("changes-list").append(t.table, batches(data.changes, t.body,
	    ([us, kind, n, profile, rule, by]) => el("tr", {},
	    el("td", {}, seconds(us) + " s"),
	    el("td", {}, badge(kind === 0 ? "good" : "write", [
		"+ rule " + n + " came", "\u2212 rule " + n + " taken away",
		"\u2212 answer " + n + " forgotten"][kind])),
	    el("td", {class: "name"}, rule > 0 ? name(rule) : ""),
	    el("td", {}, profile > 0 ? name(profile) : ""),
	    el("td", {class: "num"}, String(by))), 200, "changes"));
});

parts.push(function unread() {
	if (data.unread.length === 0)
		return;
	reveal("unread");
	const list = $("unread-list");
	const more = batches(data.unread, list, ([program, why, n]) =>
	    el("li", {}, (program > 0 ? base(name(program)) : "the command") +
	    ", " + count(n, "process", "processes") + ": " + name(why) + "."),
	    50, "reasons");
	list.after(more);
});
