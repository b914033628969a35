// Queries that the desk keeps, at the side of the list.
import { button, change, failed, fill, get, go, h, param, seen } from './app.js';
import { menu } from './actions.js';
import { settings, t } from './texts.js';

const path = (name) => '/saved/' + encodeURIComponent(name);

export async function draw(side) {
	const { saved } = await get('/saved');
	seen.saved = saved.map(({ name }) => name);
	// So that nothing moves when the page is next opened.
	settings.set('side', saved.length > 0 || undefined);
	side.hidden = !saved.length;
	fill(side, h('h2', t('saved')), h('ul', saved.map(({ name, query }) => {
		const q = 'saved:' + name;
		return h('li', h('a', { href: '/?q=' + encodeURIComponent(q), title: query, 'aria-current': param('q') === q && 'page' }, h('bdi', name)),
			button('×', async () => {
				if (await menu(`${name}: ${query}`, [[true, t('unsave')]])) await change('DELETE', path(name)).then(() => draw(side)).catch(failed);
			}, { class: 'quiet', 'aria-label': `${t('unsave')}: ${name}` }));
	})));
}

export async function save(query) {
	const name = await menu(t('save.query'), seen.saved.map((each) => [each, each]), t('name'), null, true);
	if (!name) return;
	try {
		await change('PUT', path(name), { query });
		go('/?q=' + encodeURIComponent('saved:' + name));
	} catch (problem) {
		failed(problem);
	}
}
