// Actions on tickets, and their menus.
import { PRIORITIES, STATUSES, button, change, failed, fill, get, h, mark, newKey, notice, seen } from './app.js';
import { t } from './texts.js';

/** Asks for one of `items` ([value, text, mark]) or, with `free`, for anything. */
export function menu(title, items, free) {
  return new Promise((resolve) => {
    let picked;
    const pick = (value) => { picked = value; dialog.close(); };
    const input = free && h('input', { placeholder: free, 'aria-label': title, autocomplete: 'off', oninput: () => draw() });
    const list = h('div.items');
    const draw = () => fill(list, items.filter(([, text]) => text.toLowerCase().includes((input?.value ?? '').toLowerCase()))
      .map(([value, text, icon]) => button([icon && mark(icon), text], () => pick(value))));
    draw();
    const dialog = h('dialog.menu', { 'aria-label': title, onclick: (e) => { if (e.target === dialog) dialog.close(); } },
      h('form', { method: 'dialog', onsubmit: () => (input.value && list.firstChild ? list.firstChild.click() : pick(input.value.trim())) }, h('b', title), input, list, input && h('button.primary', t('ok'))));
    dialog.addEventListener('keydown', (e) => {
      const by = { ArrowDown: 1, ArrowUp: -1, ...(!input && { j: 1, k: -1 }) }[e.key];
      if (!by) return;
      e.preventDefault();
      const all = [input, ...list.children].filter(Boolean);
      all[(all.indexOf(document.activeElement) + by + all.length) % all.length].focus();
    });
    dialog.addEventListener('close', () => { dialog.remove(); resolve(picked); });
    document.body.append(dialog);
    dialog.showModal();
    (input ?? list.firstChild).focus();
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
  async all(ask) {
    const name = await ask(NAMES.map((each) => [each, t(each)]));
    return name && ASK[name](ask);
  },
};
export const NAMES = Object.keys(ASK).slice(0, -1);

const PATHS = { assign: 'assignee', tag: 'tags' };
const FIELDS = { assign: 'assignee', status: 'status', close: 'status', priority: 'priority' };

/** One change of one ticket. */
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

export async function act(name, tickets, view) {
  if (!tickets.length) return;
  const many = tickets.length > 1;
  const title = many ? t('selected', tickets.length) : `#${tickets[0].id} ${tickets[0].title}`;
  const what = await ASK[name]((...how) => menu(title, ...how));
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
