#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-or-later
// How many webhooks siaga-notify delivers a second: HTTPS on the loopback, a
// fresh TLS 1.3 connection for each, at most 16 in flight, every one signed
// here and (with the packages of tests/webhook) verified at the other end.
// usage: SIAGA_NOTIFY=build/siaga-notify webhook_bench.mjs [COUNT]
// Exit status 1 when it is slower than issue 3 asks, or anything is missing.
import { execFileSync, spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const WANTED_PER_S = 200;
const IN_FLIGHT = 16;
const TICKS_PER_S = 100; // USER_HZ
const count = Number(process.argv[2] ?? 4000);
const program = process.env.SIAGA_NOTIFY ?? 'build/siaga-notify';
const webhook = fileURLToPath(new URL('../webhook/', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'siaga-bench-'));
const key = randomBytes(32);

// Answers at once and looks at nothing: the sender alone is measured.
const SINK = `
const { readFileSync } = require('node:fs');
const [key, cert] = process.argv.slice(1).map((path) => readFileSync(path));
const server = require('node:https').createServer({ key, cert }, (q, a) => {
	q.resume().on('end', () => a.end('{"received":true}'));
});
server.listen(0, '127.0.0.1', () =>
	console.log('ready port=' + server.address().port));`;

function cpuSeconds(pid) {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

function pssKiB(pid) {
	const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
	return Number(/^Pss:\s+(\d+)/m.exec(rollup)[1]);
}

function startServer(args) {
	const child = spawn(process.execPath, args, {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	return new Promise((resolve, reject) => {
		child.on('exit', () => reject(new Error('the receiver ended')));
		createInterface({ input: child.stdout }).on('line', (line) => {
			const port = /^ready port=(\d+)/.exec(line)?.[1];
			if (port) resolve({ child, port });
		});
	});
}

function startNotify() {
	const child = spawn(program, [], {
		stdio: ['ignore', 'inherit', 'ignore', 'pipe'],
		env: { ...process.env, SSL_CERT_FILE: join(directory, 'ca.pem') },
	});
	child.on('error', (error) => {
		process.stderr.write(`${program}: ${error.message}\n`);
		process.exit(1);
	});
	return child;
}

function makePost(id, port) {
	const timestamp = Math.floor(Date.now() / 1000);
	const head = { type: 'report.filed', timestamp: new Date().toISOString() };
	const data = { code: '7F3K', urgency: 'high', seq: id, pad: '' };
	data.pad = ' '.repeat(512 - JSON.stringify({ ...head, data }).length);
	const body = JSON.stringify({ ...head, data });
	const webhook_id = `evt_${id}`;
	const mac = createHmac('sha256', key)
		.update(`${webhook_id}.${timestamp}.${body}`)
		.digest('base64');
	return {
		f: 'notify.post', id, webhook_id, timestamp, body,
		url: `https://127.0.0.1:${port}/hook`, signature: `v1,${mac}`,
		type: head.type, source: '/siaga/bench', allow: ['127.0.0.0/8'],
		timeout_ms: 20000,
	};
}

// Resolves to the milliseconds of each delivery, -1 where it failed.
function deliverAll(child, port) {
	const wire = child.stdio[3];
	const say = (frame) => wire.write(`${JSON.stringify(frame)}\n`);
	const began = new Map();
	const took = [];
	let next = 1;
	const post = () => {
		if (next > count) return;
		began.set(next, performance.now());
		say(makePost(next++, port));
	};
	return new Promise((resolve) => {
		const on = {
			hello: () => {
				say({ f: 'welcome', version: 1 });
				for (let i = 0; i < IN_FLIGHT; i++) post();
			},
			ok: () => {},
			refused: (frame) => took.push(-1) && process.stderr.write(
				`refused: ${frame.error}\n`),
			'notify.done': (frame) => {
				say({ f: 'ok', re: frame.id });
				const ms = performance.now() - began.get(frame.of);
				took.push(frame.status === 200 && !frame.error ? ms : -1);
				post();
				if (took.length === count) resolve(took);
			},
		};
		createInterface({ input: wire }).on('line', (line) => {
			const frame = JSON.parse(line);
			on[frame.f](frame);
		});
	});
}

async function measure(name, args) {
	const server = await startServer(args);
	const child = startNotify();
	const start = performance.now();
	const took = await deliverAll(child, server.port);
	const seconds = (performance.now() - start) / 1000;
	const failed = took.filter((ms) => ms < 0).length;
	const sorted = took.filter((ms) => ms >= 0).sort((a, b) => a - b);
	const at = (share) => sorted[Math.floor((sorted.length - 1) * share)];
	const perSecond = sorted.length / seconds;
	const cpuMs = (cpuSeconds(child.pid) * 1000) / count;
	process.stdout.write(`bench webhook to=${name} deliveries=${sorted.length}`
		+ ` failed=${failed} per_s=${perSecond.toFixed(0)}`
		+ ` p50_ms=${at(0.5)?.toFixed(1)} p99_ms=${at(0.99)?.toFixed(1)}`
		+ ` cpu_ms_each=${cpuMs.toFixed(2)} pss_KiB=${pssKiB(child.pid)}\n`);
	server.child.removeAllListeners('exit').kill();
	child.stdio[3].destroy();
	child.kill();
	return failed === 0 && perSecond >= WANTED_PER_S;
}

let good = true;
try {
	execFileSync('sh', [join(webhook, 'make-certificates.sh'), directory]);
	const pem = (name) => join(directory, `${name}.pem`);
	good = await measure('sink', ['-e', SINK, pem('key'), pem('cert')]);
	if (existsSync(join(webhook, 'node_modules', 'standardwebhooks'))) {
		const secret = join(directory, 'secret');
		writeFileSync(secret, `whsec_${key.toString('base64')}\n`);
		good = await measure('verifying', [join(webhook, 'receiver.mjs'),
			'--port', '0', '--secret-file', secret, '--quiet',
			'--tls', `${pem('key')},${pem('cert')}`]) && good;
	}
} finally {
	rmSync(directory, { recursive: true });
}
process.exit(good ? 0 : 1);
