// The desk in figures.
import { MOST, STATUSES, failed, fill, get, h, labelled, live, person, svg, table } from './app.js';
import { lang, t } from './texts.js';

const DAYS = 30;
const WIDTH = 640;
const HEIGHT = 110;
const AGES = [1, 7, 30, Infinity];

function byDay({ from, filed, closed, open }) {
	const days = new Map();
	filed.forEach((count, hour) => {
		const day = new Date(Date.parse(from) + hour * 3_600_000).toLocaleDateString(lang, { day: 'numeric', month: 'short' });
		const before = days.get(day) ?? [day, 0, 0, 0];
		days.set(day, [day, open[hour], before[2] + count, before[3] + closed[hour]]);
	});
	return [...days.values()];
}

export function chart(heads, rows) {
	const most = Math.max(1, ...rows.flatMap((row) => row.slice(1)));
	const slot = WIDTH / rows.length;
	const wide = slot * 0.8 / (heads.length - 1);
	const bars = rows.flatMap(([name, ...values], at) => values.map((value, i) =>
		svg('rect', { class: 'bar' + i, x: (at + 0.1) * slot + i * wide, width: wide, y: HEIGHT - value / most * HEIGHT, height: value / most * HEIGHT },
			svg('title', `${name} · ${heads[i + 1]}: ${value}`))));
	return h('figure', 
		h('figcaption', heads.slice(1).map((head, i) => h('span.key' + i, head)), `≤ ${most}`),
		svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT + 20}`, role: 'img', 'aria-label': heads.slice(1).join(', ') }, bars,
			rows.map(([name], at) => at % Math.ceil(rows.length / 8) === 0 && svg('text', { x: (at + 0.5) * slot, y: HEIGHT + 16 }, name))),
		h('details', h('summary', t('table')), table(heads, rows)));
}

/** Of a group of a report, with a decimal. */
export const hours = (key) => (each) => Math.round((each[key] ?? 0) / 360) / 10;

export async function openStats() {
	const el = h('section');
	// Of a whole month, and of the whole desk: not again with each event.
	const report = get('/report?by=assignee');
	async function refresh() {
		const [stats, series, { tickets, count }, { groups }] = await Promise.all([get('/stats'), get('/stats/series?days=' + DAYS),
			get('/tickets?q=' + encodeURIComponent(`-status:closed sort:-id limit:${MOST}`)), report]);
		const times = groups.slice(0, -1).map((each) => [each.group === '-' ? t('nobody') : each.group, hours('takeMedian')(each), hours('closeMedian')(each)]);
		const days = byDay(series);
		const ages = AGES.map((most, i) => [t('age.' + i), tickets.filter(({ createdAt }) => {
			const age = (Date.now() - Date.parse(createdAt)) / 86_400_000;
			return age < most && age >= (AGES[i - 1] ?? -1);
		}).length]);
		const people = Map.groupBy(tickets, ({ assignee }) => assignee);
		const rows = [...people].sort((a, b) => b[1].length - a[1].length).map(([name, theirs]) => [
			h('a', { href: '/?q=' + encodeURIComponent(`-status:closed assignee:${name ? `"${name}"` : '-'}`) }, person(name) ?? t('nobody')),
			...STATUSES.slice(0, 3).map((status) => theirs.filter((ticket) => ticket.status === status).length)]);
		fill(el, h('h1', t('stats')),
			h('div.figures', STATUSES.map((status) => h('a', { href: '/?q=status:' + status }, h('b', stats[status === 'in-progress' ? 'inProgress' : status]), labelled(status)))),
			h('h2', t('stats.days', DAYS)), chart([t('day'), t('not-closed')], days.map((day) => day.slice(0, 2))),
			chart([t('day'), t('stats.filed'), t('stats.closed')], days.map(([day, , ...both]) => [day, ...both])),
			h('h2', t('stats.ages')), chart([t('age'), t('not-closed')], ages),
			times.length > 0 && [h('h2', t('take.median'), ' · ', t('close.median'), ' · ', t('hours')), chart([t('assignee'), t('take.median'), t('close.median')], times)],
			h('h2', t('assignee')), table([t('assignee'), ...STATUSES.slice(0, 3).map((status) => t(status))], rows),
			count === MOST && h('p.dim', t('stats.most', MOST)));
	}
	await refresh();
	live();
	let soon;
	const later = () => { soon ??= setTimeout(() => { soon = null; refresh().catch(failed); }, 2000); };
	return { title: t('stats'), el, event: later, refresh };
}
