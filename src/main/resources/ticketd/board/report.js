// What was done in a time, in groups.
import { failed, field, fill, get, h, live, options, param, table } from './app.js';
import { SCORES } from './actions.js';
import { chart, hours } from './stats.js';
import { t } from './texts.js';

const GROUPS = ['day', 'week', 'month', 'assignee', 'author', 'tag', 'priority'];
const SPANS = [['d', 86400], ['h', 3600], ['m', 60], ['s', 1]];

/** The two largest units, as the line protocol writes them. */
function span(seconds) {
	if (seconds === null) return '–';
	const at = Math.max(0, SPANS.findIndex(([, length]) => seconds >= length));
	let rest = Math.round(seconds);
	return SPANS.slice(at, at + 2).map(([unit, length]) => {
		const count = Math.floor(rest / length);
		rest %= length;
		return count ? count + unit : '';
	}).join('') || '0s';
}

const daysAgo = (days) => new Date(Date.now() - days * 86_400_000).toLocaleDateString('sv');

export async function openReport() {
	const [from, to = from] = (param('range') || daysAgo(29) + '..' + daysAgo(0)).split('..');
	const result = h('div');
	const form = h('form.three', {
		onsubmit: (e) => e.preventDefault(),
		onchange: () => {
			const { from, to, by, query } = Object.fromEntries(new FormData(form));
			// A year that is being typed.
			if (from && from < '1970' || to && to < '1970') return;
			history.replaceState(null, '', '/report?' + new URLSearchParams({ range: from || to ? from + '..' + to : '', by, q: query }));
			refresh().catch(failed);
		},
	}, field('from', 'input', { type: 'date', value: from }), field('to', 'input', { type: 'date', value: to }),
	field('by', 'select', null, options(GROUPS, param('by') || 'day')), field('query', 'input', { type: 'search', value: param('q') }));

	async function refresh() {
		const asked = location.search;
		const by = param('by') || 'day';
		const range = param('range');
		const { groups } = await get('/report?' + new URLSearchParams({ by, q: param('q'), ...(range && { range }) }));
		// The form does not wait for the answer.
		if (asked !== location.search) return;
		const total = groups.at(-1);
		const name = (group) => group === '-' ? t('none') : by === 'priority' ? t(group) : group;
		const brief = (group) => (by === 'day' ? group.slice(5) : group);
		const scores = (each) => (each.satisfaction ? SCORES.map((name) => each[name]).join(' ') : '–');
		const row = (each) => [each.filed, each.closed, each.open, span(each.takeMedian), span(each.takeP90), span(each.closeMedian), span(each.closeP90), scores(each)];
		const rows = groups.slice(0, -1).map((each) => [name(each.group), each]);
		const plot = (heads, ...values) => rows.length > 0 && chart([t(by), ...heads.map((head) => t(head))], rows.map(([group, each]) => [brief(group), ...values.map((value) => value(each))]));
		const figure = (what, value) => h('div', h('b', value), t(what));
		fill(result,
			h('div.figures', figure('stats.filed', total.filed), figure('stats.closed', total.closed), figure('not-closed', total.open),
				figure('take.median', span(total.takeMedian)), figure('close.median', span(total.closeMedian)), figure('rating', total.satisfaction ? Math.round(SCORES.reduce((sum, name) => sum + total[name], 0) / SCORES.length * 10) / 10 : '–')),
			h('h2', t('stats.filed'), ' · ', t('stats.closed')), plot(['stats.filed', 'stats.closed'], (each) => each.filed, (each) => each.closed),
			h('h2', t('not-closed')), plot(['not-closed'], (each) => each.open),
			h('h2', t('hours')), plot(['take.median', 'close.median'], hours('takeMedian'), hours('closeMedian')),
			h('h2', t('table')), table(['', 'stats.filed', 'stats.closed', 'not-closed', 'take.median', 'p90', 'close.median', 'p90', 'rating'].map((head) => head && t(head)),
				[...rows.map(([group, each]) => [group, ...row(each)]), [h('b', t('total')), ...row(total)]]));
	}
	await refresh();
	live();
	return { title: t('report'), el: h('section', h('h1', t('report')), form, result), refresh, cursor: () => form.elements.by };
}
