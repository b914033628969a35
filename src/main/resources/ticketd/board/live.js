// One stream a browser: the tab that holds the lock reads it and tells the others.
const HIDDEN = 30_000;
const SILENCE = 40_000;

const channel = new BroadcastChannel('ticketd');
let hear;
let position;
let last = { state: 'connecting' };
let leave;
let holding;
let wake = () => {};

function take({ at, event, reset, state, until, ask, answer }) {
	if (ask && holding) channel.postMessage({ ...last, at: position, answer: true });
	if (state) hear(last = { state, until });
	if (!at) return;
	const [age, seq] = (position ?? '').split('/');
	const [newAge, newSeq] = at.split('/');
	if (age === newAge && +newSeq <= +seq && !reset) return;
	const missed = reset || answer || !position;
	position = at;
	hear(event ? { event } : { reset, refresh: missed });
}

function share(news) {
	take(news);
	channel.postMessage(news);
}

function one(block, begun) {
	const { id, event, data, retry } = Object.fromEntries(block.split('\n').map((line) => /^(\w*): ?(.*)|/.exec(line).slice(1)));
	if (retry || event === 'hello') begun(+retry);
	// What follows our position is yet to come: hello does not move it.
	// Who joined between two streams may have missed what came before it.
	if (event === 'hello') share({ state: 'live', at: position ?? id, answer: true });
	else if (event === 'reset') share({ state: 'live', at: id, reset: true });
	else if (event === 'revoked') share({ state: 'out' });
	else if (!event) share({ at: id, event: data && JSON.parse(data) });
}

async function read(signal, begun) {
	const end = new AbortController();
	const stop = () => end.abort();
	signal.addEventListener('abort', stop);
	let silence = setTimeout(stop, SILENCE);
	try {
		const headers = { Accept: 'text/event-stream' };
		if (position) headers['Last-Event-ID'] = position;
		const response = await fetch('/api/v1/events', { headers, signal: end.signal });
		if (response.status === 401) share({ state: 'out' });
		if (!response.ok) return;
		const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
		for (let text = '', part; !(part = await reader.read()).done;) {
			clearTimeout(silence);
			silence = setTimeout(stop, SILENCE);
			const blocks = (text + part.value).split('\n\n');
			text = blocks.pop();
			for (const block of blocks) one(block, begun);
		}
	} finally {
		clearTimeout(silence);
		stop();
	}
}

async function run(signal) {
	let pause = 1000;
	while (!signal.aborted) {
		await read(signal, (retry) => { pause = retry || 1000; }).catch(() => {});
		if (signal.aborted) return;
		const isOut = last.state === 'out';
		if (!isOut) share({ state: 'lost', until: Date.now() + pause });
		await new Promise((resolve) => {
			wake = resolve;
			if (!isOut) setTimeout(resolve, pause);
			signal.addEventListener('abort', resolve);
		});
		pause = Math.min(30_000, pause * (1.5 + Math.random()));
	}
}

/** Without locks (on plain HTTP) each visible tab has its own. */
async function join() {
	if (leave) return;
	leave = new AbortController();
	const { signal } = leave;
	const hold = async () => { holding = true; await run(signal); holding = false; };
	channel.postMessage({ ask: true });
	await (navigator.locks?.request('ticketd-stream', { signal }, hold) ?? hold()).catch((e) => { if (e.name !== 'AbortError') throw e; });
}

function part() {
	leave?.abort();
	leave = null;
}

export function hurry() {
	wake();
	channel.postMessage({ hurry: true });
}

export function start(at, listener) {
	position = at;
	hear = listener;
	// Who is paused asks for nothing, and hears of nothing that there would be to ask for.
	channel.onmessage = ({ data }) => (data.hurry ? wake() : leave && take(data));
	let timer;
	const seen = () => {
		clearTimeout(timer);
		if (document.hidden) timer = setTimeout(() => { part(); take({ state: 'paused' }); }, HIDDEN);
		else { join(); wake(); }
	};
	document.addEventListener('visibilitychange', seen);
	addEventListener('online', hurry);
	addEventListener('pagehide', part);
	addEventListener('pageshow', seen);
	seen();
}
