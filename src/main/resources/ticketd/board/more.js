// Who one is, and the help.
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
      // Never elsewhere.
      tell(input.value.trim(), /^\/(?![/\\])/.test(next) ? next : '/');
    } }, h('h1', t('login')), h('p', t('login.hint')), h('label', h('span', t('name')), input),
      h('p.buttons', h('button.primary', t('ok')), myName() && button(t('logout'), () => tell(undefined, '/login')))),
  };
}

const KEYS = [
  ['j k', 'k.step'], ['Enter', 'k.open'], ['x', 'k.select'], ['/', 'search'], ['n', 'new'], ['u', 'k.back'], ['c', 'comment'],
  ['a', 'assignee'], ['t', 'take'], ['s', 'status'], ['p', 'priority'], ['e', 'edit'], ['.', 'k.all'], ['h l', 'k.across'], ['< > m', 'k.move'],
  ['g l', 'list'], ['g b', 'board'], ['g s', 'stats'], ['?', 'help'],
];

export function help() {
  const el = h('dialog.panel', { 'aria-label': t('help'), onclose: () => el.remove(), onclick: (e) => { if (e.target === el) el.close(); } });
  const pick = (name, values, now, set) => h('label', t(name), h('select', { onchange: (e) => { settings.set(name, e.target.value); set(e.target.value); } },
    values.map((value) => h('option', { value, selected: value === now }, t(value)))));
  fill(el, h('h2', t('help')),
    h('dl.keys', KEYS.map(([keys, does]) => h('div', h('dt', keys.split(' ').map((key) => h('kbd', key))), h('dd', t(does))))),
    h('div.three', pick('keys', ['on', 'off'], settings.get('keys') ?? 'on', () => {}),
      pick('lang', ['en', 'fr'], lang, async (value) => { el.close(); await speak(value); help(); }),
      pick('theme', ['system', 'light', 'dark'], settings.get('theme') ?? 'system', (value) => { document.documentElement.dataset.theme = value; })),
    button(t('close'), () => el.close()));
  document.body.append(el);
  el.showModal();
}
