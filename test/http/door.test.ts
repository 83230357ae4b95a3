import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { UnavailableError } from '#src/errors.js';
import { createHttpDoor, type HttpDoor, type HttpDoorOptions } from '#src/http/door.js';
import type { HttpRequest } from '#src/http/request.js';
import { turns, until } from '../support/clock/manual-clock.js';
import { json, type Loopback, startLoopback } from '../support/nomos/loopback.js';
import { freePort, type RawServer, startRawServer } from '../support/nomos/raw-server.js';

const secret = 'very-secret-value';

describe('http door: answers', () => {
  let server: Loopback;
  let door: HttpDoor;

  beforeEach(async () => {
    server = await startLoopback((_, response) => json(response, 200, { ok: true }));
    door = createHttpDoor({ maxPerSecond: 1_000 });
  });
  afterEach(async () => {
    door.close();
    await server.stop();
  });

  const get = (more: Partial<HttpRequest> = {}) =>
    door.send({ method: 'GET', url: server.url, deadlineMs: 5_000, maxBytes: 10_000, ...more });

  for (const status of [200, 204, 400, 401, 404, 429, 500, 503])
    it(`status ${status} is an answer, not an error`, async () => {
      server.answer = (_, response) => response.writeHead(status, { 'X-Some-Header': 'yes' }).end();
      const answer = await get();
      assert.equal(answer.status, status);
      assert.equal(answer.headers['x-some-header'], 'yes');
    });

  it('sends what it is given, and text comes back as text', async () => {
    server.answer = (_, response) => json(response, 200, { a: 1 });
    const answer = await get({
      method: 'POST',
      body: 'a=1',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    assert.equal(answer.text, '{"a":1}');
    assert.equal(server.seen[0]?.body, 'a=1');
    assert.equal(server.seen[0]?.headers['content-type'], 'application/x-www-form-urlencoded');
  });

  it('case 27: a byte order mark is no part of the text', async () => {
    server.answer = (_, response) => response.end(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{}')]));
    assert.equal((await get()).text, '{}');
  });

  for (const status of [301, 302, 303, 307, 308])
    it(`H2, case 15: ${status} is not followed, and nothing is sent to its target`, async () => {
      const evil = await startLoopback((_, response) => json(response, 200, {}));
      server.answer = (_, response) => response.writeHead(status, { location: evil.url }).end();
      const post = get({ method: 'POST', body: `refresh_token=${secret}`, freshConnection: true });
      await assert.rejects(post, { code: 'redirect-refused', sent: true });
      assert.deepEqual(evil.seen, []);
      await evil.stop();
    });

  it('H2: a redirect is an answer where the request wants to know its target, which is not asked for anything', async () => {
    const evil = await startLoopback((_, response) => json(response, 200, { evil: true }));
    server.answer = (_, response) => response.writeHead(302, { location: `${evil.url}/file?a=1` }).end('moved');
    const answer = await get({ redirects: 'answer', headers: { authorization: 'Bearer x' } });
    assert.deepEqual([answer.status, answer.headers.location], [302, `${evil.url}/file?a=1`]);
    assert.equal(evil.seen.length, 0);
    await evil.stop();
  });

  it('H13: defaults and interceptors of other users of axios do not reach it', async () => {
    const axios = require('axios') as typeof import('axios');
    const { common } = axios.defaults.headers;
    const saved = { ...axios.defaults };
    try {
      Object.assign(common, { 'X-Evil': 'evil' });
      Object.assign(axios.defaults, {
        baseURL: 'http://evil.invalid',
        maxRedirects: 5,
        timeout: 1,
        transformResponse: [() => 'evil'],
      });
      const answer = await get();
      assert.equal(answer.text, '{"ok":true}');
      assert.equal(server.seen[0]?.headers['x-evil'], undefined);
    } finally {
      delete (common as Record<string, unknown>)['X-Evil'];
      Object.assign(axios.defaults, saved);
    }
  });

  it('keeps connections for reading, at most two', async () => {
    await Promise.all(Array.from({ length: 12 }, () => get()));
    assert.equal(server.connections(), 2);
  });

  it('H7: a token request has a connection of its own', async () => {
    await get();
    await get({ method: 'POST', freshConnection: true });
    await get({ method: 'POST', freshConnection: true });
    assert.equal(server.connections(), 3);
  });

  it('H7: reading survives a connection that died while it lay idle', async () => {
    let requests = 0;
    server.answer = (_, response) => {
      requests += 1;
      // Tells nothing and cuts on the second request: the client believed the connection to live.
      if (requests === 2) response.destroy();
      else json(response, 200, {});
    };
    await get();
    await turns();
    assert.equal((await get()).status, 200);
    assert.equal(requests, 3);
  });

  for (const [what, more, breaks] of [
    ['a request that changes something', { method: 'POST' }, (response: ServerResponse) => response.destroy()],
    [
      'a request whose answer has begun',
      {},
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': 10 }).write('{');
        setImmediate(() => response.destroy());
      },
    ],
  ] as const)
    it(`H7: ${what} is not repeated on a connection that dies`, async () => {
      await get();
      await turns();
      server.answer = (_, response) => breaks(response);
      await assert.rejects(get(more), { code: 'network-reset', sent: true });
      assert.equal(server.seen.length, 2);
    });

  it('H7: nor is one whose deadline has passed, or that nobody wants any more', async () => {
    await get();
    await turns();
    const controller = new AbortController();
    server.answer = () => controller.abort();
    await assert.rejects(get({ signal: controller.signal }), { code: 'request-aborted', sent: true });
    assert.equal(server.seen.length, 2);
  });

  it('whoever is answered is not followed any more, and the door says who asks', async () => {
    const { signal } = new AbortController();
    await get({ signal });
    assert.equal(getEventListeners(signal, 'abort').length, 0);
    assert.equal(server.seen[0]?.headers['user-agent'], 'node-red-contrib-nomos');
  });

  it('a request has 10 s for its connection, or what the door or its own deadline leaves it', async () => {
    const { timeout } = AbortSignal;
    const asked: number[] = [];
    const deadlines: AbortSignal[] = [];
    AbortSignal.timeout = (ms) => {
      asked.push(ms);
      deadlines.push(timeout.call(AbortSignal, ms));
      return deadlines.at(-1) as AbortSignal;
    };
    try {
      await get({ deadlineMs: 45_000 });
      await get({ deadlineMs: 4_000 });
      const hurried = createHttpDoor({ connectMs: 3_000 });
      await hurried.send({ method: 'GET', url: server.url, deadlineMs: 45_000, maxBytes: 100 });
      hurried.close();
    } finally {
      AbortSignal.timeout = timeout;
    }
    assert.deepEqual(asked, [45_000, 10_000, 4_000, 4_000, 45_000, 3_000]);
    assert.ok(deadlines.every((deadline) => getEventListeners(deadline, 'abort').length === 0));
  });

  it('407 is never an answer of Nomos', async () => {
    server.answer = (_, response) => response.writeHead(407).end();
    await assert.rejects(get(), { code: 'proxy-refused', sent: false });
  });

  it('what lies around the redirects is an answer', async () => {
    for (const status of [299, 400]) {
      server.answer = (_, response) => response.writeHead(status).end();
      assert.equal((await get()).status, status);
    }
    server.answer = (_, response) => response.writeHead(399, { location: '/x' }).end();
    await assert.rejects(get(), { code: 'redirect-refused' });
  });

  it('H7: who reads once more has one deadline for both', async () => {
    await get();
    await turns();
    const { timeout } = AbortSignal;
    const deadlines: number[] = [];
    const whole = new AbortController();
    AbortSignal.timeout = (ms) => {
      deadlines.push(ms);
      return ms === 30_000 ? whole.signal : timeout.call(AbortSignal, ms);
    };
    try {
      server.answer = (_, response) => {
        // The second one is not answered.
        if (server.seen.length === 2) response.destroy();
        else whole.abort();
      };
      await assert.rejects(get({ deadlineMs: 30_000 }), { code: 'network-timeout', sent: true });
    } finally {
      AbortSignal.timeout = timeout;
    }
    assert.deepEqual([deadlines, server.seen.length], [[30_000, 10_000, 10_000], 3]);
  });

  it('case 12: a connection that breaks on its first request is reported, not repeated', async () => {
    server.answer = (_, response) => response.destroy();
    await assert.rejects(get({ freshConnection: true }), { code: 'network-reset', sent: true });
    await assert.rejects(get(), { code: 'network-reset', sent: true });
    assert.equal(server.seen.length, 2);
  });
});

describe('http door: failures', () => {
  const doors: HttpDoor[] = [];
  const servers: { stop(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const door of doors.splice(0)) door.close();
    for (const server of servers.splice(0)) await server.stop();
  });

  function openDoor(options: HttpDoorOptions = {}): HttpDoor {
    const door = createHttpDoor({ maxPerSecond: 1_000, ...options });
    doors.push(door);
    return door;
  }

  async function raw(...handlers: Parameters<typeof startRawServer>): Promise<RawServer> {
    const server = await startRawServer(...handlers);
    servers.push(server);
    return server;
  }

  /** Sends a request full of secrets and gives the error, after making sure that it shows none. */
  async function failure(url: string, options: HttpDoorOptions = {}, more: Partial<HttpRequest> = {}) {
    const headers = { authorization: `Basic ${secret}` };
    const request = { method: 'POST', url, headers, body: secret, deadlineMs: 2_000, maxBytes: 10_000 } as const;
    const error = await openDoor(options)
      .send({ ...request, ...more })
      .then(
        () => assert.fail('was answered'),
        (error: unknown) => error,
      );
    assert.ok(error instanceof UnavailableError, inspect(error));
    const shown = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error) + error.stack + error.message;
    assert.ok(!shown.includes(secret), 'H1: the error shows the request');
    assert.equal(error.cause, undefined);
    return { code: error.code, sent: error.sent };
  }

  it('case 2: refused', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    assert.deepEqual(await failure(url), { code: 'network-refused', sent: false });
  });

  it('case 3, H15: a connection that never stands is given up at the connect deadline', async () => {
    // A TLS server that says nothing: TCP stands, but nothing was sent that anybody could have read.
    const { port } = await raw(() => {});
    assert.deepEqual(await failure(`https://127.0.0.1:${port}`, { connectMs: 50 }), {
      code: 'network-timeout',
      sent: false,
    });
  });

  it('case 4: reset before anything is read', async () => {
    const { port } = await raw((socket) => void socket.resetAndDestroy());
    const { code } = await failure(`http://127.0.0.1:${port}`);
    assert.equal(code, 'network-reset');
  });

  it('case 7: half an answer', async () => {
    const { port } = await raw((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"access_token":'));
    });
    assert.deepEqual(await failure(`http://127.0.0.1:${port}`), { code: 'network-reset', sent: true });
  });

  it('case 10, H4: an answer that drips is cut at the total deadline', async () => {
    const { port } = await raw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
        const drip = setInterval(() => socket.write('x'), 10);
        socket.once('close', () => clearInterval(drip));
      });
    });
    const began = performance.now();
    const seen = await failure(`http://127.0.0.1:${port}`, {}, { deadlineMs: 400 });
    assert.deepEqual(seen, { code: 'network-timeout', sent: true });
    assert.ok(performance.now() - began < 5_000);
  });

  it('case 11: no answer at all', async () => {
    const { port } = await raw(() => {});
    const seen = await failure(`http://127.0.0.1:${port}`, {}, { deadlineMs: 400 });
    assert.deepEqual(seen, { code: 'network-timeout', sent: true });
  });

  it('case 17, H15: a host with two addresses of which one answers', async () => {
    const server = await startLoopback((_, response) => json(response, 200, {}));
    servers.push(server);
    const url = server.url.replace('127.0.0.1', 'localhost');
    const answer = await openDoor().send({ method: 'GET', url, deadlineMs: 5_000, maxBytes: 100 });
    assert.equal(answer.status, 200);
  });

  it('an answer that is no HTTP', async () => {
    const { port } = await raw((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n')));
    assert.deepEqual(await failure(`http://127.0.0.1:${port}`), { code: 'answer-broken', sent: true });
  });

  it('case 28: a huge answer is cut', async () => {
    const server = await startLoopback((_, response) => {
      const chunk = Buffer.alloc(65_536, 'x');
      const pour = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pour);
      pour();
    });
    servers.push(server);
    assert.deepEqual(await failure(server.url), { code: 'answer-too-large', sent: true });
  });

  it('case 28: so is a small one that unpacks to a huge one', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const server = await startLoopback((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bomb.length }).end(bomb);
    });
    servers.push(server);
    const before = process.memoryUsage().arrayBuffers;
    assert.deepEqual(await failure(server.url), { code: 'answer-too-large', sent: true });
    assert.ok(process.memoryUsage().arrayBuffers - before < 20 * 1024 * 1024);
  });

  it('a broken compression', async () => {
    const server = await startLoopback((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip');
    });
    servers.push(server);
    assert.deepEqual(await failure(server.url), { code: 'answer-broken', sent: true });
  });

  it('H3: a body above 16 KiB is not sent', async () => {
    const server = await startLoopback((_, response) => json(response, 200, {}));
    servers.push(server);
    assert.equal((await failure(server.url, {}, { body: secret.repeat(2_000) })).sent, false);
    assert.equal(server.seen.length, 0);
  });

  it('an aborted request', async () => {
    const { port, connections } = await raw(() => {});
    const controller = new AbortController();
    const seen = failure(`http://127.0.0.1:${port}`, {}, { signal: controller.signal });
    await until(() => connections() === 1);
    controller.abort();
    assert.equal((await seen).code, 'request-aborted');
  });

  it('H11: closing the door ends what is under way and what waits for its turn', async () => {
    const { port, connections } = await raw(() => {});
    const door = openDoor({ maxPerSecond: 1 });
    const request = { method: 'GET', url: `http://127.0.0.1:${port}`, deadlineMs: 5_000, maxBytes: 100 } as const;
    const both = [door.send(request), door.send(request)].map((sent) => sent.catch((error) => error.code));
    await until(() => connections() === 1);
    door.close();
    assert.deepEqual(await Promise.all(both), ['request-aborted', 'request-aborted']);
    await assert.rejects(door.send(request), { code: 'request-aborted', sent: false });
  });

  it('closing the door does not end a request whose answer the process still wants', async () => {
    const server = await startLoopback(() => {});
    servers.push(server);
    const door = openDoor();
    const request = {
      method: 'POST',
      url: server.url,
      deadlineMs: 5_000,
      maxBytes: 100,
      freshConnection: true,
    } as const;
    let finish = () => {};
    server.answer = (_, response) => {
      finish = () => void response.end('rotated');
    };
    const sent = door.send(request);
    await until(() => server.seen.length === 1);
    door.close();
    finish();
    assert.equal((await sent).text, 'rotated');
  });

  it('case 70: an answer that came while the event loop was blocked past the deadline still counts', async () => {
    const server = await startLoopback((_, response) => {
      json(response, 200, { access_token: 'rotated' });
      // The answer is written to the socket in this turn; then nothing moves until long after the deadline.
      setImmediate(() => {
        const end = performance.now() + 320;
        while (performance.now() < end);
      });
    });
    servers.push(server);
    const answer = await openDoor().send({
      method: 'POST',
      url: server.url,
      deadlineMs: 300,
      maxBytes: 1_000,
      freshConnection: true,
    });
    assert.equal(answer.status, 200);
  });
});
