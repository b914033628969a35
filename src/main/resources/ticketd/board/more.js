// The help.
import { button, h, options, panel, speak } from './app.js';
import { lang, settings, t } from './texts.js';

const HELP = [
	['j k', 'k.step'], ['Enter', 'k.open'], ['x', 'k.select'], ['/', 'search'], ['n', 'new'], ['u', 'k.back'], ['c', 'comment'],
	['a', 'assignee'], ['d', 'due'], ['t', 'take'], ['s', 'status'], ['p', 'priority'], ['e', 'edit'], ['.', 'k.all'], ['h l', 'k.across'], ['< > m', 'k.move'],
	['g l', 'list'], ['g b', 'board'], ['g s', 'stats'], ['g r', 'report'], ['?', 'help'],
];

export function help() {
	const pick = (name, values, now, set) => h('label', t(name), h('select', { onchange: (e) => { settings.set(name, e.target.value); set(e.target.value); } },
		options(values, now)));
	const el = panel(t('help'),
		h('dl.keys', HELP.map(([keys, does]) => h('div', h('dt', keys.split(' ').map((key) => h('kbd', key))), h('dd', t(does))))),
		h('div.three', pick('keys', ['on', 'off'], settings.get('keys') ?? 'on', () => {}),
			pick('lang', ['en', 'fr'], lang, async (value) => { el.close(); await speak(value); help(); }),
			pick('theme', ['system', 'light', 'dark'], settings.get('theme') ?? 'system', (value) => { document.documentElement.dataset.theme = value; })),
		button(t('close'), () => el.close()));
}
