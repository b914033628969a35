// What people read, by the table in the page, and what the browser keeps.
const TEXTS = Object.fromEntries(document.getElementById('texts').content.textContent.trim().split('\n')
	.map((line) => line.split(' = ')).map(([key, ...both]) => [key, both]));

const store = (area) => ({
	// Another program that was at this address may have kept something of its own by that name.
	get: (name) => {
		try {
			return JSON.parse(area.getItem(name));
		} catch {
			return null;
		}
	},
	set: (name, value) => (value === undefined ? area.removeItem(name) : area.setItem(name, JSON.stringify(value))),
});

export const settings = store(localStorage);

export const draft = store(sessionStorage);

export let lang;
let plural;
let distance;
let full;
let brief;

export function setLang(to) {
	lang = to;
	document.documentElement.lang = lang;
	plural = new Intl.PluralRules(lang);
	distance = new Intl.RelativeTimeFormat(lang, { style: 'short', numeric: 'auto' });
	brief = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short' });
	full = new Intl.DateTimeFormat(lang, { dateStyle: 'full', timeStyle: 'medium' });
}

export function t(key, value) {
	const forms = TEXTS[key][+(lang === 'fr')].split('|');
	return forms[forms.length > 1 && plural.select(parseInt(value)) !== 'one' ? 1 : 0].replace('{0}', () => value);
}

export const moment = (time) => brief.format(new Date(time));
export const date = (time) => full.format(new Date(time));

const UNITS = [['year', 31557600], ['month', 2629800], ['day', 86400], ['hour', 3600], ['minute', 60]];

const midnight = (time) => new Date(time).setHours(0, 0, 0, 0);

export function ago(time) {
	const seconds = (new Date(time) - Date.now()) / 1000;
	const [unit, length] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? ['second', Infinity];
	// Yesterday is a date, whatever the hour.
	const count = unit === 'day' ? (midnight(time) - midnight(Date.now())) / 86_400_000 : seconds / length;
	return distance.format(Math[seconds > 0 || unit === 'day' ? 'round' : 'trunc'](count), unit);
}

document.documentElement.dataset.theme = settings.get('theme') ?? 'system';
setLang([settings.get('lang'), ...navigator.languages].map((each) => String(each).slice(0, 2)).find((each) => each === 'en' || each === 'fr') ?? 'en');
