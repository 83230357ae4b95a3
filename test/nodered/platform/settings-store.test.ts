import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TokenVault } from '#src/account/tokens/token-vault.js';
import { UnavailableError } from '#src/errors.js';
import type { RedSettings } from '#src/nodered/platform/red.js';
import { sealingSecrets } from '#src/nodered/platform/sealing-secrets.js';
import { requireSpace } from '#src/nodered/platform/settings-file.js';
import { settingsStore } from '#src/nodered/platform/settings-store.js';
import { updateEntry } from '#src/store/stored-map.js';
import { hour, minute, SessionBench } from '../../support/account/session-bench.js';

interface Fake extends RedSettings {
  readonly disk: Record<string, unknown>;
  failures: number;
  isAvailable: boolean;
  /** Puts the file in place. */
  write: (path: string, text: string) => void;
}

/** Settings that fail as often as they are told to. */
function fakeSettings(values: Record<string, unknown> = {}, more: Partial<RedSettings> = {}): Fake {
  const memory: Record<string, unknown> = { ...values };
  const fake: Fake = {
    ...more,
    disk: { ...values },
    failures: 0,
    isAvailable: true,
    get: (key) => memory[key],
    async set(key, value) {
      memory[key] = value;
      if (fake.failures > 0) {
        fake.failures -= 1;
        throw new Error('ENOSPC: no space left on device');
      }
      fake.disk[key] = value;
      // As Node-RED does it, unless a plugin does it.
      const { userDir, storageModule } = fake;
      if (userDir === undefined || storageModule !== undefined || !existsSync(userDir)) return;
      fake.write(join(userDir, '.config.runtime.json'), JSON.stringify(memory, null, 4));
    },
    write: writeFileSync,
    available: () => fake.isAvailable,
  };
  return fake;
}

const unavailable = (error: unknown) => error instanceof UnavailableError && error.code === 'storage-unavailable';

function storedEntries({ disk }: { readonly disk: Readonly<Record<string, unknown>> }): unknown {
  return JSON.parse((disk.nomosX as { readonly entries: string }).entries);
}

describe('nodered: the store on Node-RED settings', () => {
  it('keeps what it is given, also when the directory cannot be synced', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nomos-store-'));
    try {
      for (const place of [{ userDir: folder }, { userDir: join(folder, 'missing'), storageModule: {} }, {}]) {
        const settings = fakeSettings({}, place);
        const store = settingsStore(settings);
        await store.save('nomosX', { a: 1 });
        assert.deepEqual([await store.load('nomosX'), settings.disk], [{ a: 1 }, { nomosX: { a: 1 } }]);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says when a save failed, and the next one writes everything', async () => {
    const settings = fakeSettings();
    const store = settingsStore(settings);
    settings.failures = 1;
    await assert.rejects(updateEntry(store, 'nomosX', 'first', 1), /ENOSPC/);
    assert.deepEqual(settings.disk, {});
    await updateEntry(store, 'nomosX', 'second', 2);
    assert.deepEqual(storedEntries(settings), { first: 1, second: 2 });
  });

  it('writes that come together are both kept, also by two copies of the settings', async () => {
    const settings = fakeSettings();
    const [one, other] = [settingsStore(settings), settingsStore(settings)];
    await Promise.all([updateEntry(one, 'nomosX', 'a', 1), updateEntry(other, 'nomosX', 'b', 2)]);
    assert.deepEqual(storedEntries(settings), { a: 1, b: 2 });
  });

  describe('where Node-RED writes a file', () => {
    let userDir: string;
    let settings: Fake;
    const file = () => join(userDir, '.config.runtime.json');
    const map = (more: object = {}) => ({ accounts: {}, writeId: randomUUID(), ...more });
    const notFound = { name: 'UnavailableError', code: 'save-not-found', sent: false };

    beforeEach(() => {
      userDir = mkdtempSync(join(tmpdir(), 'nomos-store-'));
      settings = fakeSettings({}, { userDir });
    });
    afterEach(() => rmSync(userDir, { recursive: true }));

    it('what is in the file is saved, and stays so while other keys are saved', async () => {
      const store = settingsStore(settings);
      await store.save('nomosX', map());
      await store.save('nomosY', map());
      assert.equal(await store.stillHas?.('nomosX'), 'kept');
    });

    for (const [name, write] of Object.entries({
      'writes nothing': () => {},
      'puts an empty file in place': (path: string) => writeFileSync(path, ''),
      'cuts the file off after our part': (path: string, text: string) => writeFileSync(path, text.slice(0, -2)),
      'removes the file': (path: string) => rmSync(path, { force: true }),
    }))
      for (const before of ['no file', 'a good file'])
        it(`a save that is reported as done and ${name} is not saved, where there was ${before} before`, async () => {
          const store = settingsStore(settings);
          if (before === 'a good file') await store.save('nomosX', map());
          settings.write = write;
          await assert.rejects(store.save('nomosX', map()), notFound);
          settings.write = writeFileSync;
          await store.save('nomosX', map());
        });

    it('a save that a storage plugin reports as done is believed: there is nothing else to go by', async () => {
      const store = settingsStore(fakeSettings({}, { userDir, storageModule: {} }));
      await store.save('nomosX', map());
      assert.equal(await store.stillHas?.('nomosX'), 'kept');
      assert.equal(existsSync(file()), false);
    });

    it('what somebody else empties, removes or cuts off is lost, until it is saved again', async () => {
      const store = settingsStore(settings);
      for (const harm of [
        () => writeFileSync(file(), ''),
        () => rmSync(file()),
        () => writeFileSync(file(), readFileSync(file(), 'utf8').slice(0, -9)),
        () => writeFileSync(file(), '{\n    "other": 1\n}'),
      ]) {
        await store.save('nomosX', map());
        harm();
        assert.equal(await store.stillHas?.('nomosX'), 'lost');
      }
    });

    it('what another process has saved in its place is replaced', async () => {
      const store = settingsStore(settings);
      await store.save('nomosX', map());
      writeFileSync(file(), JSON.stringify({ nomosX: map() }, null, 4));
      assert.equal(await store.stillHas?.('nomosX'), 'replaced');
    });

    it('more than the disk can take is refused before Node-RED is asked to write', async () => {
      await assert.rejects(requireSpace(file(), 2 ** 60), { name: 'UnavailableError', code: 'disk-full', sent: false });
      await requireSpace(file(), 1);
      await requireSpace(join(userDir, 'missing', 'file'), 2 ** 60);
    });

    for (const code of ['ENOSPC', 'EDQUOT'])
      it(`${code} of Node-RED is a full disk`, async () => {
        settings.write = () => {
          throw Object.assign(new Error('no space'), { code });
        };
        await assert.rejects(settingsStore(settings).save('nomosX', map()), { code: 'disk-full' });
      });

    it('tokens are not renewed while saves are only reported: nothing is sent, and it heals by itself', async () => {
      const bench = new SessionBench();
      await bench.start();
      try {
        bench.vault = new TokenVault({ store: settingsStore(settings), secrets: () => ['secret'] });
        const session = await bench.connected();
        await bench.clock.advance(0.8 * hour);
        settings.write = () => {};
        assert.equal(await session.accessToken(), 'access-0');
        assert.deepEqual([session.connection.phase, session.connection.lastError?.code], ['waiting', notFound.code]);
        assert.equal(bench.nomos.tokenRequests().length, 0);
        settings.write = writeFileSync;
        await bench.clock.advance(minute);
        await bench.requests(1);
        assert.equal(await session.accessToken(), 'access-1');
        assert.equal(session.connection.lastError, undefined);
      } finally {
        await bench.stop();
      }
    });
  });

  it('without a storage neither loads nor saves, and works as soon as there is one', async () => {
    const settings = fakeSettings();
    const store = settingsStore(settings);
    settings.isAvailable = false;
    await assert.rejects(store.load('nomosX'), unavailable);
    await assert.rejects(store.save('nomosX', 1), unavailable);
    settings.isAvailable = true;
    await store.save('nomosX', 1);
    assert.equal(await store.load('nomosX'), 1);
  });

  it('does not believe a storage that is told to write nothing', async () => {
    const settings = fakeSettings({}, { readOnly: true });
    await assert.rejects(settingsStore(settings).save('nomosX', 1), unavailable);
    assert.deepEqual(settings.disk, {});
  });
});

describe('nodered: secrets that seal tokens', () => {
  for (const [name, values, secrets] of [
    ["the person's own", { credentialSecret: 'mine' }, ['mine']],
    ["Node-RED's", { _credentialSecret: 'made' }, ['made']],
    ["the person's own before Node-RED's", { _credentialSecret: 'made', credentialSecret: 'mine' }, ['mine', 'made']],
    ['none where encryption is off', { credentialSecret: false, _credentialSecret: '' }, []],
    ['none at all', {}, []],
  ] as const)
    it(name, () => assert.deepEqual(sealingSecrets(fakeSettings(values)), secrets));

  it('none without a storage', () => {
    const settings = fakeSettings({ credentialSecret: 'mine' });
    settings.isAvailable = false;
    assert.deepEqual(sealingSecrets(settings), []);
  });
});
