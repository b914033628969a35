// The board: a column a status.
import {
	STATUSES, button, fill, flags, follow, go, h, isAgent, itemOf, labelled, light, live, mark, notice, param, person, pile,
	searchBox, step, when,
} from './app.js';
import { act, moveTo, perform } from './actions.js';
import { t } from './texts.js';

const SOME = 30;

export async function openBoard() {
	const q = param('q');

	function cardOf(ticket) {
		const title = h('a.title');
		const meta = h('div.meta');
		const moving = button(t('move'), () => act('status', [card.ticket], view), { class: 'quiet move', 'aria-label': t('move.one', ticket.id) });
		const el = h('li.card', { onpointerdown: (e) => drag(card, e), ondragstart: (e) => e.preventDefault(), onanimationend: () => el.classList.remove('refused', 'lit') }, title, meta, moving);
		const card = itemOf(ticket, el, title, (fresh) => fill(meta,
			h('span.id', '#' + fresh.id), fresh.priority !== 'normal' && h('span.' + fresh.priority, labelled(fresh.priority)),
			person(fresh.assignee), flags(fresh), fresh.comments > 0 && h('span', mark('comments'), fresh.comments),
			fresh.resolution && h('span', t(fresh.resolution)), when(fresh.updatedAt)));
		return card;
	}

	function columnOf(status) {
		const list = h('ol.cards');
		const count = h('span.count');
		const tab = button([t(status), ' ', h('span.count')], () => show(status));
		const column = pile(`${q} status:${status}`, SOME, list, cardOf, count, (number) => {
			fill(tab.lastChild, number);
			return number;
		});
		const el = h('section.column', { 'data-status': status, 'aria-label': t(status) }, h('h2', labelled(status), count), list, column.more);
		return Object.assign(column, { el, tab, links: () => [...list.querySelectorAll('a.title')] });
	}
	const columns = Object.fromEntries(STATUSES.map((status) => [status, columnOf(status)]));
	const all = Object.values(columns);
	const columnWith = (id) => all.find(({ items }) => items.has(id));

	function put(card, status, ticket = card.ticket) {
		const from = columnWith(ticket.id);
		if (from === columns[status]) return card.set(ticket);
		columns[status].insert(ticket, card);
		from.remove(ticket.id);
	}

	/** A finger scrolls, and has the menu. */
	function drag(card, { button: which, pointerType, target, clientX, clientY }) {
		if (which || !isAgent() || pointerType === 'touch' || target.closest('button')) return;
		const { el } = card;
		const box = el.getBoundingClientRect();
		const done = new AbortController();
		let over;
		const point = (column) => {
			over?.classList.remove('over');
			over = column;
			over?.classList.add('over');
		};
		const on = (name, does) => addEventListener(name, does, { signal: done.signal });
		on('pointermove', (e) => {
			const [x, y] = [e.clientX - clientX, e.clientY - clientY];
			if (!over && Math.hypot(x, y) < 5) return;
			el.classList.add('dragged');
			Object.assign(el.style, { width: box.width + 'px', left: box.left + x + 'px', top: box.top + y + 'px' });
			point(document.elementFromPoint(e.clientX, e.clientY)?.closest('.column'));
		});
		const end = (e) => {
			done.abort();
			el.classList.remove('dragged');
			el.removeAttribute('style');
			if (over && e.type === 'pointerup') move(card, over.dataset.status);
			point();
		};
		for (const name of ['pointerup', 'pointercancel', 'blur']) on(name, end);
		on('keydown', (e) => { if (e.key === 'Escape') end(e); });
	}

	async function move(card, value) {
		const { id, status } = card.ticket;
		const [to] = value.split(':');
		if (to === status) return;
		put(card, to);
		try {
			if (!await perform(card.ticket, moveTo(value))) put(card, card.ticket.status);
		} catch (problem) {
			put(card, card.ticket.status);
			card.el.classList.add('refused');
			notice(`#${id}: ${problem.message}`, null, 'notice.error');
		}
	}

	function focused() {
		const id = document.activeElement.closest('.card')?.dataset.id;
		const column = id && columnWith(+id);
		return column && { column, card: column.items.get(+id) };
	}
	const along = (by) => step((focused()?.column ?? all.find(({ items }) => items.size) ?? all[0]).links(), by, focused()?.card.title);
	function across(by) {
		const { column, card } = focused() ?? { column: columns.open };
		const row = Math.max(0, column.links().indexOf(card?.title));
		for (let at = all.indexOf(column) + by; all[at]; at += by) {
			const links = all[at].links();
			if (links.length) return links[Math.min(row, links.length - 1)].focus();
		}
	}
	function shift(by) {
		const card = focused()?.card;
		const to = card && STATUSES[STATUSES.indexOf(card.ticket.status) + by];
		if (to && isAgent()) move(card, to);
	}

	const into = (what) => () => { if (focused()) go(`${focused().card.title.getAttribute('href')}?${what}`); };

	const board = h('div.columns', all.map(({ el }) => el));
	function show(status) {
		board.dataset.shown = status;
		for (const each of STATUSES) columns[each].tab.setAttribute('aria-pressed', each === status);
	}
	show('open');

	const view = follow(q, {
		title: t('board'),
		targets: () => (focused() ? [focused().card.ticket] : []),
		el: h('section', h('div.tools', searchBox(q)), h('div.tabs', all.map(({ tab }) => tab)), board),
		relinked: () => all.forEach((column) => column.relinked()),
		refresh: () => Promise.all(all.map((column) => column.refresh((id) => { if (columnWith(id) === column) column.remove(id).el.remove(); }))),
		keys: {
			j: () => along(1), k: () => along(-1), ArrowDown: () => along(1), ArrowUp: () => along(-1),
			h: () => across(-1), l: () => across(1), ArrowLeft: () => across(-1), ArrowRight: () => across(1),
			'<': () => shift(-1), '>': () => shift(1),
			m: () => act('status', view.targets(), view),
			e: into('edit'), c: into('comment'),
		},
	}, (ticket, fits) => {
		const column = columnWith(ticket.id);
		const card = column?.items.get(ticket.id);
		for (const each of all) if (each !== column) each.remove(ticket.id);
		if (!card) { if (fits) columns[ticket.status].add(ticket); } else if (fits) {
			put(card, ticket.status, ticket);
			light(card.el);
		} else column.remove(ticket.id).el.remove();
	});
	const [position] = await Promise.all(all.map((column) => column.load()));
	live(position);
	return view;
}
