// What is done to one ticket or to many, and the menus that ask for the value.
import { PRIORITIES, STATUSES, button, change, failed, fill, get, h, mark, myName, newKey, notice, seen } from './app.js';
import { t } from './texts.js';

/**
 * Asks for one of `items` ([value, text, mark]) or, with `free`, for anything typed; undefined
 * where it was left. A dialog gives the focus back by itself.
 */
export function menu(title, items, { free, anchor, lines } = {}) {
  return new Promise((resolve) => {
    let picked;
    const pick = (value) => { picked = value; dialog.close(); };
    const input = free && h(lines ? 'textarea' : 'input', { placeholder: free, 'aria-label': title, autocomplete: 'off', rows: 4, oninput: draw });
    const list = h('div.items');
    const submit = () => pick(input.value.trim());
    function draw() {
      const typed = input ? input.value.toLowerCase() : '';
      fill(list, items.filter(([, text]) => text.toLowerCase().includes(typed)).map(([value, text, icon]) =>
        button([icon && mark(icon), text], () => pick(value))));
    }
    draw();
    const dialog = h('dialog.menu', { 'aria-label': title, onclick: (e) => { if (e.target === dialog) dialog.close(); } },
      h('form', { method: 'dialog', onsubmit: submit }, h('b', null, title), input, list, input && h('button.primary', null, t('ok'))));
    dialog.addEventListener('keydown', (e) => {
      if (lines && e.key === 'Enter' && e.ctrlKey) submit();
      const by = { ArrowDown: 1, ArrowUp: -1, ...(!input && { j: 1, k: -1 }) }[e.key];
      if (!by || lines) return;
      e.preventDefault();
      const all = [input, ...list.children].filter(Boolean);
      all[(all.indexOf(document.activeElement) + by + all.length) % all.length].focus();
    });
    dialog.addEventListener('close', () => { dialog.remove(); resolve(picked); });
    document.body.append(dialog);
    dialog.showModal();
    if (anchor && innerWidth > 600) {
      const { left, bottom } = anchor.getBoundingClientRect();
      dialog.style.margin = 0;
      dialog.style.left = Math.max(8, Math.min(left, innerWidth - dialog.offsetWidth - 8)) + 'px';
      dialog.style.top = Math.max(8, Math.min(bottom + 4, innerHeight - dialog.offsetHeight - 8)) + 'px';
    }
    (input ?? list.firstChild).focus();
  });
}

const choices = (values) => values.map((value) => [value, t(value), value]);

/** A move to a status, or to closed:resolution, as a verb. */
export function moveTo(value) {
  const [status, resolution] = value.split(':');
  return resolution ? { verb: 'close', resolution } : { verb: 'status', status };
}

const ASK = {
  take: () => ({ verb: 'take' }),
  async assignee(...how) {
    const others = [...seen.people].filter((name) => name !== myName()).sort();
    const name = await how[0]([...(myName() ? [[myName(), t('me', myName())]] : []), ['-', t('nobody')], ...others.map((each) => [each, each])], t('name'));
    return name && { verb: 'assign', assignee: name === '-' ? null : name };
  },
  async status(ask) {
    const value = await ask([...choices(STATUSES.slice(0, 3)),
      ...['fixed', 'wont-fix', 'duplicate', 'invalid'].map((each) => ['closed:' + each, `${t('closed')}: ${t(each)}`, 'closed'])]);
    return value && moveTo(value);
  },
  async priority(ask) {
    const priority = await ask(choices(PRIORITIES));
    return priority && { verb: 'priority', priority };
  },
  async tags(ask) {
    const words = (await ask([...seen.tags].sort().map((name) => ['+' + name, name]), t('tags.hint')))?.match(/[^\s,]+/g);
    const of = (minus) => words.filter((name) => name.startsWith('-') === minus).map((name) => name.replace(/^[+-]/, ''));
    return words && { verb: 'tag', add: of(false), remove: of(true) };
  },
  async comment(ask) {
    const text = await ask([], t('comment.hint'), true);
    return text && { verb: 'comment', text };
  },
  async all(ask) {
    const name = await ask(NAMES.map((each) => [each, t(each)]));
    return name && ASK[name](ask);
  },
};
export const NAMES = Object.keys(ASK).slice(0, -1);

const PATHS = { assign: 'assignee', tag: 'tags', comment: 'comments' };
const FIELDS = { assign: 'assignee', status: 'status', close: 'status', priority: 'priority' };

/** One change of one ticket; where somebody changed something else meanwhile, no conflict. */
export async function perform(ticket, { verb, ...body }) {
  const path = '/tickets/' + ticket.id;
  const field = FIELDS[verb];
  const send = (version) =>
    change(field && verb !== 'close' ? 'PUT' : 'POST', `${path}/${PATHS[verb] ?? verb}`, body, { version: field && version });
  try {
    return await send(ticket.version);
  } catch (problem) {
    if (problem.status !== 412) throw problem;
    const theirs = await get(path);
    if (theirs[field] === ticket[field]) return send(theirs.version);
    const word = (value) => (value === null ? t('nobody') : field === 'assignee' ? value : t(value));
    const mine = verb === 'close' ? 'closed' : body[field];
    return await menu(t('conflict'), [[1, `${t('theirs')}: ${word(theirs[field])}`], [2, `${t('mine')}: ${word(mine)}`]]) === 2
      ? send(theirs.version) : null;
  }
}

const BATCH = 256;

/** Asks, then acts on all `tickets`; `view.done` is told the ids of those that were changed. */
export async function act(name, tickets, view, anchor) {
  const many = tickets.length > 1;
  const title = many ? t('selected', tickets.length) : `#${tickets[0].id} ${tickets[0].title}`;
  const what = await ASK[name]((items, free, lines) => menu(title, items, { free, anchor, lines }));
  if (!what) return;
  const done = [];
  const refused = new Map();
  try {
    if (!many) {
      if (await perform(tickets[0], what)) view.done?.([tickets[0].id]);
      return;
    }
    for (let from = 0; from < tickets.length; from += BATCH) {
      const lot = tickets.slice(from, from + BATCH);
      const answers = await change('POST', '/batch', lot.map(({ id, version }) =>
        ({ ...what, verb: what.verb.toUpperCase(), id, key: newKey(), ...(FIELDS[what.verb] && { version }) })), { key: null });
      answers.forEach(({ status, detail }, i) => (status < 300 ? done.push(lot[i].id) : refused.set(lot[i].id, detail)));
    }
    view.done?.(done);
    const reasons = refused.size ? [t('refused', refused.size), ...new Set(refused.values())] : [];
    notice([t('changed', done.length), ...reasons].join(' · '), null, refused.size ? 'notice.error' : 'notice');
  } catch (problem) {
    failed(problem);
  }
}
