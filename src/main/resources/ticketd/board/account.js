// Who one is: signing in, one's account, and everybody's for admins.
import {
	Problem, button, call, failed, field, fill, form, get, go, h, know, live, me, myName, options, panel, param,
	person, signIn, table, when,
} from './app.js';
import { t } from './texts.js';

const ROLES = ['requester', 'agent', 'admin'];
const secret = (name, autocomplete) => field(name, 'input', { type: 'password', autocomplete });
/** Whose password it is, for what keeps passwords. */
const whose = (value) => h('input', { hidden: true, value, autocomplete: 'username' });

async function isClosed() {
	try {
		await get('/tokens');
	} catch (problem) {
		if (problem.status === 403) return false;
		if (!problem.isOut) throw problem;
	}
	return true;
}

const signForm = (closed, then) => form([
	h('p', t(closed ? 'secret.hint' : 'login.hint')),
	field('name', 'input', { value: myName(), autocomplete: 'username', required: !closed }),
	closed && secret('secret', 'current-password'),
], t(closed ? 'sign-in' : 'ok'), async (values) => {
	const [name, word] = [values.name.trim(), values.secret?.trim()];
	await call('PUT', '/session', { body: !closed ? { name } : word.startsWith('tkd_') ? { token: word } : { name, password: values.secret } });
	then(know(await get('/whoami')));
});

/** Done once one is somebody again; the page stays as it is. */
export async function ask() {
	const { name, role } = me();
	// In an open desk the name is all there is, and it is known.
	if (name && !role && await call('PUT', '/session', { body: { name } }).then(() => true, () => false)) return;
	const closed = await isClosed();
	await new Promise((resolve, stop) => {
		const dialog = panel(t(closed ? 'sign-in' : 'login'), signForm(closed, (isOther) => {
			// What waits is not theirs to send.
			if (isOther) return location.assign('/');
			resolve();
			dialog.close();
		}));
		dialog.addEventListener('close', () => stop(new Problem(0, { detail: '' })));
		dialog.querySelector(closed && name ? '[type=password]' : 'input').focus();
	});
}

async function signOut() {
	try {
		await call('DELETE', '/session');
	} catch (problem) {
		if (!problem.isOut) return failed(problem);
	}
	know({});
	location.assign('/login');
}

export async function login() {
	const closed = await isClosed();
	const next = param('next');
	if (!closed) live();
	const el = signForm(closed, (isOther) => {
		// Never elsewhere.
		const to = /^\/(?![/\\])/.test(next) ? next : '/';
		if (!isOther) return go(to);
		// No stream and no name that was shown to who was here before.
		history.replaceState(null, '', to);
		location.reload();
	});
	el.prepend(h('h1', t(closed ? 'sign-in' : 'login')));
	if (myName()) el.lastChild.append(button(t(closed ? 'sign-out' : 'logout'), signOut));
	return { title: t(closed ? 'sign-in' : 'login'), cursor: () => el.querySelector('input'), el };
}

/** These requests take no key: only one that was refused for want of a session is sent again. */
const send = (...how) => call(...how).catch(async (problem) => {
	if (!problem.isOut) throw problem;
	await signIn();
	return call(...how);
});

function once(title, token) {
	const box = h('input', { readonly: true, value: token, 'aria-label': t('tokens') });
	panel(title, h('p', t('token.once')), box);
	box.select();
}

function tokensOf(name) {
	const of = name ? '?name=' + encodeURIComponent(name) : '';
	const list = h('div');
	async function draw() {
		const { tokens } = await get('/tokens' + of);
		fill(list, table([t('label'), t('cap'), t('role'), t('expires'), ''], tokens.map(({ id, label, cap, role, expiresAt }) => [
			label, t('cap.' + cap), t(role), expiresAt ? when(expiresAt) : t('never'),
			button(t('revoke'), () => send('DELETE', `/tokens/${id}${of}`).then(draw).catch(failed), { 'aria-label': `${t('revoke')} ${id} ${label}` })])));
	}
	const made = form([h('div.three', field('label', 'input', { required: true }),
		field('cap', 'select', null, ['full', 'read'].map((each) => h('option', { value: each }, t('cap.' + each))))), h('p.dim', t('token.hint'))],
	t('token.new'), async (values, el) => {
		const { data } = await send('POST', '/tokens', { body: { ...values, ...(name && { name }) } });
		el.reset();
		await draw();
		once(t('token.new'), data.token);
	});
	return { el: h('section', h('h2', t('tokens')), list, made), draw };
}

export async function account() {
	const who = await get('/whoami');
	if (who.role === '-') return login();
	const tokens = tokensOf();
	await tokens.draw();
	live();
	const password = form(h('div.three', whose(who.name), secret('password.old', 'current-password'), secret('password.new', 'new-password')), t('password.set'), async (values, el) => {
		await send('PUT', '/password', { body: { old: values['password.old'], new: values['password.new'] } });
		el.reset();
		await tokens.draw();
		fill(el.querySelector('.error'), '✓');
	});
	return {
		title: t('account'), refresh: tokens.draw,
		el: h('section', h('h1', person(who.name)),
			h('p.buttons', h('span.tag', t(who.role)), who.role === 'admin' && h('a.button', { href: '/users' }, t('accounts')), button(t('sign-out'), signOut, { 'data-does': 'sign-out' })),
			tokens.el, h('section', h('h2', t('password')), password)),
	};
}

export async function users() {
	const list = h('div');
	async function draw() {
		const { users } = await get('/users');
		const patch = (name, body) => send('PATCH', '/users/' + encodeURIComponent(name), { body });
		fill(list, table([t('name'), t('role'), ''], users.map(({ name, role, enabled }) => [
			h(enabled ? 'bdi.person' : 'del', name),
			h('select', { 'aria-label': `${t('role')}: ${name}`, onchange: (e) => patch(name, { role: e.target.value }).catch(failed).then(draw) }, options(ROLES, role)),
			[button(t('tokens'), async () => {
				const tokens = tokensOf(name);
				await tokens.draw();
				panel(name, tokens.el);
			}), button(t('password.set'), () => {
				const dialog = panel(name, form([whose(name), secret('password.new', 'new-password')], t('password.set'), async (values) => {
					await patch(name, { password: values['password.new'] });
					dialog.close();
				}));
			}), button(t(enabled ? 'disable' : 'enable'), () => patch(name, { enabled: !enabled }).then(draw).catch(failed), { 'aria-label': `${t(enabled ? 'disable' : 'enable')}: ${name}` })]])));
	}
	await draw();
	live();
	return {
		title: t('accounts'), refresh: draw,
		el: h('section', h('h1', t('accounts')), list, h('section', h('h2', t('account.new')), form(h('div.three', field('name', 'input', { required: true }),
			field('role', 'select', null, options(ROLES)), secret('password', 'new-password')), t('account.new'), async ({ password, ...body }, el) => {
			const { data } = await send('POST', '/users', { body: { ...body, ...(password && { password }) } });
			el.reset();
			await draw();
			once(t('account.of', data.name), data.token);
		}))),
	};
}
