// One ticket.
import {
  button, call, change, failed, fill, get, go, h, labelled, light, live, mark, myName, newKey, note, param,
  person, step, tag, when,
} from './app.js';
import { act } from './actions.js';
import { draft, t } from './texts.js';

const prose = (text) => h('div.prose', { dir: 'auto' }, text.split(/(#\d{1,15}\b)/).map((part, i) =>
  (i % 2 ? h('a', { href: '/t/' + part.slice(1) }, part) : part)));

const shown = (field, value) => {
  if (!value?.length) return '–';
  if (field === 'tags') return value.map(tag);
  return field === 'title' || field === 'assignee' ? person(value) : t(value);
};

function entry({ event, by, at, changes = {}, comment }) {
  const what = Object.entries(changes).map(([field, [from, to]]) =>
    (field === 'description'
      ? h('details', h('summary', t(field)), h('del', prose(from)), h('ins', prose(to)))
      : h('span.change', t(field), ' ', h('del', shown(field, from)), ' → ', h('ins', shown(field, to)))));
  return h('li' + (comment ? '.said' : ''),
    h('p', changes.status && mark(changes.status[1]), person(by), event === 'filed' && t('filed'), what, when(at)), comment && prose(comment));
}

const sends = (e) => e.key === 'Enter' && e.ctrlKey;

export async function open(id) {
  const path = '/tickets/' + id;
  const history = async (after) => (await get(`${path}/history?after=${after}`)).events;
  const [{ data, headers }, events] = await Promise.all([call('GET', path), history(0)]);
  let ticket = data;
  let etag = headers.get('ETag');
  let seq = events.at(-1).seq;

  // ---- Text, kept with what it began from.
  function field(name, tagName, shows) {
    const key = path + name;
    const el = h('div.field.' + name);
    let meet;
    function view() {
      meet = null;
      fill(el, shows(), button(t('edit'), () => edit().focus(), { class: 'quiet edit', 'aria-label': `${t('edit')}: ${t(name)}` }));
    }
    function edit(kept = { text: ticket[name], base: ticket[name], version: ticket.version }) {
      const keep = (more) => draft.set(key, Object.assign(kept, { key: newKey() }, more));
      const end = () => { draft.set(key); view(); };
      const input = h(tagName, {
        value: kept.text, 'aria-label': t(name), dir: 'auto', rows: 8,
        oninput: () => keep({ text: input.value }),
        onkeydown: (e) => {
          if (e.key === 'Escape') end();
          else if (sends(e) || (e.key === 'Enter' && tagName === 'input')) save();
          else return;
          e.preventDefault();
        },
      });
      const beside = h('div.conflict');
      async function save() {
        try {
          await change('PATCH', path, { [name]: kept.text }, kept);
          ticket[name] = kept.text;
          end();
        } catch (problem) {
          if (problem.status !== 412) return failed(problem);
          const theirs = await get(path);
          if (meet(theirs) && draft.get(key)) save();
        }
      }
      /** True where theirs is another field's change. */
      meet = (theirs) => {
        if (theirs[name] === kept.text && kept.text !== kept.base) return end();
        if (theirs[name] === kept.base) { keep({ version: theirs.version }); return true; }
        fill(beside, h('b', t('conflict')),
          h('div', h('b', t('theirs')), prose(theirs[name])), h('div', h('b', t('mine')), prose(kept.text)),
          button(t('keep.mine'), () => { keep({ base: theirs[name], version: theirs.version }); save(); }),
          button(t('take.theirs'), () => { ticket[name] = theirs[name]; end(); }));
      };
      fill(el, input, beside, h('p.buttons', button(t('save'), save, { class: 'primary' }), button(t('cancel'), end)));
      if (kept.base !== ticket[name]) meet(ticket);
      return input;
    }
    view();
    if (draft.get(key)) edit(draft.get(key));
    return { el, edit, changed: () => (meet ? meet(ticket) : view()) };
  }
  const fields = {
    title: field('title', 'input', () => h('h1', h('bdi', ticket.title), ' ', h('span.id', '#' + id))),
    description: field('description', 'textarea', () => (ticket.description ? prose(ticket.description) : h('p.dim', t('no-description')))),
  };

  // ---- The other fields.
  const side = h('aside.fields');
  function drawSide() {
    const focused = [...side.querySelectorAll('button')].indexOf(document.activeElement);
    const row = (name, ...value) => h('div', h('span.dim', t(name)), ...value);
    const choice = (name, ...value) => row(name, button(value, () => act(name, [ticket], view), { 'aria-label': t('change', t(name)), class: 'value' }));
    fill(side,
      choice('status', labelled(ticket.status), ticket.resolution && `(${t(ticket.resolution)})`), choice('priority', labelled(ticket.priority)),
      choice('assignee', shown('assignee', ticket.assignee)), choice('tags', shown('tags', ticket.tags)),
      row('author', person(ticket.author)), row('created', when(ticket.createdAt)), row('updated', when(ticket.updatedAt)),
      ticket.assignee !== myName() && ticket.status !== 'closed' && button(t('take'), () => act('take', [ticket], view)));
    side.querySelectorAll('button')[focused]?.focus();
  }

  // ---- Timeline and comment.
  const timeline = h('ol.timeline', events.map(entry));
  function append(event) {
    if (event.seq <= seq) return;
    seq = event.seq;
    timeline.append(entry(event));
    light(timeline.lastChild);
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
    ticket.status !== 'closed' && button(t('comment.close'), () => send('close'), { disabled }));
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
    for (const name in fields) if (before[name] !== ticket[name]) fields[name].changed();
  }

  const steps = () => [...view.el.querySelectorAll('button, textarea')];
  const view = {
    targets: () => [ticket],
    el: h('article', h('div.text', fields.title.el, fields.description.el,
      h('h2', t('timeline')), timeline, h('div.comment', box, buttons)), side),
    event(event) {
      if (event.id !== ticket.id) return;
      append(event);
      if (event.ticket.seq > ticket.seq) draw({ ...ticket, ...event.ticket, description: event.changes?.description?.[1] ?? ticket.description });
    },
    async refresh() {
      const answer = await call('GET', path, { etag });
      if (!answer.data) return;
      (await history(seq)).forEach(append);
      etag = answer.headers.get('ETag');
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
