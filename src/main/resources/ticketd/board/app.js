// The shell of every page, and the list, which most open first.
import { ago, date, lang, setLang, settings, t } from './texts.js';

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

const CIRCLE = 'M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2z';
const MARKS = {
  open: CIRCLE,
  'in-progress': CIRCLE + 'M8.7 5v6M10.2 5.8v4.4',
  waiting: CIRCLE + 'M6.3 5.8v4.4M9.7 5.8v4.4',
  closed: CIRCLE + 'm-2.7 6.2 1.9 1.9 3.5-3.8',
  low: 'M3 13v-3',
  normal: 'M3 13v-3M8 13V7',
  high: 'M3 13v-3M8 13V7M13 13V3',
  urgent: 'M2 2h12v12H2zM8 5v3.5M8 11v.1',
  comments: 'M2.5 3.5h11v7.5H8l-3 2.5V11H2.5z',
};

export const mark = (name) =>
  svg('svg', { class: 'mark ' + name, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d: MARKS[name] }));
export const labelled = (value) => [mark(value), h('span.label', t(value))];
export const person = (name) => name && h('bdi.person', name);
export const tag = (name) => h('span.tag', name);
export const when = (time) => h('time', { datetime: time, title: date(time) }, ago(time));
export const button = (text, onclick, props) => h('button', { type: 'button', onclick, ...props }, text);

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
    // Anything but JSON is a proxy's page.
    const data = /json/.test(response.headers.get('Content-Type')) ? await response.json() : null;
    if (!ok && status !== 304) throw new Problem(status, data);
    return { data, headers: response.headers };
  } catch (problem) {
    throw problem instanceof Problem ? problem : new Problem(0, { detail: t('e.lost') });
  }
}

export const get = async (path) => (await call('GET', path)).data;
const listPath = (words) => '/tickets?q=' + encodeURIComponent(words.trim());

/** On plain HTTP too, unlike randomUUID. */
export const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join('-');

export const myName = () => settings.get('name');

let asleep = [];

/** Once, however often it is sent: with the same key, until an answer tells what became of it. */
export async function change(method, path, body, { version, key = newKey() } = {}) {
  let name = myName();
  for (let pause = 1; ; pause = Math.min(pause * 2, 30)) {
    try {
      return (await call(method, path, { body, version, key })).data;
    } catch (problem) {
      if (problem.status === 401 && name) {
        await call('PUT', '/session', { body: { name } });
        name = null;
        continue;
      }
      if (problem.status === 401) go('/login?next=' + encodeURIComponent(location.pathname + location.search));
      if (![0, 502, 503, 504].includes(problem.status)) throw problem;
      let told;
      await new Promise((wake, stop) => {
        setTimeout(wake, pause * 1000);
        asleep.push(wake);
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
  notice(problem.message, null, 'notice.error');
}

// ---- Pages.

export const seen = { people: new Set(), tags: new Set() };

export function note({ author, assignee, tags }) {
  seen.people.add(author).add(assignee ?? author);
  for (const name of tags) seen.tags.add(name);
}

const main = byId('main');
const FILES = { board: 'columns', t: 'ticket', new: 'new', stats: 'stats', login: 'more' };
let page = {};
let lastList = '/';
let turns = 0;

export const param = (name) => new URLSearchParams(location.search).get(name) ?? '';
const withQuery = (path, q) => path + (q && '?q=' + encodeURIComponent(q));

export function go(url) {
  history.replaceState({ scroll: scrollY }, '');
  history.pushState(null, '', url);
  return route();
}

async function route() {
  const turn = ++turns;
  const url = location.pathname + location.search;
  const [, name, id] = location.pathname.split('/');
  let next;
  try {
    next = await (name ? await import(`./${FILES[name]}.js`) : { open: openList }).open(id);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    next = { el: h('section.empty', h('h1', t('e.title')), h('p', problem.message), button(t('try-again'), route)), refresh: route };
  }
  if (turn !== turns) return;
  page = next;
  if (!name) lastList = url;
  main.dataset.page = name;
  fill(main, page.el);
  retitle();
  drawTop();
  scrollTo(0, history.state?.scroll ?? 0);
  (page.cursor?.() || main).focus({ preventScroll: true });
}

const retitle = () => { document.title = safe((page.title ? page.title + ' · ' : '') + 'ticketd'); };

document.addEventListener('click', (e) => {
  const to = e.target.closest('a')?.getAttribute('href');
  if (!to || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
  e.preventDefault();
  go(to);
});
addEventListener('popstate', route);
history.scrollRestoration = 'manual';

// ---- Live.

let stream;
let now = { state: 'connecting' };
const reconnect = () => stream?.hurry();

function heard({ state, until, event, refresh }) {
  if (state) {
    if (state !== now.state && now.state !== 'connecting') say(t('live.' + state));
    if (state === 'live') {
      refresh ||= now.state === 'lost';
      for (const wake of asleep) wake();
      asleep = [];
    }
    now = { state, until };
    drawLive();
  }
  if (event) {
    note(event.ticket);
    page.event?.(event);
    retitle();
  }
  if (refresh) page.refresh?.()?.catch(failed);
}

/** Goes on from `position`, once the page is painted. */
export const live = (position) => setTimeout(async () => {
  if (stream) return;
  stream = await import('./live.js');
  stream.start(position, heard);
});

// ---- The top.

const banner = h('p.banner');
const lamp = h('button.live', { onclick: reconnect });

function drawLive() {
  lamp.className = 'live ' + now.state;
  fill(lamp, h('i'), t('live.' + now.state));
  banner.hidden = now.state !== 'lost';
  if (!banner.hidden) {
    const seconds = Math.max(1, Math.ceil((now.until - Date.now()) / 1000));
    fill(banner, t('live.banner', seconds), ' ', button(t('try-again'), reconnect));
  }
}
setInterval(drawLive, 1000);

function drawTop() {
  const to = (href, name) => h('a', { href, 'aria-current': location.pathname === href && 'page' }, t(name));
  fill(byId('top'), h('div.bar', h('a.brand', { href: '/' }, 'ticketd'),
    h('nav', to('/', 'list'), to('/board', 'board'), to('/stats', 'stats')), lamp,
    h('a.me', { href: '/login' }, person(myName()) ?? t('login')),
    button('?', KEYS['?'], { 'aria-label': t('help'), class: 'quiet' }), h('a.button.primary', { href: '/new' }, t('new'))), banner);
  drawLive();
}

export function speak(language) {
  setLang(language);
  return route();
}

// ---- Keys.

let before;
const GO = { l: '/', b: '/board', s: '/stats' };
const ACTS = { a: 'assignee', t: 'take', s: 'status', p: 'priority', '.': 'all' };
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

/** Shows tickets that changed, lot by lot, each with whether it fits `q`. */
export function follow(q, view, show) {
  const filter = q.replace(/(^|\s)(sort|limit|after):\S+/g, ' ').trim();
  const waiting = new Map();
  let running;
  view.event = async ({ id, ticket }) => {
    waiting.set(id, ticket);
    if (running) return;
    running = true;
    while (waiting.size) {
      const lot = new Map(waiting);
      waiting.clear();
      const ids = [...lot.keys()].sort((a, b) => a - b);
      // No answer: no stream either, and all is read again when it is back.
      const found = filter && await get(listPath(`${filter} id:${ids[0]}..${ids.at(-1)} limit:1000`)).catch(() => ({ tickets: [] }));
      const fits = found ? found.tickets.map((each) => each.id) : ids;
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

/** What `q` finds, by pages, in `list`. */
export function pile(q, size, list, make, count, changed) {
  const order = /(?:^|\s)sort:(\S+)/.exec(q)?.[1] ?? '-id';
  const items = new Map();
  const fresh = new Map();
  let next;

  async function read(path = listPath(`${q} ${/sort:/.test(q) ? '' : 'sort:-id'} ${/limit:/.test(q) ? '' : 'limit:' + size}`)) {
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
    if (order === '-id') for (const ticket of waiting) self.insert(ticket);
    else await self.load();
  });

  const self = {
    items,
    more: clicked('more', async () => {
      // Only orders by id have a next page.
      if (!next) size *= 2;
      for (const ticket of (await read(next)).tickets) self.insert(ticket);
    }),
    async load() {
      const { tickets, position } = await read();
      items.clear();
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
    async refresh(left) {
      const had = [...items.keys()];
      size = Math.min(1000, Math.max(size, had.length));
      const { tickets } = await read();
      const ids = tickets.map((ticket) => ticket.id);
      for (const ticket of tickets) {
        if (items.has(ticket.id)) items.get(ticket.id).set(ticket);
        else self.add(ticket);
      }
      for (const id of had) if (!ids.includes(id) && (!next || id > Math.min(...ids))) left(id);
    },
  };

  function draw() {
    self.more.hidden = !next && (items.size < size || /id$/.test(order));
    fill(news, t('news', fresh.size));
    fill(count, fresh.size ? news : changed(items.size + (self.more.hidden ? '' : '+'), fresh.size));
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

const VIEWS = { 'view.all': '', 'not-closed': '-status:closed', 'view.free': 'status:open assignee:-', 'view.mine': 'assignee:me -status:closed' };

async function openList() {
  const q = param('q');
  const list = h('ol.rows');
  const count = h('span.count');
  const empty = h('section.empty');
  const bulk = h('div.bulk', { hidden: true });
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
      fill(tags, fresh.tags.map(tag));
      fill(priority, h('span.' + fresh.priority, labelled(fresh.priority)));
      fill(who, person(fresh.assignee));
      fill(comments, fresh.comments > 0 && [mark('comments'), fresh.comments]);
      comments.title = t('comments', fresh.comments);
      fill(time, when(fresh.updatedAt));
    }), { box });
  }, count, (number) => {
    empty.hidden = number !== 0;
    return t('tickets', number);
  });
  const all = () => [...rows.items.values()];
  const selected = () => all().filter(({ box }) => box.checked);
  const clear = () => {
    for (const { box } of all()) box.checked = false;
    drawBulk();
  };

  async function drawBulk() {
    const { act, NAMES } = await import('./actions.js');
    const { length } = selected();
    bulk.hidden = !length;
    fill(bulk, h('b', t('selected', length)), NAMES.map((name) => button(t(name), () => act(name, view.targets(), view))),
      button(t('clear'), clear, { class: 'quiet' }));
  }

  const along = (by) => () => step([...list.querySelectorAll('.title')], by, current);
  const view = follow(q, {
    title: q,
    el: h('section', h('div.tools', searchBox(q), h('nav', Object.entries(VIEWS).map(([name, words]) =>
      h('a', { href: withQuery('/', words), 'aria-current': q === words && 'page' }, t(name)))), count), list, empty, rows.more, bulk),
    cursor: () => current?.isConnected && current,
    targets: () => {
      const picked = selected();
      return (picked.length ? picked : all().filter(({ title }) => title === current)).map(({ ticket }) => ticket);
    },
    done(ids) {
      for (const { box, ticket } of all()) if (ids.includes(ticket.id)) box.checked = false;
      drawBulk();
    },
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
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    fill(empty, h('h1', t('e.title')), h('p', problem.message), button(t('try-again'), route));
    view.refresh = route;
    live();
  }
  return view;
}

// ---- Begin.

setInterval(() => { for (const time of main.querySelectorAll('time')) fill(time, ago(time.dateTime)); }, 60_000);
drawTop();
route();
