// A new ticket.
import { PRIORITIES, change, failed, field, go, h, isAgent, live, newKey, notice, options, seen } from './app.js';
import { draft, t } from './texts.js';

export function openNew() {
	const kept = draft.get('new') ?? {};
	const form = h('form', {
		oninput: () => draft.set('new', Object.assign(kept, Object.fromEntries(new FormData(form)), { key: newKey() })),
		onkeydown: (e) => {
			if (e.key === 'Enter' && e.ctrlKey) form.requestSubmit();
			if (e.key === 'Escape') e.target.blur();
		},
		async onsubmit(e) {
			e.preventDefault();
			const { assignee, due, tags, ...body } = Object.fromEntries(new FormData(form));
			body.tags = tags.match(/[^\s,]+/g) ?? [];
			if (assignee?.trim()) body.assignee = assignee.trim();
			if (due?.trim()) body.due = due.trim();
			create.disabled = true;
			const { key } = kept;
			try {
				const { id } = await change('POST', '/tickets', body, kept);
				if (draft.get('new')?.key === key) draft.set('new');
				// What was typed since, here or elsewhere, stays, and so does whoever types it.
				if (kept.key === key && form.isConnected) go('/t/' + id);
				else notice(t('new'), h('a', { href: '/t/' + id }, `#${id} ${body.title}`));
			} catch (problem) {
				failed(problem);
			}
			create.disabled = false;
		},
	});
	const input = (name, kind, props, ...kids) => field(name, kind, { value: kept[name], dir: 'auto', ...props }, ...kids);
	const create = h('button.primary', t('create'));
	form.append(h('h1', t('new')), input('title', 'input', { required: true }), input('description', 'textarea', { rows: 10 }),
		h('div.three', field('priority', 'select', null, options(PRIORITIES, kept.priority ?? 'normal')),
			isAgent() && [input('assignee', 'input', { list: 'people' }), input('due', 'input', { placeholder: '2026-12-01, +3d' })], input('tags', 'input', { placeholder: 'infra ui' })),
		h('datalist', { id: 'people' }, [...seen.people].map((value) => h('option', { value }))), h('p.buttons', create));
	live();
	return { title: t('new'), el: form, cursor: () => form.elements.title, keys: { Escape: () => history.back() } };
}
