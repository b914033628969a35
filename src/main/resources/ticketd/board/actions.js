// Actions on tickets, and their menus.
import {
	PRIORITIES, STATUSES, button, change, failed, field, fill, form, get, h, isAgent, mark, newKey, notice, options,
	modal, panel, seen,
} from './app.js';
import { t } from './texts.js';

/**
 * Asks for one of `items` ([value, text, mark]), from `now` on, or, with `free`, for anything: Enter takes the first that is
 * shown. What is typed, where it is none of them, is the last, or, with `own`, the first.
 */
export function menu(title, items, free, now, own) {
	return new Promise((resolve) => {
		let picked;
		const pick = (value) => { picked = value; dialog.close(); };
		const input = free && h('input', { placeholder: free, 'aria-label': title, autocomplete: 'off', oninput: () => draw() });
		const list = h('div.items');
		const draw = () => {
			const typed = input?.value.trim() ?? '';
			const word = typed.toLowerCase();
			const same = items.filter(([, text]) => text.toLowerCase() === word);
			const near = items.filter((item) => !same.includes(item) && item[1].toLowerCase().includes(word));
			const mine = word && items[0] && !same[0] ? [[typed, typed]] : [];
			fill(list, [...same, ...own ? mine : [], ...near, ...own ? [] : mine].map(([value, text, icon]) => button([icon && mark(icon), text], () => pick(value))));
		};
		draw();
		const dialog = h('dialog.menu', { 'aria-label': title },
			h('form', { method: 'dialog', onsubmit: () => (input.value.trim() && list.firstChild ? list.firstChild.click() : pick(input.value.trim())) }, h('b', title), input, list, input && h('button.primary', t('ok'))));
		dialog.addEventListener('keydown', (e) => {
			const by = { ArrowDown: 1, ArrowUp: -1, ...(!input && { j: 1, k: -1 }) }[e.key];
			if (!by) return;
			e.preventDefault();
			const all = [input, ...list.children].filter(Boolean);
			all[(all.indexOf(document.activeElement) + by + all.length) % all.length].focus();
		});
		dialog.addEventListener('close', () => { dialog.remove(); resolve(picked); });
		modal(dialog);
		(input ?? list.children[items.findIndex(([value]) => value === now)] ?? list.firstChild).focus();
	});
}

const choices = (values) => values.map((value) => [value, t(value), value]);

export function moveTo(value) {
	const [status, resolution] = value.split(':');
	return resolution ? { verb: 'close', resolution } : { verb: 'status', status };
}

const ASK = {
	take: () => ({ verb: 'take' }),
	async assignee(ask) {
		const people = [...seen.people].sort().map((each) => [each, each]);
		const name = await ask([['-', t('nobody')], ...people], t('name'));
		return name && { verb: 'assign', assignee: name === '-' ? null : name };
	},
	async status(ask, tickets) {
		const value = await ask(tickets.every(({ status }) => status === 'closed') ? [['open', t('reopen'), 'open']]
			: [...choices(isAgent() ? STATUSES.slice(0, 3) : []),
				...['fixed', 'wont-fix', 'duplicate', 'invalid'].map((each) => ['closed:' + each, `${t('closed')} · ${t(each)}`, 'closed'])], null, tickets[0].status);
		const what = value && moveTo(value);
		if (what?.resolution !== 'duplicate' || !isAgent()) return what;
		const other = await ask([], t('duplicate.of'));
		return other !== undefined && { ...what, ...(idIn(other) && { duplicateOf: idIn(other) }) };
	},
	async priority(ask, [{ priority: now }]) {
		const priority = await ask(choices(PRIORITIES), null, now);
		return priority && { verb: 'priority', priority };
	},
	async tags(ask) {
		const words = (await ask([...seen.tags].sort().map((name) => ['+' + name, name]), t('tags.hint'), null, true))?.match(/[^\s,]+/g);
		const of = (minus) => words.filter((name) => name.startsWith('-') === minus).map((name) => name.replace(/^[+-]/, ''));
		return words && { verb: 'tag', add: of(false), remove: of(true) };
	},
	async due(ask) {
		const due = await ask([['+1d', t('due.1')], ['+4h', t('due.2')], ['+1w', t('due.3')], ['-', t('no-date')]], t('due.hint'));
		return due && { verb: 'due', due: due === '-' ? null : due };
	},
	async all(ask, tickets) {
		const name = await ask([...names(), ...(isAgent() && tickets.length === 1 ? ['links'] : [])].map((each) => [each, t(each)]));
		return name && ASK[name](ask, tickets);
	},
	async links(ask) {
		const type = await ask(['blocks', 'blocked-by', 'duplicates', 'relates'].map((each) => [each, t(each)]));
		const id = type && idIn(await ask([], '#'));
		return id && { verb: 'links', type, id };
	},
	rating: () => new Promise((resolve) => {
		const dialog = panel(t('rate'), form([h('div.three', SCORES.map((name) => field(name, 'select', null, [5, 4, 3, 2, 1].map((n) => h('option', n))))),
			field('text', 'textarea', { rows: 3 })], t('rate'), ({ text, ...scores }) => {
			for (const name of SCORES) scores[name] = +scores[name];
			resolve({ verb: 'rating', ...scores, ...(text.trim() && { text }) });
			dialog.close();
		}));
		dialog.addEventListener('close', () => resolve());
	}),
};
const idIn = (text) => +/\d+/.exec(text)?.[0];
export const SCORES = ['responsiveness', 'competence', 'satisfaction'];

/** What one may do to tickets, one or many. */
export const names = () => (isAgent() ? ['take', 'assignee', 'status', 'priority', 'tags', 'due'] : ['status']);

const PATHS = { assign: 'assignee', tag: 'tags' };
const FIELDS = { assign: 'assignee', status: 'status', close: 'status', priority: 'priority', due: 'due' };
const PUTS = /^(assign|status|priority|due|rating)$/;
const isBack = (ticket, { verb, status }) => verb === 'status' && status === 'open' && ticket.status === 'closed';

/** One change of one ticket. */
export async function perform(ticket, what) {
	const { verb, ...body } = what;
	const path = '/tickets/' + ticket.id;
	if (isBack(ticket, what)) return change('POST', path + '/reopen');
	if (body.type === 'blocked-by') return change('POST', `/tickets/${body.id}/links`, { type: 'blocks', id: ticket.id });
	const field = FIELDS[verb];
	const send = (version) =>
		change(PUTS.test(verb) ? 'PUT' : 'POST', `${path}/${PATHS[verb] ?? verb}`, body, { version: field && version });
	try {
		return await send(ticket.version);
	} catch (problem) {
		if (problem.status !== 412) throw problem;
		const theirs = await get(path);
		if (theirs[field] === ticket[field]) return send(theirs.version);
		const word = (value) => (value === null ? '–' : field === 'assignee' ? value : field === 'due' ? value.replace(/T.*/, '') : t(value));
		const mine = verb === 'close' ? 'closed' : body[field];
		return await menu(t('conflict'), [[1, `${t('theirs')} · ${word(theirs[field])}`], [2, `${t('mine')} · ${word(mine)}`]]) === 2
			? send(theirs.version) : null;
	}
}

const BATCH = 128;

export async function act(name, tickets, view) {
	if (!tickets.length || !isAgent() && !['status', 'all', 'rating'].includes(name)) return;
	const many = tickets.length > 1;
	const title = many ? t('selected', tickets.length) : `#${tickets[0].id} ${tickets[0].title}`;
	const what = await ASK[name]((...how) => menu(title, ...how), tickets);
	if (!what) return;
	const done = [];
	const refused = [];
	try {
		if (!many) {
			if (await perform(tickets[0], what)) view.done?.([tickets[0].id]);
			return;
		}
		for (let from = 0; from < tickets.length; from += BATCH) {
			const lot = tickets.slice(from, from + BATCH);
			const answers = await change('POST', '/batch', lot.map((ticket) => {
				const { id, version } = ticket;
				return isBack(ticket, what) ? { verb: 'REOPEN', id, key: newKey() }
					: { ...what, verb: what.verb.toUpperCase(), id, key: newKey(), ...(FIELDS[what.verb] && { version }) };
			}), { key: null });
			answers.forEach(({ status, detail }, i) => {
				if (status < 300) done.push(lot[i].id);
				else refused.push(detail);
			});
		}
	} catch (problem) {
		failed(problem);
		// What came before it is told too.
		if (!done.length && !refused.length) return;
	}
	view.done?.(done);
	const reasons = refused.length ? [t('refused', refused.length), ...new Set(refused)] : [];
	notice([t('changed', done.length), ...reasons].join(' · '), null, refused.length ? 'notice.error' : 'notice');
}
