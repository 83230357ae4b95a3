import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { updateEntry } from '#src/account/store-map.js';
import { UnavailableError } from '#src/errors.js';
import type { RedSettings } from '#src/nodered/red.js';
import { loadRunRecord, saveRunRecord } from '#src/nodered/run-record.js';
import { sealingSecrets } from '#src/nodered/sealing-secrets.js';
import { settingsStore } from '#src/nodered/settings-store.js';
import { emptyRunLog } from '#src/runs/index.js';

interface Fake extends RedSettings {
  readonly disk: Record<string, unknown>;
  failures: number;
  isAvailable: boolean;
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
    },
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
      for (const userDir of [folder, join(folder, 'missing'), undefined]) {
        const settings = fakeSettings({}, userDir === undefined ? {} : { userDir });
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

describe('nodered: what a cheapest-window node remembers', () => {
  const record = { log: emptyRunLog, series: [{ start: 0, end: 1, priceCt: 2, components: {} }] };
  const empty = { log: emptyRunLog, series: [] };

  it('is there after a restart, for each node its own', async () => {
    const store = settingsStore(fakeSettings());
    await saveRunRecord(store, 'n1', record);
    assert.deepEqual(await loadRunRecord(store, 'n1'), record);
    assert.deepEqual(await loadRunRecord(store, 'n2'), empty);
  });

  for (const [name, entry] of [
    ['a record of a later version', { version: 99, ...record }],
    ['a log of another version', { version: 1, ...record, log: { version: 99 } }],
    ['a record without a log', { version: 1, series: [] }],
    ['null', null],
    ['a text', 'nonsense'],
  ] as const)
    it(`${name} is as good as none`, async () => {
      const store = settingsStore(fakeSettings({ nomosRuns: { version: 1, entries: { n1: entry } } }));
      assert.deepEqual(await loadRunRecord(store, 'n1'), empty);
    });

  it('a map that cannot be read, or no storage, is as good as none', async () => {
    assert.deepEqual(await loadRunRecord(settingsStore(fakeSettings({ nomosRuns: 'nonsense' })), 'n1'), empty);
    const settings = fakeSettings();
    settings.isAvailable = false;
    assert.deepEqual(await loadRunRecord(settingsStore(settings), 'n1'), empty);
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
