#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-or-later
// The office's end of Siaga's webhooks, for demonstrations and tests. Each
// delivery is verified with packages that this project did not write:
// standardwebhooks, svix and cloudevents; Ed25519 (v1a), which none of them
// knows, with node's own crypto. It listens on 127.0.0.1 alone.
//
// One line a delivery goes to stdout; --log gets one JSON object a line:
//   at_ms      when the body was complete (Unix time)
//   path, headers, body
//   checks     {standardwebhooks, svix, cloudevents, v1a}: true, or why not;
//              null where no key was given for it
//   verified   every check that was made is true
//   copies     how often this webhook-id has come, this time included
//   mode, status   how it was answered; 0: not, or not yet
import { createPublicKey, verify } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { parseArgs } from 'node:util';
import { HTTP } from 'cloudevents';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';

const BODY_MAX = 1 << 20;
const KEPT_MAX = 100000; // deliveries in memory
const SPKI_ED25519 = '302a300506032b6570032100';

const HELP = `Usage: receiver.mjs --port N [--secret-file F] [options]
Verifies Siaga's webhooks and answers them as told. Prints "ready port=N" when
it listens on 127.0.0.1.

  --port N           0: any free one
  --secret-file F    holds whsec_..., one a line; one of them must fit
  --public-key K     whpk_... or a file with it: v1a is verified as well
  --mode MODE        ok, accept, decline, 500, 410, hang, slow, drop, redirect,
                     big, retry-after, retry-after-date; ok if not given
  --slow-ms N        how long mode slow takes (2000)
  --log FILE         append one JSON object a delivery
  --tls KEY,CERT     serve HTTPS with these PEM files
  --clock SECONDS    verify as if it were that time (known-answer tests)
  --quiet            no line a delivery

  GET /deliveries           all so far, as JSON
  POST /mode?set=MODE       change the mode (&slow_ms=N)
  POST anything else        a delivery
`;

const { values: options } = parseArgs({
	options: {
		port: { type: 'string' },
		'secret-file': { type: 'string' },
		'public-key': { type: 'string' },
		mode: { type: 'string', default: 'ok' },
		'slow-ms': { type: 'string', default: '2000' },
		log: { type: 'string' },
		tls: { type: 'string' },
		clock: { type: 'string' },
		quiet: { type: 'boolean', default: false },
		help: { type: 'boolean', default: false },
	},
});

// Each says how a delivery is answered: reply(status, body, headers), or
// nothing for a receiver that does not answer.
const MODES = {
	ok: (reply) => reply(200, '{"received":true}'),
	accept: (reply, d) => reply(200, answerTo(d, 'accept')),
	decline: (reply, d) => reply(200, answerTo(d, 'decline')),
	500: (reply) => reply(500, '{"error":"broken on purpose"}'),
	410: (reply) => reply(410, '{"error":"gone"}'),
	hang: () => {},
	slow: (reply) => setTimeout(reply, state.slowMs, 200, '{}'),
	drop: (reply, d, socket) => socket.destroy(),
	redirect: (reply) => reply(302, '', { location: '/elsewhere' }),
	big: (reply) => reply(200, JSON.stringify({ big: 'x'.repeat(1 << 20) })),
	'retry-after': (reply) => reply(503, '', { 'retry-after': '7' }),
	'retry-after-date': (reply) =>
		reply(503, '', {
			'retry-after': new Date(Date.now() + 8000).toUTCString(),
		}),
};

const state = { mode: 'ok', slowMs: 2000, deliveries: [], copies: new Map() };

function fail(message) {
	process.stderr.write(`receiver.mjs: ${message}. See --help.\n`);
	process.exit(64);
}

function readSecrets(path) {
	const secrets = readFileSync(path, 'utf8').split(/\s+/).filter(Boolean);
	if (secrets.length === 0 || !secrets.every((s) => s.startsWith('whsec_')))
		fail(`${path} must hold whsec_... secrets`);
	return secrets;
}

function readPublicKey(text) {
	const key = text.startsWith('whpk_')
		? text
		: readFileSync(text, 'utf8').trim();
	const raw = Buffer.from(key.replace(/^whpk_/, ''), 'base64');
	if (raw.length !== 32) fail('a public key is whpk_ and 32 bytes in base64');
	return createPublicKey({
		key: Buffer.concat([Buffer.from(SPKI_ED25519, 'hex'), raw]),
		format: 'der',
		type: 'spki',
	});
}

function answerTo(delivery, answer) {
	if (delivery.type !== 'alert.raised') return '{"received":true}';
	const alert = delivery.headers['webhook-id'];
	return JSON.stringify({ alert, answer });
}

// true, or the reason why not
function attempt(check) {
	try {
		check();
		return true;
	} catch (error) {
		return error.message || String(error);
	}
}

function verifyWith(Webhook, secrets, body, headers) {
	let error;
	for (const secret of secrets) {
		try {
			new Webhook(secret).verify(body, headers);
			return;
		} catch (caught) {
			error = caught;
		}
	}
	throw error;
}

function verifyEd25519(key, body, headers) {
	const head = `${headers['webhook-id']}.${headers['webhook-timestamp']}.`;
	const signed = Buffer.concat([Buffer.from(head), body]);
	const fits = (headers['webhook-signature'] ?? '')
		.split(' ')
		.filter((s) => s.startsWith('v1a,'))
		.some((s) => verify(null, signed, key, Buffer.from(s.slice(4), 'base64')));
	if (!fits) throw new Error('No v1a signature fits');
}

// The three names of one event must agree, or a receiver that goes by one of
// them sees another event than a receiver that goes by the next.
function verifyCloudEvent(body, headers) {
	const event = HTTP.toEvent({ headers, body: body.toString() });
	event.validate();
	if (event.specversion !== '1.0') throw new Error('Not CloudEvents 1.0');
	if (event.id !== headers['webhook-id'])
		throw new Error('ce-id is not webhook-id');
	const type = JSON.parse(body).type;
	if (type !== undefined && event.type !== type)
		throw new Error("ce-type is not the body's type");
}

function verifyAll(keys, body, headers) {
	const text = body.toString();
	const has = keys.secrets !== null;
	return {
		standardwebhooks: !has ? null : attempt(() =>
			verifyWith(StandardWebhook, keys.secrets, text, headers)),
		svix: !has ? null : attempt(() =>
			verifyWith(SvixWebhook, keys.secrets, text, headers)),
		cloudevents: attempt(() => verifyCloudEvent(body, headers)),
		v1a: keys.publicKey === null ? null : attempt(() =>
			verifyEd25519(keys.publicKey, body, headers)),
	};
}

// What came from outside is shown without anything a terminal would act on.
function plain(value) {
	return String(value).replace(/[^\x21-\x7e]/g, '?').slice(0, 60);
}

function describe(delivery) {
	const word = delivery.verified ? 'verified' : 'REFUSED';
	const parts = [word, plain(delivery.type)];
	for (const name of ['code', 'urgency', 'village', 'kecamatan', 'modem'])
		if (delivery.data?.[name] !== undefined)
			parts.push(`${name}=${plain(delivery.data[name])}`);
	if (delivery.copies > 1) parts.push(`copy=${delivery.copies}`);
	for (const [name, result] of Object.entries(delivery.checks))
		if (typeof result === 'string')
			parts.push(`${name}="${result.replace(/[^\x20-\x7e]/g, '?')}"`);
	return parts.join(' ');
}

function parseBody(body) {
	try {
		return JSON.parse(body) ?? {};
	} catch {
		return {};
	}
}

function record(request, body) {
	const { headers } = request;
	const event = parseBody(body);
	const checks = verifyAll(keys, body, headers);
	const id = headers['webhook-id'] ?? '';
	const copies = (state.copies.get(id) ?? 0) + 1;
	state.copies.set(id, copies);
	const delivery = {
		at_ms: realNow(),
		path: request.url,
		headers,
		body: body.toString(),
		type: event.type ?? headers['ce-type'] ?? 'unknown',
		data: event.data,
		checks,
		verified: Object.values(checks).every((r) => r === true || r === null),
		copies,
		mode: state.mode,
		status: 0,
	};
	if (state.deliveries.length === KEPT_MAX) state.deliveries.shift();
	state.deliveries.push(delivery);
	return delivery;
}

function finish(delivery) {
	if (!options.quiet) process.stdout.write(`${describe(delivery)}\n`);
	if (options.log === undefined) return;
	const { type, data, ...line } = delivery;
	appendFileSync(options.log, `${JSON.stringify(line)}\n`);
}

function send(response, status, body, headers = {}) {
	response.writeHead(status, {
		'content-type': 'application/json',
		'content-length': Buffer.byteLength(body),
		connection: 'close',
		...headers,
	});
	response.end(body);
}

function deliver(request, response, body) {
	const delivery = record(request, body);
	const answer = delivery.verified ? MODES[state.mode] : (reply) =>
		reply(401, '{"error":"signature"}');
	const reply = (status, text, headers) => {
		delivery.status = status; // mode slow: after its line was logged
		send(response, status, text, headers);
	};
	answer(reply, delivery, request.socket);
	finish(delivery);
}

function setMode(url, response) {
	const mode = url.searchParams.get('set') ?? '';
	if (!Object.hasOwn(MODES, mode))
		return send(response, 400, '{"error":"no such mode"}');
	state.mode = mode;
	state.slowMs = Number(url.searchParams.get('slow_ms') ?? state.slowMs);
	return send(response, 200, JSON.stringify({ mode }));
}

function route(request, response, body) {
	const url = new URL(request.url, 'http://receiver');
	if (request.method === 'GET' && url.pathname === '/deliveries')
		return send(response, 200, JSON.stringify(state.deliveries));
	if (request.method === 'POST' && url.pathname === '/mode')
		return setMode(url, response);
	if (request.method !== 'POST')
		return send(response, 405, '{"error":"POST a delivery"}');
	return deliver(request, response, body);
}

function serve(request, response) {
	const chunks = [];
	let size = 0;
	request.on('data', (chunk) => {
		size += chunk.length;
		if (size > BODY_MAX) request.destroy();
		else chunks.push(chunk);
	});
	request.on('end', () => route(request, response, Buffer.concat(chunks)));
	request.on('error', () => {});
}

if (options.help) {
	process.stdout.write(HELP);
	process.exit(0);
}
if (!/^\d+$/.test(options.port ?? '')) fail('--port is needed');
if (!Object.hasOwn(MODES, options.mode)) fail(`no mode ${options.mode}`);
if (options['secret-file'] === undefined && options['public-key'] === undefined)
	fail('--secret-file or --public-key is needed');
state.mode = options.mode;
state.slowMs = Number(options['slow-ms']);

const keys = {
	secrets: options['secret-file'] === undefined
		? null
		: readSecrets(options['secret-file']),
	publicKey: options['public-key'] === undefined
		? null
		: readPublicKey(options['public-key']),
};
const realNow = Date.now;
if (options.clock !== undefined)
	Date.now = () => Number(options.clock) * 1000;

const files = options.tls?.split(',').map((path) => readFileSync(path));
const server = files
	? createHttps({ key: files[0], cert: files[1] }, serve)
	: createHttp(serve);
server.on('error', (error) => fail(error.message));
server.listen(Number(options.port), '127.0.0.1', () =>
	process.stdout.write(`ready port=${server.address().port}\n`));
for (const signal of ['SIGINT', 'SIGTERM'])
	process.on(signal, () => process.exit(0));
