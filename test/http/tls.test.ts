import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { NomosError } from '#src/errors.js';
import { createHttpDoor } from '#src/http/door.js';
import { makeCertificate } from '../support/nomos/certificates.js';
import { type RawServer, startRawServer } from '../support/nomos/raw-server.js';

const certificates = {
  good: makeCertificate(),
  expired: makeCertificate({ to: new Date(Date.now() - 1_000) }),
  future: makeCertificate({ from: new Date(Date.now() + 3_600_000) }),
  other: makeCertificate({ name: 'other.example' }),
};

describe('http door: TLS', () => {
  const servers: Server[] = [];
  const ports: Record<string, number> = {};
  /** Requests that a server could read, whatever its certificate. */
  let requests = 0;

  before(async () => {
    for (const [name, certificate] of Object.entries(certificates)) {
      const server = createServer(certificate, (_, response) => {
        requests += 1;
        response.end('{}');
      });
      server.on('tlsClientError', () => {});
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      servers.push(server);
      ports[name] = (server.address() as AddressInfo).port;
    }
  });
  after(() => {
    for (const server of servers) server.close();
  });

  it('B1, case 13: a certificate that nobody vouches for is refused before anything is sent', async () => {
    const door = createHttpDoor();
    const sent = door.send({
      method: 'GET',
      url: `https://localhost:${ports.good}`,
      deadlineMs: 50_000,
      maxBytes: 100,
    });
    await assert.rejects(sent, { code: 'tls-untrusted', sent: false });
    door.close();
  });

  describe('while NODE_TLS_REJECT_UNAUTHORIZED is 0', () => {
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    beforeEach(() => {
      process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    });
    afterEach(() => {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    });

    for (const [what, more] of [
      ['a token request', { method: 'POST', body: 'refresh_token=secret', freshConnection: true }],
      ['a request to the API', { method: 'GET' }],
      ['a request for a link', { method: 'GET', redirects: 'answer' }],
    ] as const)
      it(`${what}: a certificate that nobody vouches for is refused, and nothing is sent`, async () => {
        const door = createHttpDoor();
        const asked = requests;
        for (const port of Object.values(ports)) {
          const url = `https://localhost:${port}`;
          const sent = door.send({ ...more, url, deadlineMs: 50_000, maxBytes: 100 });
          await assert.rejects(sent, ({ code }: NomosError) => /^tls-(untrusted|expired|not-yet-valid)$/.test(code));
        }
        assert.equal(requests, asked);
        door.close();
      });

    it('through a proxy that only passes on, too', async () => {
      const proxy = await startRawServer((socket) => {
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          const inner = connect(ports.good ?? 0, '127.0.0.1');
          inner.on('error', () => socket.destroy());
          socket.on('close', () => inner.destroy());
          socket.pipe(inner).pipe(socket);
        });
      });
      const door = createHttpDoor({ proxy: { env: { https_proxy: `http://127.0.0.1:${proxy.port}` } } });
      const asked = requests;
      for (const freshConnection of [true, false]) {
        const url = 'https://api.nomos.example/oauth/token';
        const sent = door.send({ method: 'POST', url, body: 'x', deadlineMs: 50_000, maxBytes: 100, freshConnection });
        await assert.rejects(sent, { code: 'tls-untrusted', sent: false });
      }
      assert.ok(proxy.connections() >= 2);
      assert.equal(requests, asked);
      door.close();
      await proxy.stop();
    });

    it('a proxy that is itself reached over TLS is checked as well: it would read our password for it', async () => {
      let seen = '';
      const proxy = createServer(certificates.good);
      proxy.on('connect', (request, socket) => {
        seen += request.headers['proxy-authorization'];
        socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      });
      proxy.on('tlsClientError', () => {});
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      const { port } = proxy.address() as AddressInfo;
      const door = createHttpDoor({ proxy: { env: { https_proxy: `https://me:secret@localhost:${port}` } } });
      const url = 'https://api.nomos.example/';
      const sent = door.send({ method: 'GET', url, deadlineMs: 50_000, maxBytes: 100 });
      await assert.rejects(sent, { code: 'tls-untrusted', sent: false });
      assert.equal(seen, '');
      door.close();
      proxy.close();
    });
  });

  /** Passes everything on, but for the answer to a request, of which it turns a bit over. */
  async function startGarbling(): Promise<RawServer> {
    return startRawServer((socket) => {
      const asked = requests;
      const inner = connect(ports.good ?? 0, '127.0.0.1');
      inner.on('error', () => socket.destroy());
      socket.on('close', () => inner.destroy());
      socket.on('data', (chunk) => inner.write(chunk));
      inner.on('data', (chunk: Buffer) => {
        if (requests > asked) chunk[chunk.length - 1] = (chunk.at(-1) ?? 0) ^ 1;
        socket.write(chunk);
      });
    });
  }

  it('B1, case 13: with NODE_EXTRA_CA_CERTS a good one is accepted, and each other error has its name', async function () {
    this.timeout(120_000);
    const folder = mkdtempSync(join(tmpdir(), 'nomos-tls-'));
    const garbling = await startGarbling();
    try {
      const authorities = join(folder, 'ca.pem');
      writeFileSync(
        authorities,
        Object.values(certificates)
          .map(({ cert }) => cert)
          .join(''),
      );
      const env = {
        ...process.env,
        NODE_EXTRA_CA_CERTS: authorities,
        DOOR: require.resolve('#src/http/door.js'),
        PORTS: JSON.stringify({ ...ports, garbled: garbling.port }),
      };
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', `(${inChild.toString()})()`], { env });
      assert.deepEqual(JSON.parse(stdout), {
        good: 200,
        expired: ['tls-expired', false],
        future: ['tls-not-yet-valid', false],
        other: ['tls-wrong-host', false],
        // The server has read the request: a refresh token in it may have been used.
        garbled: ['tls-failed', true],
      });
      const careless = { ...env, NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' };
      const again = await promisify(execFile)(process.execPath, ['-e', `(${inChild.toString()})()`], { env: careless });
      assert.equal(again.stdout, stdout);
    } finally {
      await garbling.stop();
      rmSync(folder, { recursive: true });
    }
  });
});

/** Runs in a process of its own, because Node reads the authorities once, at start. */
async function inChild(): Promise<void> {
  const { createHttpDoor } = require(process.env.DOOR ?? '');
  const door = createHttpDoor({ maxPerSecond: 100 });
  const seen: Record<string, unknown> = {};
  for (const [name, port] of Object.entries(JSON.parse(process.env.PORTS ?? '{}'))) {
    try {
      const url = `https://localhost:${port}`;
      seen[name] = (await door.send({ method: 'GET', url, deadlineMs: 50_000, maxBytes: 100 })).status;
    } catch (error) {
      const { code, sent } = error as { code: string; sent: boolean };
      seen[name] = [code, sent];
    }
  }
  console.log(JSON.stringify(seen));
  door.close();
}
