// A new ticket.
import { PRIORITIES, change, failed, go, h, live, newKey, seen } from './app.js';
import { draft, t } from './texts.js';

export function open() {
  const kept = draft.get('new') ?? {};
  const form = h('form', {
    oninput: () => draft.set('new', Object.assign(kept, Object.fromEntries(new FormData(form)), { key: newKey() })),
    onkeydown: (e) => {
      if (e.key === 'Enter' && e.ctrlKey) form.requestSubmit();
      if (e.key === 'Escape') e.target.blur();
    },
    async onsubmit(e) {
      e.preventDefault();
      const { title, description, priority, assignee, tags } = Object.fromEntries(new FormData(form));
      const body = { title, description, priority, assignee: assignee.trim() || null, tags: tags.match(/[^\s,]+/g) ?? [] };
      create.disabled = true;
      try {
        const { id } = await change('POST', '/tickets', body, kept);
        draft.set('new');
        go('/t/' + id);
      } catch (problem) {
        failed(problem);
      }
      create.disabled = false;
    },
  });
  const field = (name, tag, props, ...kids) =>
    h('label', h('span', t(name)), h(tag, { name, value: kept[name], dir: 'auto', autocomplete: 'off', ...props }, ...kids));
  const create = h('button.primary', t('create'));
  form.append(h('h1', t('new')), field('title', 'input', { required: true }), field('description', 'textarea', { rows: 10 }),
    h('div.three', field('priority', 'select', null, PRIORITIES.map((value) =>
      h('option', { value, selected: value === (kept.priority ?? 'normal') }, t(value)))),
    field('assignee', 'input', { list: 'people' }), field('tags', 'input', { placeholder: 'infra ui' })),
    h('datalist', { id: 'people' }, [...seen.people].map((value) => h('option', { value }))), h('p.buttons', create));
  live();
  return { title: t('new'), el: form, cursor: () => form.elements.title, keys: { Escape: () => history.back() } };
}
