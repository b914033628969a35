// One ticket.
import {
	blocking, button, call, change, dueOf, failed, fill, get, go, h, isAgent, labelled, light, live, mark, myName, newKey,
	note, person, step, tag, when,
} from './app.js';
import { SCORES, act } from './actions.js';
import { draft, moment, t } from './texts.js';

/** An address, without the mark that ends the sentence, and with its brackets in pairs; or the number of a ticket, as a word. */
const REFERENCE = /(https?:\/\/(?:\([^\s<>"()]*\)|[^\s<>"()])*(?:\([^\s<>"()]*\)|[^\s<>"().,;:!?'\]}]))|(?<![\w/#&:.-])(#[1-9]\d{0,14}\b)/;

const prose = (text) => h('div.prose', { dir: 'auto' }, text.split(REFERENCE).map((part, i) => part
	&& [part, h('a', { href: part, target: '_blank', rel: 'noopener' }, part), h('a', { href: '/t/' + part.slice(1) }, part)][i % 3]));

const linked = ({ type, id }) => [t(type), ' ', h('a', { href: '/t/' + id }, '#' + id), ' '];

const shown = (field, value) => {
	if (field === 'rating' && value) return SCORES.map((name) => value[name]).join(' ');
	if (!value?.length) return '–';
	if (field === 'tags') return value.map(tag);
	if (field === 'due') return moment(value);
	if (field === 'links') return value.map(linked);
	return field === 'title' || field === 'assignee' ? person(value) : t(value);
};

const without = (some, others) => some.filter((each) => !JSON.stringify(others).includes(JSON.stringify(each)));

function entry({ event, by, at, changes = {}, comment, internal }) {
	const what = Object.entries(changes).map(([field, [from, to]]) =>
		(field === 'description'
			? h('details', h('summary', t(field)), h('del', prose(from)), h('ins', prose(to)))
			: field === 'links' ? h('span.change', h('del', shown(field, without(from, to))), ' → ', h('ins', shown(field, without(to, from))))
				: h('span.change', t(field), ' ', h('del', shown(field, from)), ' → ', h('ins', shown(field, to)))));
	// Of a link with a ticket that one does not see there is no more to tell.
	const told = /linked/.test(event) && !changes.links ? t('links') : /filed|escalated/.test(event) && t(event);
	return h('li' + (comment ? '.said' : '') + (internal ? '.internal' : ''),
		h('p', changes.status && mark(changes.status[1]), person(by), internal && [mark('note'), t('note')], told, what, when(at)), comment && prose(comment));
}

const sends = (e) => e.key === 'Enter' && e.ctrlKey;

export async function openTicket(id) {
	const path = '/tickets/' + id;
	const history = async (after) => (await get(`${path}/history?after=${after}`)).events;
	const [{ data, headers }, events] = await Promise.all([call('GET', path), history(0)]);
	let ticket = data;
	let etag = headers.get('ETag');

	// ---- Text, kept with what it began from.
	function field(name, tagName, shows) {
		const key = path + name;
		const el = h('div.field.' + name);
		const sent = [];
		let meet;
		let typing;
		let editing;
		function view() {
			meet = typing = null;
			editing?.abort();
			fill(el, shows(), button(t('edit'), () => edit().focus(), { class: 'quiet edit', 'aria-label': `${t('edit')}: ${t(name)}` }));
		}
		function edit(kept = draft.get(key) ?? { text: ticket[name], base: ticket[name], version: ticket.version }) {
			if (typing) return typing;
			editing = new AbortController();
			const { signal } = editing;
			const keep = (more) => draft.set(key, Object.assign(kept, { key: newKey() }, more));
			const end = () => { draft.set(key); view(); };
			const input = typing = h(tagName, {
				value: kept.text, 'aria-label': t(name), dir: 'auto', rows: 8,
				oninput: () => keep({ text: input.value }),
				onkeydown: (e) => {
					if (e.key === 'Escape') { if (kept.text === kept.base) end(); else input.blur(); }
					else if (sends(e) || (e.key === 'Enter' && tagName === 'input')) save();
					else return;
					e.preventDefault();
				},
			});
			const beside = h('div.conflict');
			async function save() {
				const { text } = kept;
				sent.push(text);
				try {
					const { version } = await change('PATCH', path, { [name]: text }, { ...kept, until: signal });
					ticket[name] = text;
					// Cancelled since, and perhaps begun anew.
					if (signal.aborted) return changed();
					if (kept.text === text) return draft.get(key)?.key === kept.key ? end() : view();
					// Typed since.
					keep({ base: text, version });
					fill(beside);
				} catch (problem) {
					if (signal.aborted) return;
					if (problem.status !== 412) return failed(problem);
					try {
						const theirs = await get(path);
						if (!signal.aborted && meet(theirs) && draft.get(key)) save();
					} catch (unread) {
						failed(unread);
					}
				}
			}
			/** True where theirs is another field's change, or what was sent from here. */
			meet = (theirs) => {
				if (theirs[name] === kept.text && kept.text !== kept.base) return end();
				if (theirs[name] === kept.base || sent.includes(theirs[name])) { keep({ base: theirs[name], version: theirs.version }); return true; }
				fill(beside, h('b', t('conflict')),
					h('div', h('b', t('mine')), prose(kept.text)), h('div', h('b', t('theirs')), prose(theirs[name])),
					button(t('keep.mine'), () => { keep({ base: theirs[name], version: theirs.version }); save(); }),
					button(t('take.theirs'), () => { ticket[name] = theirs[name]; end(); }));
			};
			fill(el, input, beside, h('p.buttons', button(t('save'), save, { class: 'primary' }), button(t('cancel'), end)));
			if (kept.base !== ticket[name]) meet(ticket);
			return input;
		}
		const changed = () => (meet ? meet(ticket) : view());
		view();
		if (draft.get(key)) edit();
		return { el, edit, changed };
	}
	const fields = {
		title: field('title', 'input', () => h('h1', h('bdi', ticket.title), ' ', h('span.id', '#' + id), ' ', h('span.flag', mark('blocked'), t('blocked')))),
		description: field('description', 'textarea', () => (ticket.description ? prose(ticket.description) : h('p.dim', t('no-description')))),
	};

	// ---- The other fields.
	const side = h('aside.fields');
	function drawSide() {
		const focused = [...side.querySelectorAll('button')].indexOf(document.activeElement);
		const row = (name, ...value) => h('div', { 'data-field': name }, h('span.dim', t(name)), ...value);
		const asks = (name) => () => act(name, [ticket], view);
		const choice = (name, ...value) => row(name, isAgent() || name === 'status'
			? button(value, asks(name), { 'aria-label': t('change', t(name)), class: 'value' }) : h('span', value));
		const isDone = ticket.status === 'closed';
		const isMine = ticket.author.toLowerCase() === myName()?.toLowerCase();
		fill(side,
			choice('status', labelled(ticket.status), ticket.resolution && `(${t(ticket.resolution)})`), choice('priority', labelled(ticket.priority)),
			choice('assignee', shown('assignee', ticket.assignee)), choice('tags', shown('tags', ticket.tags)),
			choice('due', ticket.due ? [dueOf(ticket), h('span.dim', shown('due', ticket.due))] : '–'),
			row('links', h('span', ticket.links.map((link) => h('span.link', linked(link),
				isAgent() && button('×', () => change('DELETE', `${path}/links/${link.id}`).catch(failed), { class: 'quiet', 'aria-label': t('unlink', link.id) }))),
			isAgent() && button(t('link'), asks('links'), { class: 'quiet' }))),
			(isDone || ticket.rating) && row('rating', h('span', shown('rating', ticket.rating),
				isDone && isMine && button(t('rate'), asks('rating'), { class: 'quiet' }))),
			row('author', person(ticket.author)), row('created', when(ticket.createdAt)), row('updated', when(ticket.updatedAt)),
			isAgent() && ticket.assignee !== myName() && !isDone && button(t('take'), () => act('take', [ticket], view)));
		side.querySelectorAll('button')[focused]?.focus();
	}

	// ---- Timeline and comment.
	const timeline = h('ol.timeline', events.map(entry));
	const shownSeqs = events.map(({ seq }) => seq);
	/** So far all is shown; of what is behind it, what was heard. */
	let whole = shownSeqs.at(-1);
	function insert(event) {
		if (shownSeqs.includes(event.seq)) return;
		const at = shownSeqs.findLastIndex((seq) => seq < event.seq) + 1;
		shownSeqs.splice(at, 0, event.seq);
		timeline.insertBefore(entry(event), timeline.children[at] ?? null);
		light(timeline.children[at]);
	}

	const words = draft.get(path) ?? {};
	const box = h('textarea', {
		rows: 4, value: words.text, 'aria-label': t('comment'), placeholder: t('comment.hint'), dir: 'auto',
		oninput: () => draft.set(path, Object.assign(words, { text: box.value, key: newKey() })),
		onkeydown: (e) => {
			if (sends(e)) send('comments');
			if (e.key === 'Escape') box.blur();
		},
	});
	const buttons = h('p.buttons');
	const drawButtons = (disabled) => fill(buttons,
		button(t(disabled ? 'sending' : 'comment'), () => send('comments'), { class: 'primary', disabled }),
		ticket.status !== 'closed' && button(t('comment.close'), () => send('close'), { disabled }),
		isAgent() && button([mark('note'), t('note')], () => send('notes'), { disabled, title: t('note.hint') }));
	async function send(verb) {
		const { text, key } = words;
		if (!text) return box.focus();
		drawButtons(true);
		try {
			await change('POST', `${path}/${verb}`, { text, ...(verb === 'close' && { resolution: 'fixed' }) }, { key: key + verb });
			if (box.value === text) { box.value = words.text = ''; draft.set(path); }
		} catch (problem) {
			failed(problem);
		}
		drawButtons();
	}

	function draw(fresh) {
		const before = ticket;
		ticket = fresh;
		note(ticket);
		drawSide();
		if (!buttons.querySelector(':disabled')) drawButtons();
		view.title = `#${id} ${ticket.title}`;
		blocked();
		for (const name in fields) if (before[name] !== ticket[name]) fields[name].changed();
	}

	const blocked = blocking(new Map([[+id, { get el() { return view.el; } }]]));
	const steps = () => [...view.el.querySelectorAll('button, textarea')];
	const view = {
		targets: () => [ticket],
		el: h('article', h('div.text', fields.title.el, fields.description.el,
			h('h2', t('timeline')), timeline, h('div.comment', box, buttons)), side),
		event(event) {
			// A link is shown at both its ends, and its other end may no longer hold this one up.
			if (event.changes?.links) view.refresh().catch(failed);
			if (event.changes?.status) blocked();
			if (event.id !== ticket.id) return;
			insert(event);
			if (event.ticket.seq > ticket.seq) draw({ ...ticket, ...event.ticket, description: event.changes?.description?.[1] ?? ticket.description });
		},
		async refresh() {
			const answer = await call('GET', path, { etag });
			if (!answer.data) return;
			const since = await history(whole);
			since.forEach(insert);
			whole = since.at(-1)?.seq ?? whole;
			etag = answer.headers.get('ETag');
			// An event may have overtaken the answer.
			if (answer.data.seq < ticket.seq) return view.refresh();
			draw(answer.data);
		},
		keys: {
			c: () => box.focus(), e: () => fields.title.edit().focus(), j: () => step(steps(), 1), k: () => step(steps(), -1), Escape: () => go('/'),
		},
	};
	draw(ticket);
	setTimeout({ '?edit': view.keys.e, '?comment': view.keys.c }[location.search] ?? (() => {}));
	live();
	return view;
}
