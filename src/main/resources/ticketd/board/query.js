// Completion of the query language under the cursor of a search box.
import { PRIORITIES, STATUSES, fill, h, myName, seen } from './app.js';
import { t } from './texts.js';

const DAYS = ['today', 'yesterday', '7d', '2w', '3mo'];
const people = () => ['me', ...seen.people];
const VALUES = {
  status: () => STATUSES, priority: () => PRIORITIES,
  assignee: () => ['me', '-', ...seen.people], author: people, tag: () => [...seen.tags].sort(),
  id: () => [], created: () => DAYS, updated: () => DAYS, text: () => [],
  sort: () => ['-id', 'id', '-updated', 'updated', '-priority', 'priority'], limit: () => ['100', '1000'],
};
const quoted = (value) => (/\s/.test(value) ? `"${value}"` : value);

/** What may stand in place of the word that ends at the cursor, each with what it means. */
function offers(begun) {
  const [, minus, name, list, last] = /^(-?)(?:(\w+):((?:[^,]*,)*))?(.*)$/.exec(begun);
  const starts = (value) => value.toLowerCase().startsWith(last.replace('"', '').toLowerCase());
  if (name === undefined) {
    return Object.keys(VALUES).filter(starts).map((each) => [`${minus}${each}:`, t(each)]);
  }
  return (VALUES[name]?.() ?? []).filter((value) => starts(value) && value !== last)
    .map((value) => [`${minus}${name}:${list}${quoted(value)}`, STATUSES.includes(value) || PRIORITIES.includes(value) ? t(value) : value === 'me' ? myName() : '']);
}

export function complete(box) {
  if (box.getAttribute('role')) return;
  const list = h('ul.offers', { id: 'offers', role: 'listbox', hidden: true });
  let at = -1;
  Object.entries({ role: 'combobox', 'aria-controls': 'offers', 'aria-expanded': 'false', 'aria-autocomplete': 'list' })
    .forEach(([name, value]) => box.setAttribute(name, value));
  box.after(list);

  const begun = () => /(?:[^\s"]|"[^"]*"?)*$/.exec(box.value.slice(0, box.selectionStart))[0];
  function show(open) {
    const found = open ? offers(begun()).slice(0, 9) : [];
    at = -1;
    list.hidden = !found.length;
    box.setAttribute('aria-expanded', !list.hidden);
    box.removeAttribute('aria-activedescendant');
    fill(list, found.map(([text, means], i) =>
      h('li', { id: 'offer' + i, role: 'option', onmousedown: (e) => { e.preventDefault(); put(text); } }, h('b', null, text), means)));
    list.texts = found.map(([text]) => text);
  }
  function put(text) {
    const end = box.selectionStart;
    const start = end - begun().length;
    const more = text.endsWith(':') ? '' : ' ';
    box.setRangeText(text + more, start, end, 'end');
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
    } else if ((e.key === 'Enter' || e.key === 'Tab') && at >= 0) put(list.texts[at]);
    else return;
    e.preventDefault();
  });
  show(true);
}
