import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type FakeNomos, startFakeNomos } from '../support/nomos/fake-nomos.js';

describe('account: nothing keeps a process alive', () => {
  let nomos: FakeNomos;
  beforeEach(async () => {
    nomos = await startFakeNomos();
  });
  afterEach(() => nomos.stop());

  for (const ending of ['stop', 'nothing'])
    it(`H11: a process with a session and kept connections ends by itself, after ${ending}`, async () => {
      nomos.live.add('access-0');
      const modules = [
        'clock/clock',
        'account/session/session',
        'account/tokens/token-vault',
        'http/door',
        'nomos/client',
      ];
      const paths = modules.map((name) => require.resolve(`#src/${name}.js`));
      const setting = JSON.stringify({ paths, url: nomos.url, ending });
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', `(${inChild.toString()})(${setting})`], {
        // Whatever a busy machine takes to start a process is less; a kept connection would keep it for minutes.
        timeout: 50_000,
      });
      assert.equal(stdout.trim(), '0 contracts');
    });
});

/** Runs in a process of its own. */
async function inChild(setting: { paths: string[]; url: string; ending: string }): Promise<void> {
  const [{ systemClock }, { Session }, { TokenVault }, { createHttpDoor }, { createNomosClient }] = setting.paths.map(
    (path) => require(path),
  ) as [
    typeof import('#src/clock/clock.js'),
    typeof import('#src/account/session/session.js'),
    typeof import('#src/account/tokens/token-vault.js'),
    typeof import('#src/http/door.js'),
    typeof import('#src/nomos/client.js'),
  ];
  const memory: Record<string, unknown> = {};
  const store = {
    load: async (key: string) => memory[key],
    save: async (key: string, value: unknown) => void Object.assign(memory, { [key]: value }),
  };
  const vault = new TokenVault({ store, secrets: () => ['secret'] });
  const door = createHttpDoor();
  const client = { clientId: 'a', clientSecret: 'b', baseUrl: setting.url };
  const session = new Session({ ...client, accountId: 'x', grant: 'consent', vault, door, clock: systemClock });
  await session.adopt({ accessToken: 'access-0', refreshToken: 'refresh-0', expiresInMs: 3_600_000 });
  const found = await createNomosClient({ door, baseUrl: setting.url, tokens: session }).subscriptions();
  console.log(`${found.length} contracts`);
  if (setting.ending === 'nothing') return;
  await session.stop();
  door.close();
}
