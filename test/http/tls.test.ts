import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createHttpDoor } from '#src/http/door.js';
import { makeCertificate } from '../support/certificates.js';

const certificates = {
  good: makeCertificate(),
  expired: makeCertificate({ to: new Date(Date.now() - 1_000) }),
  future: makeCertificate({ from: new Date(Date.now() + 3_600_000) }),
  other: makeCertificate({ name: 'other.example' }),
};

describe('http door: TLS', () => {
  const servers: Server[] = [];
  const ports: Record<string, number> = {};

  before(async () => {
    for (const [name, certificate] of Object.entries(certificates)) {
      const server = createServer(certificate, (_, response) => response.end('{}'));
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
    const sent = door.send({ method: 'GET', url: `https://localhost:${ports.good}`, deadlineMs: 5_000, maxBytes: 100 });
    await assert.rejects(sent, { code: 'tls-untrusted', sent: false });
    door.close();
  });

  it('B1, case 13: with NODE_EXTRA_CA_CERTS a good one is accepted, and each other error has its name', async function () {
    this.timeout(20_000);
    const folder = mkdtempSync(join(tmpdir(), 'nomos-tls-'));
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
        PORTS: JSON.stringify(ports),
      };
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', `(${inChild.toString()})()`], { env });
      assert.deepEqual(JSON.parse(stdout), {
        good: 200,
        expired: ['tls-expired', false],
        future: ['tls-not-yet-valid', false],
        other: ['tls-wrong-host', false],
      });
    } finally {
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
      seen[name] = (await door.send({ method: 'GET', url, deadlineMs: 5_000, maxBytes: 100 })).status;
    } catch (error) {
      const { code, sent } = error as { code: string; sent: boolean };
      seen[name] = [code, sent];
    }
  }
  console.log(JSON.stringify(seen));
  door.close();
}
