// Completion of queries.
import { PRIORITIES, STATUSES, fill, h, myName, seen } from './app.js';
import { t } from './texts.js';

const people = () => ['me', ...seen.people];
const days = () => ['today', 'yesterday', '7d', '2w', '3mo'];
const none = () => [];
const VALUES = {
	status: () => STATUSES, priority: () => PRIORITIES, assignee: () => ['-', ...people()], author: people, tag: () => [...seen.tags],
	text: none, id: none, created: days, updated: days, due: () => ['today', 'tomorrow', '+7d', '-'],
	is: () => ['open', 'closed', 'overdue', 'blocked', 'escalated'], link: none, rated: () => ['1..3', '4..5', '-'], saved: () => seen.saved,
	sort: () => ['-id', 'id', '-updated', '-priority', 'due'], limit: none,
};

function offers(begun) {
	const [, minus, name, list, last] = /^(-?)(?:(\w+):((?:[^,]*,)*))?(.*)$/.exec(begun);
	const starts = (value) => value.toLowerCase().startsWith(last.replace('"', '').toLowerCase());
	if (!name) return Object.keys(VALUES).filter(starts).map((each) => [`${minus}${each}:`]);
	return (VALUES[name] ?? none)().filter(starts).map((value) => [
		`${minus}${name}:${list}${/\s/.test(value) ? `"${value}"` : value} `,
		/^(status|priority)$/.test(name) ? t(value) : value === 'me' && myName()]);
}

export function complete(box) {
	if (box.getAttribute('role')) return;
	const list = h('ul.offers', { id: 'offers', role: 'listbox', hidden: true });
	let at = -1;
	Object.entries({ role: 'combobox', 'aria-controls': 'offers', 'aria-expanded': 'false', 'aria-autocomplete': 'list' })
		.forEach(([name, value]) => box.setAttribute(name, value));
	box.after(list);

	/** What is behind the last blank that no quotation marks hold. */
	const begun = () => {
		const before = box.value.slice(0, box.selectionStart);
		let from = 0;
		let quoted = false;
		[...before].reduce((end, char) => {
			if (char === '"') quoted = !quoted;
			else if (!quoted && /\s/.test(char)) from = end + char.length;
			return end + char.length;
		}, 0);
		return before.slice(from);
	};
	function show(open) {
		const found = open ? offers(begun()).slice(0, 9) : [];
		at = -1;
		list.hidden = !found.length;
		box.setAttribute('aria-expanded', !list.hidden);
		box.removeAttribute('aria-activedescendant');
		fill(list, found.map(([text, means], i) =>
			h('li', { id: 'offer' + i, role: 'option', onmousedown: (e) => { e.preventDefault(); put(text); } }, h('b', text), means)));
	}
	function put(text) {
		const end = box.selectionStart;
		box.setRangeText(text, end - begun().length, end, 'end');
		show(true);
	}
	box.addEventListener('input', () => show(true));
	box.addEventListener('focus', () => show(true));
	box.addEventListener('blur', () => show(false));
	box.addEventListener('keydown', (e) => {
		if (e.key === 'Escape') { if (list.hidden) box.blur(); show(false); e.preventDefault(); return; }
		if (list.hidden) return;
		const by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
		if (by) {
			at = (at + by + list.children.length) % list.children.length;
			[...list.children].forEach((each, i) => each.setAttribute('aria-selected', i === at));
			box.setAttribute('aria-activedescendant', 'offer' + at);
		} else if ((e.key === 'Enter' || e.key === 'Tab') && at >= 0) put(list.children[at].firstChild.textContent);
		else return;
		e.preventDefault();
	});
	show(true);
}
