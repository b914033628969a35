// What few visits need: who one is, the preferences, the help.
import { button, call, failed, fill, go, h, live, myName, param, speak } from './app.js';
import { lang, settings, t } from './texts.js';

async function tell(name, next) {
  try {
    await call(name ? 'PUT' : 'DELETE', '/session', { body: name && { name } });
    settings.set('name', name);
    go(next);
  } catch (problem) {
    failed(problem);
  }
}

export function open() {
  const input = h('input', { value: myName(), required: true, autocomplete: 'username' });
  const next = param('next');
  live();
  return {
    title: t('login'),
    cursor: () => input,
    el: h('form', { onsubmit: (e) => {
      e.preventDefault();
      // Only a page of this board: an address of elsewhere is not followed.
      tell(input.value.trim(), /^\/(?![/\\])/.test(next) ? next : '/');
    } }, h('h1', null, t('login')), h('p', null, t('login.hint')), h('label', null, h('span', null, t('name')), input),
      h('p.buttons', null, h('button.primary', null, t('ok')), myName() && button(t('logout'), () => tell(undefined, '/login')))),
  };
}

const KEYS = [
  ['j k', 'k.step'], ['Enter', 'k.open'], ['x', 'k.select'], ['/', 'search'], ['n', 'new'], ['u', 'k.back'], ['c', 'comment'],
  ['a', 'assignee'], ['t', 'take'], ['s', 'status'], ['p', 'priority'], ['e', 'edit'], ['.', 'k.all'], ['h l', 'k.across'], ['< > m', 'k.move'],
  ['g l', 'list'], ['g b', 'board'], ['g s', 'stats'], ['Ctrl Enter', 'k.send'], ['Esc', 'k.leave'], ['?', 'help'],
];

export function help() {
  const el = h('dialog.panel', { 'aria-label': t('help'), onclose: () => el.remove(), onclick: (e) => { if (e.target === el) el.close(); } });
  const pick = (name, values, now, set) => h('label', null, t(name), h('select', { onchange: (e) => { settings.set(name, e.target.value); set(e.target.value); } },
    values.map((value) => h('option', { value, selected: value === now }, t(value)))));
  fill(el, h('h2', null, t('help')),
    h('dl.keys', null, KEYS.map(([keys, does]) => h('div', null, h('dt', null, keys.split(' ').map((key) => h('kbd', null, key))), h('dd', null, t(does))))),
    h('p', null, t('help.query')),
    h('div.three', null, pick('keys', ['on', 'off'], settings.get('keys') ?? 'on', () => {}),
      pick('lang', ['en', 'fr'], lang, async (value) => { el.close(); await speak(value); help(); }),
      pick('theme', ['system', 'light', 'dark'], settings.get('theme') ?? 'system', (value) => { document.documentElement.dataset.theme = value; })),
    button(t('close'), () => el.close()));
  document.body.append(el);
  el.showModal();
}
