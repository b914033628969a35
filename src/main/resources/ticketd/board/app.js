// The shell of every page, and the list, which most open first.
import { ago, date, draft, lang, setLang, settings, t } from './texts.js';

export const STATUSES = ['open', 'in-progress', 'waiting', 'closed'];
export const PRIORITIES = ['urgent', 'high', 'normal', 'low'];

// ---- Elements. Text only ever becomes text: nothing here takes markup.

/** Controls and overrides of direction show, and do not act. */
const safe = (text) =>
	String(text).replace(
		/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]/g,
		(c) => `<U+${c.charCodeAt().toString(16).toUpperCase().padStart(4, 0)}>`);

export function fill(el, ...kids) {
	el.replaceChildren(...kids.flat(9).filter((kid) => kid || kid === 0).map((kid) => (kid instanceof Node ? kid : safe(kid))));
	return el;
}

function build(el, [first, ...rest]) {
	const props = first?.constructor === Object ? first : {};
	for (const [name, value] of Object.entries(props)) {
		if (name.startsWith('on')) el.addEventListener(name.slice(2), value);
		else if (name === 'value') el.value = value ?? '';
		else if (value || value === 0) el.setAttribute(name, value === true ? '' : value);
	}
	return fill(el, props === first ? rest : [first, ...rest]);
}

export function h(tag, ...rest) {
	const [name, ...classes] = tag.split('.');
	const el = document.createElement(name);
	if (classes.length) el.className = classes.join(' ');
	return build(el, rest);
}

export const svg = (name, ...rest) => build(document.createElementNS('http://www.w3.org/2000/svg', name), rest);

/** A drawing of the page's. */
export const mark = (name) => svg('svg', { class: 'mark ' + name, 'aria-hidden': 'true' }, svg('use', { href: '#i-' + name }));
export const labelled = (value) => [mark(value), h('span.label', t(value))];
export const person = (name) => name && h('bdi.person', name);
export const tag = (name) => h('span.tag', name);

function tell(el) {
	const isDue = el.matches('.due');
	const late = isDue && !el.matches('.done') && Date.parse(el.dateTime) < Date.now();
	el.classList.toggle('late', late);
	return fill(el, isDue && mark('due'), late && t('view.late') + ' · ', ago(el.dateTime));
}
export const when = (time, kind = '') => tell(h('time' + kind, { datetime: time, title: date(time) }));
export const dueOf = ({ due, status }) => due && when(due, status === 'closed' ? '.due.done' : '.due');

/** What is to be seen of a ticket at once; that it is blocked, by a class. */
export const flags = (ticket) => [dueOf(ticket), h('span.flag', mark('blocked'), t('blocked')),
	ticket.escalated && h('span.high', t('escalated')), ticket.tags.map(tag)];
export const button = (text, onclick, props) => h('button', { type: 'button', onclick, ...props }, text);
export const field = (name, kind, props, ...kids) => h('label', h('span', t(name)), h(kind, { name, autocomplete: 'off', ...props }, ...kids));
export const options = (values, now) => values.map((value) => h('option', { value, selected: value === now }, t(value)));
export const table = (heads, rows) => h('div.wide', h('table', h('thead', h('tr', heads.map((head) => h('th', { scope: 'col' }, head)))),
	h('tbody', rows.map((row) => h('tr', row.map((value) => h('td', value)))))));

/** Opens a dialog, which a click beside it closes: one that began there, as marking text in it does not. */
export function modal(dialog) {
	const isBeside = ({ clientX: x, clientY: y }) => {
		const { left, right, top, bottom } = dialog.getBoundingClientRect();
		return x < left || x > right || y < top || y > bottom;
	};
	let began;
	dialog.addEventListener('pointerdown', (e) => { began = isBeside(e); });
	dialog.addEventListener('click', (e) => { if (e.target === dialog && began && isBeside(e)) dialog.close(); });
	document.body.append(dialog);
	dialog.showModal();
	return dialog;
}

export function panel(title, ...kids) {
	const el = h('dialog.panel', { 'aria-label': title, onclose: () => el.remove() }, h('h2', title), kids);
	return modal(el);
}

/** Fields whose values `does` is given; why it is refused stands below them. */
export function form(kids, label, does) {
	const told = h('p.error', { role: 'alert' });
	const send = h('button.primary', label);
	const el = h('form', { async onsubmit(e) {
		e.preventDefault();
		send.disabled = true;
		fill(told);
		try {
			await does(Object.fromEntries(new FormData(el)), el);
		} catch (problem) {
			if (!(problem instanceof Problem)) throw problem;
			fill(told, problem.message);
		}
		send.disabled = false;
	} }, kids, told, h('p.buttons', send));
	return el;
}

export function light(el) {
	el.classList.remove('lit');
	requestAnimationFrame(() => el.classList.add('lit'));
}

// ---- Requests.

const API = '/api/v1';

/** Status 0: no answer came. */
export class Problem extends Error {
	constructor(status, problem) {
		super(problem?.detail ?? t('e.status', status));
		this.status = status;
		this.isOut = status === 401 && problem?.code !== 'auth-failed';
	}
}

export async function call(method, path, { body, version, key, etag } = {}) {
	const headers = { Accept: 'application/json', 'Accept-Language': lang };
	if (body) headers['Content-Type'] = headers.Accept;
	if (version) headers['If-Match'] = `"${version}"`;
	if (key) headers['Idempotency-Key'] = key;
	if (etag) headers['If-None-Match'] = etag;
	try {
		const response = await fetch(API + path, { method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(30_000) });
		const { status, ok } = response;
		// The server is back, or one is somebody again: the stream need not wait for its time.
		if (now.state === 'lost' || (ok && now.state === 'out')) reconnect();
		// Anything but JSON is a proxy's page.
		const data = /json/.test(response.headers.get('Content-Type')) ? await response.json() : null;
		if (!ok && status !== 304) throw new Problem(status, data);
		return { data, headers: response.headers };
	} catch (problem) {
		throw problem instanceof Problem ? problem : new Problem(0, { detail: t('e.lost') });
	}
}

export const get = async (path) => (await call('GET', path)).data;
export const listPath = (words) => '/tickets?q=' + encodeURIComponent(words.trim());

/** On plain HTTP too, unlike randomUUID. */
export const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join('-');

/** Who signed in here; without a role the desk is open, and all may do all. */
export const me = () => settings.get('me') ?? {};
export const myName = () => me().name;
export const isAgent = () => me().role !== 'requester';

/** What somebody else has half typed in this tab is not one's own, however long it was not looked at. True where it was somebody else's. */
function disown() {
	const [before, after] = [draft.get('me') ?? {}, me()];
	const isOther = before.name && before.name !== after.name && (before.role || after.role || !after.name);
	if (isOther) sessionStorage.clear();
	draft.set('me', after);
	return isOther;
}

/** True where it was somebody else before: then nothing that is open here may go on. */
export function know({ name, role }) {
	settings.set('me', { name, role: role === '-' ? undefined : role, at: Date.now() });
	return disown();
}
addEventListener('storage', ({ key, oldValue }) => {
	if (key !== 'me') return;
	const { name, role } = JSON.parse(oldValue) ?? {};
	if (name === myName() && role === me().role) reconnect();
	else location.reload();
});

let asking;

async function askIn() {
	const { role } = me();
	await (await import('./account.js')).ask();
	if (me().role === role) drawTop();
	else route();
}

/** Where one is, and once for all that wait for it. */
export const signIn = () => (asking ??= askIn().finally(() => { asking = null; }));

let asleep = [];
const UNDECIDED = [0, 502, 503, 504];

/** Once, however often it is sent: with the same key, until an answer tells what became of it, or, between two attempts, `until` ends it. */
export async function change(method, path, body, { version, key = newKey(), until } = {}) {
	let asked;
	for (let pause = 1; ; pause = Math.min(pause * 2, 30)) {
		try {
			const { data } = await call(method, path, { body, version, key });
			// Of a batch each change has its own key, and its own answer.
			const late = Array.isArray(data) && data.find(({ status }) => UNDECIDED.includes(status));
			if (late) throw new Problem(late.status, late);
			return data;
		} catch (problem) {
			if (problem.isOut && !asked) {
				asked = true;
				await signIn();
				continue;
			}
			if (!UNDECIDED.includes(problem.status)) throw problem;
			let told;
			await new Promise((wake, stop) => {
				setTimeout(wake, pause * 1000);
				asleep.push(wake);
				until?.addEventListener('abort', () => stop(problem));
				told = notice(t('retrying', problem.message), button(t('give-up'), () => stop(problem)));
			}).finally(() => told.remove());
		}
	}
}

// ---- Notices.

const byId = (id) => document.getElementById(id);
const say = (text) => fill(byId('say'), text);

export function notice(text, action, kind = 'notice') {
	say(text);
	const el = h('div.' + kind, h('span', text), action, button('×', () => el.remove(), { 'aria-label': t('close'), class: 'quiet' }));
	byId('notices').append(el);
	if (!action) setTimeout(() => el.remove(), 12_000);
	return el;
}

export function failed(problem) {
	if (!(problem instanceof Problem)) throw problem;
	if (problem.isOut) signIn().then(() => page.refresh?.()).catch(failed);
	else if (problem.message) notice(problem.message, null, 'notice.error');
}

// ---- Pages.

export const seen = { people: new Set(), tags: new Set(), saved: [] };

export function note({ author, assignee, tags }) {
	seen.people.add(author).add(assignee ?? author);
	for (const name of tags) seen.tags.add(name);
}

const main = byId('main');
const PAGES = {
	__proto__: null,
	'': openList,
	board: async () => (await import('./columns.js')).openBoard(),
	t: async (id) => (await import('./ticket.js')).openTicket(id),
	new: async () => (await import('./new.js')).openNew(),
	stats: async () => (await import('./stats.js')).openStats(),
	report: async () => (await import('./report.js')).openReport(),
	login: async () => (await import('./account.js')).login(),
	account: async () => (await import('./account.js')).account(),
	users: async () => (await import('./account.js')).users(),
};
let page = {};
/** What was heard while the next page was being read, which may not have it. */
let missed = [];
let lastList = '/';
let turns = 0;

export const param = (name) => new URLSearchParams(location.search).get(name) ?? '';
const withQuery = (path, q) => path + (q && '?q=' + encodeURIComponent(q));

export function go(url) {
	history.replaceState({ scroll: scrollY }, '');
	history.pushState(null, '', url);
	return route();
}

function toLogin() {
	history.replaceState(null, '', '/login?next=' + encodeURIComponent(location.pathname + location.search));
	return route();
}

/** What is wrong with the address stays wrong, however often it is tried. */
const trouble = ({ message, status }) => [h('h1', t('e.title')), h('p', message),
	status >= 400 && status < 500 ? h('a', { href: '/' }, t('list')) : button(t('try-again'), route)];

async function route() {
	const turn = ++turns;
	const heardSince = missed = [];
	const url = location.pathname + location.search;
	const [, name, id] = location.pathname.split('/');
	let next;
	try {
		if (!PAGES[name]) throw new Problem(404, { detail: t('e.page') });
		next = await PAGES[name](id);
	} catch (problem) {
		if (!(problem instanceof Problem)) throw problem;
		if (problem.isOut && turn === turns) {
			return toLogin();
		}
		next = { title: t('e.title'), el: h('section.empty', trouble(problem)), refresh: route };
		live();
	}
	if (turn !== turns) return;
	page = next;
	missed = [];
	if (!name) lastList = url;
	main.dataset.page = name;
	fill(main, page.el);
	retitle();
	drawTop();
	scrollTo(0, history.state?.scroll ?? 0);
	(page.cursor?.() || main).focus({ preventScroll: true });
	heardSince.forEach(pass);
}

const retitle = () => { document.title = safe((page.title ? page.title + ' · ' : '') + 'ticketd'); };

document.addEventListener('click', (e) => {
	const link = e.target.closest('a');
	if (!link || link.target || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
	e.preventDefault();
	go(link.getAttribute('href'));
});
addEventListener('popstate', route);
history.scrollRestoration = 'manual';

// ---- Live.

let stream;
let now = { state: 'connecting' };
const reconnect = () => stream?.hurry();

function pass({ event, refresh }) {
	if (event) {
		page.event?.(event);
		retitle();
	} else if (refresh) page.refresh?.()?.catch(failed);
}

function heard({ state, until, event, refresh, reset }) {
	if (state) {
		if (state !== now.state && now.state !== 'connecting') say(t('live.' + state));
		if (state === 'out' && !me().role) toLogin();
		if (state === 'live') {
			refresh ||= ['lost', 'out'].includes(now.state);
			for (const wake of asleep) wake();
			asleep = [];
		}
		now = { state, until };
		drawLive();
	}
	// Another store's tickets.
	if (reset) return route();
	if (event) note(event.ticket);
	if (!event && !refresh) return;
	missed.push({ event, refresh });
	pass({ event, refresh });
}

/** A session is renewed by being used; a stream alone uses none. */
async function checkWho() {
	if (!me().role) return;
	const who = await get('/whoami').catch(me);
	if (who.role === me().role) return;
	know(who);
	route();
}

/** Goes on from `position`, once the page is painted. */
export const live = (position) => setTimeout(async () => {
	if (stream) {
		if (now.state === 'out') reconnect();
		return;
	}
	stream = await import('./live.js');
	stream.start(position, heard);
	checkWho();
	setInterval(checkWho, 1_800_000);
});

// ---- The top.

/** Nobody's focus is taken for it: one signs in when one wishes, or sends something. */
const comeBack = () => (now.state === 'out' ? signIn().catch(() => {}) : reconnect());
const banner = h('p.banner', h('span'), ' ', button('', comeBack));
const lamp = h('button.live', { onclick: comeBack });

function drawLive() {
	lamp.className = 'live ' + now.state;
	lamp.hidden = !stream && main.dataset.page === 'login';
	fill(lamp, h('i'), t('live.' + now.state));
	const isOut = now.state === 'out';
	banner.hidden = !isOut && now.state !== 'lost';
	fill(banner.firstChild, isOut ? t('live.ended') : t('live.banner', Math.max(1, Math.ceil((now.until - Date.now()) / 1000))));
	fill(banner.lastChild, t(isOut ? 'sign-in' : 'try-again'));
}
setInterval(drawLive, 1000);

function drawTop() {
	const to = (href, name) => h('a', { href, 'aria-current': location.pathname === href && 'page' }, t(name));
	fill(byId('top'), h('div.bar', h('a.brand', { href: '/' }, 'ticketd'),
		h('nav', to('/', 'list'), to('/board', 'board'), isAgent() && [to('/stats', 'stats'), to('/report', 'report')]), lamp,
		h('a.me', { href: me().role ? '/account' : '/login' }, person(myName()) ?? t('login')),
		button('?', KEYS['?'], { 'aria-label': t('help'), class: 'quiet' }), h('a.button.primary', { href: '/new' }, t('new'))), banner);
	drawLive();
}

export function speak(language) {
	setLang(language);
	return route();
}

// ---- Keys.

let before;
const GO = { l: '/', b: '/board', s: '/stats', r: '/report' };
const ACTS = { a: 'assignee', d: 'due', t: 'take', s: 'status', p: 'priority', '.': 'all' };
const KEYS = {
	'?': async () => (await import('./more.js')).help(),
	n: () => go('/new'),
	u: () => go(lastList),
	'/': async () => {
		const box = () => main.querySelector('[type=search]');
		if (!box()) await go('/');
		box().focus();
	},
};

document.addEventListener('keydown', async (e) => {
	if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || settings.get('keys') === 'off') return;
	if (e.target.closest('input:not([type=checkbox]), textarea, select') || document.querySelector('dialog')) return;
	const place = before === 'g' && GO[e.key];
	before = e.key;
	const does = place ? () => go(place) : page.keys?.[e.key] ?? KEYS[e.key];
	const targets = ACTS[e.key] && page.targets?.();
	if (!does && !targets) return;
	e.preventDefault();
	if (does) does();
	else (await import('./actions.js')).act(ACTS[e.key], targets, page);
});

export function step(links, by, from = document.activeElement) {
	const at = links.indexOf(from);
	const to = links[at < 0 ? 0 : Math.max(0, Math.min(links.length - 1, at + by))];
	to?.focus();
	to?.scrollIntoView({ block: 'nearest' });
}

// ---- Tickets in one order.

/** A query's words outside of its phrases, which a mark at the beginning of a word or of a value opens, that are no filter. */
const FRAME = /((?:(?:^|\s)-?|[:,])"[^"]*"?)|(^|\s)(sort|limit|after):(\S+)/g;

/** What of a query tells whether a ticket fits. */
const filterOf = (q) => q.replace(FRAME, (all, phrase) => phrase ?? ' ').trim();

/** What a query says of its own order, or number. */
const framed = (q, name) => [...q.matchAll(FRAME)].find(([, , , each]) => each === name)?.[4];

/** Shows tickets that changed, lot by lot, each with whether it fits `q`. */
export function follow(q, view, show) {
	const filter = filterOf(q);
	const waiting = new Map();
	let running;
	view.event = async ({ id, ticket, changes = {} }) => {
		waiting.set(id, ticket);
		if (changes.links || changes.status) view.relinked();
		if (running) return;
		running = true;
		while (waiting.size && page === view) {
			const lot = new Map(waiting);
			waiting.clear();
			const ids = [...lot.keys()].sort((a, b) => a - b);
			const found = filter ? await get(listPath(`${filter} id:${ids[0]}..${ids.at(-1)} limit:1000`)).catch(() => null) : { tickets: [...lot.values()] };
			if (!found) {
				for (const [each, ticket] of lot) if (!waiting.has(each)) waiting.set(each, ticket);
				await new Promise((wake) => { setTimeout(wake, 3000); });
				continue;
			}
			const fits = found.tickets.map((each) => each.id);
			for (const [each, fresh] of lot) show(fresh, fits.includes(each));
			if (fits.length === 1000) view.refresh();
		}
		running = false;
	};
	return view;
}

export function itemOf(ticket, el, title, draw) {
	const item = {
		el, title,
		set(fresh) {
			el.classList.remove('gone');
			if (item.ticket?.seq > fresh.seq) return;
			item.ticket = fresh;
			note(fresh);
			fill(title, h('bdi', fresh.title));
			draw(fresh);
		},
	};
	el.dataset.id = ticket.id;
	title.href = '/t/' + ticket.id;
	item.set(ticket);
	return item;
}

/** Finds out, a moment later, which of `items` another ticket holds up: no list tells. */
export function blocking(items) {
	let soon;
	return () => {
		soon ??= setTimeout(async () => {
			soon = null;
			const ids = [...items.keys()];
			if (!ids.length) return;
			const found = await get(listPath(`is:blocked -status:closed id:${Math.min(...ids)}..${Math.max(...ids)} limit:1000`)).catch(() => null);
			// No answer: what was known stays, until the next change or the server's return.
			if (!found) return;
			const blocked = found.tickets.map(({ id }) => id);
			for (const [id, { el }] of items) el.classList.toggle('blocked', blocked.includes(id));
		}, 400);
	};
}

/** As many as one answer has. */
export const MOST = 1000;

/** What `q` finds, by pages, in `list`. */
export function pile(q, size, list, make, count, changed) {
	const order = framed(q, 'sort') ?? '-id';
	const items = new Map();
	const fresh = new Map();
	let next;
	let isTorn;

	async function read(path = listPath(`${q} ${framed(q, 'sort') ? '' : 'sort:-id'} ${framed(q, 'limit') ? '' : 'limit:' + size}`)) {
		const { data, headers } = await call('GET', path);
		next = /<\/api\/v1([^>]+)>; *rel="?next/.exec(headers.get('Link'))?.[1];
		return data;
	}
	const clicked = (name, does) => button(t(name, 0), () => does().catch(failed), { class: name });

	const news = clicked('news', async () => {
		const waiting = [...fresh.values()];
		fresh.clear();
		list.scrollTop = 0;
		scrollTo(0, 0);
		if (order === '-id' && !isTorn) for (const ticket of waiting) self.insert(ticket);
		else await self.load();
	});

	const self = {
		items,
		relinked: blocking(items),
		more: clicked('more', async () => {
			// Only orders by id have a next page.
			if (!next) size = Math.min(MOST, size * 2);
			for (const ticket of (await read(next)).tickets) self.insert(ticket);
		}),
		async load() {
			const { tickets, position } = await read();
			items.clear();
			fresh.clear();
			isTorn = false;
			list.replaceChildren();
			for (const ticket of tickets) self.insert(ticket);
			draw();
			return position;
		},
		insert(ticket, item = items.get(ticket.id) ?? make(ticket)) {
			item.set(ticket);
			items.set(ticket.id, item);
			fresh.delete(ticket.id);
			const after = order === '-id' && list.lastChild?.dataset.id < ticket.id && [...list.children].find((el) => el.dataset.id < ticket.id);
			const focused = item.el.contains(document.activeElement) && document.activeElement;
			list.insertBefore(item.el, after || null);
			if (focused) focused.focus({ preventScroll: true });
			draw();
			return item;
		},
		remove(id) {
			const item = items.get(id);
			items.delete(id);
			fresh.delete(id);
			draw();
			return item;
		},
		/** Never under the pointer, nor above what one has scrolled to: there it is announced. */
		add(ticket) {
			const still = order === '-id' && list.isConnected && scrollY + list.scrollTop < 8 && !list.matches(':hover');
			if (still || (order === 'id' && !next)) return light(self.insert(ticket).el);
			fresh.set(ticket.id, ticket);
			say(t('news', fresh.size));
			draw();
		},
		/** Of what one has, what no longer fits is `left`; what is new is added. */
		async refresh(left) {
			const had = [...items.keys()];
			size = Math.min(MOST, Math.max(size, had.length));
			const { tickets } = await read();
			const ids = tickets.map((ticket) => ticket.id);
			// So much is new that there is more between it and what one has: then all is shown anew, when one wishes.
			isTorn ||= order === '-id' && next && had[0] && ids.at(-1) > Math.max(...had);
			for (const ticket of tickets) {
				if (items.has(ticket.id)) items.get(ticket.id).set(ticket);
				else if (isTorn) fresh.set(ticket.id, ticket);
				else self.add(ticket);
			}
			draw();
			// What was pushed out of these, or is no longer of them.
			const others = had.filter((id) => !ids.includes(id));
			if (!others.length) return;
			const found = await get(listPath(`${filterOf(q)} id:${Math.min(...others)}..${Math.max(...others)} limit:${MOST}`));
			const known = new Map(found.tickets.map((ticket) => [ticket.id, ticket]));
			const last = known.size < MOST ? Infinity : found.tickets.at(-1).id;
			for (const id of others) {
				if (known.has(id)) items.get(id)?.set(known.get(id));
				else if (id <= last && items.has(id)) left(id);
			}
		},
	};

	function draw() {
		const isWhole = !next && (items.size < size || /id$/.test(order));
		self.more.hidden = isWhole || (!next && size === MOST);
		self.relinked();
		fill(news, t('news', fresh.size));
		fill(count, fresh.size ? news : changed(items.size + (isWhole ? '' : '+'), fresh.size));
	}
	return self;
}

export function searchBox(q) {
	const path = location.pathname;
	const box = h('input', {
		type: 'search', value: q, placeholder: t('search'), 'aria-label': t('search'), autocomplete: 'off', spellcheck: 'false',
		onfocus: async () => (await import('./query.js')).complete(box),
	});
	return h('form.search', { role: 'search', onsubmit: (e) => {
		e.preventDefault();
		go(withQuery(path, box.value.trim()));
	} }, box);
}

// ---- The list.

const VIEWS = { 'view.all': '', 'not-closed': '-status:closed', 'view.late': 'is:overdue', 'view.free': 'status:open assignee:-', 'view.mine': 'assignee:me -status:closed' };

async function openList() {
	const q = param('q');
	const list = h('ol.rows');
	const count = h('span.count');
	const empty = h('section.empty');
	const bulk = h('div.bulk', { hidden: true });
	const side = h('nav.side', { 'aria-label': t('saved'), hidden: !isAgent() || !settings.get('side') });
	let current;

	const rows = pile(q, 100, list, (ticket) => {
		const box = h('input', { type: 'checkbox', 'aria-label': t('select', ticket.id), onchange: drawBulk });
		const title = h('a.title');
		const cells = ['status', 'tags', 'priority', 'who', 'comments', 'time'].map((name) => h('span.' + name));
		const [status, tags, priority, who, comments, time] = cells;
		const el = h('li.row', box, h('span.id', '#' + ticket.id), status, h('span.what', title, tags), priority, who, comments, time);
		return Object.assign(itemOf(ticket, el, title, (fresh) => {
			el.dataset.status = fresh.status;
			fill(status, labelled(fresh.status));
			fill(tags, flags(fresh));
			fill(priority, h('span.' + fresh.priority, labelled(fresh.priority)));
			fill(who, person(fresh.assignee));
			fill(comments, fresh.comments > 0 && [mark('comments'), fresh.comments]);
			comments.title = t('comments', fresh.comments);
			fill(time, when(fresh.updatedAt));
		}), { box });
	}, count, (number) => {
		empty.hidden = number !== '0';
		return t('tickets', number);
	});
	const all = () => [...rows.items.values()];
	const selected = () => all().filter(({ box }) => box.checked);
	const clear = () => {
		for (const { box } of all()) box.checked = false;
		drawBulk();
	};

	async function drawBulk() {
		const { act, names } = await import('./actions.js');
		const { length } = selected();
		bulk.hidden = !length;
		fill(bulk, h('b', t('selected', length)), names().map((name) => button(t(name), () => act(name, view.targets(), view))),
			button(t('clear'), clear, { class: 'quiet' }));
	}

	const along = (by) => () => step([...list.querySelectorAll('.title')], by, current);
	const view = follow(q, {
		title: q,
		el: h('section', h('div.tools', searchBox(q), h('nav', Object.entries(VIEWS).slice(0, isAgent() ? 9 : 3).map(([name, words]) =>
			h('a', { href: withQuery('/', words), 'aria-current': q === words && 'page' }, t(name)))),
		q && isAgent() && !/saved:/.test(q) && button(t('save.query'), async () => (await import('./saved.js')).save(q), { class: 'quiet' }), count),
		h('div.beside', side, h('div', list, empty, rows.more)), bulk),
		cursor: () => current?.isConnected && current,
		targets: () => {
			const picked = selected();
			return (picked.length ? picked : all().filter(({ title }) => title === current)).map(({ ticket }) => ticket);
		},
		done(ids) {
			for (const { box, ticket } of all()) if (ids.includes(ticket.id)) box.checked = false;
			drawBulk();
		},
		relinked: rows.relinked,
		refresh: () => rows.refresh((id) => rows.items.get(id).el.classList.add('gone')),
		keys: {
			j: along(1), k: along(-1),
			x: () => current?.closest('li').firstChild.click(),
			e: () => current && go(current.getAttribute('href') + '?edit'),
			c: () => current && go(current.getAttribute('href') + '?comment'),
			Escape: clear,
		},
	}, (ticket, fits) => {
		const row = rows.items.get(ticket.id);
		if (row) {
			row.set(ticket);
			row.el.classList.toggle('gone', !fits);
			light(row.el);
		} else if (fits) rows.add(ticket);
	});
	list.addEventListener('focusin', (e) => { current = e.target.closest('li').querySelector('.title'); });

	fill(empty, h('h1', t(q ? 'empty.query' : 'empty')), h('p', t(q ? 'empty.query.hint' : 'empty.hint')));
	try {
		live(await rows.load());
		if (isAgent()) setTimeout(async () => (await import('./saved.js')).draw(side).catch(failed));
	} catch (problem) {
		if (!(problem instanceof Problem) || problem.isOut) throw problem;
		fill(empty, trouble(problem));
		rows.more.hidden = true;
		view.refresh = route;
		live();
	}
	return view;
}

// ---- Begin.

setInterval(() => { main.querySelectorAll('time').forEach(tell); }, 60_000);
disown();
drawTop();
route();
