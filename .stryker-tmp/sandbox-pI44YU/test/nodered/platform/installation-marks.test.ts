// @ts-nocheck
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isElsewhere } from '#src/account/tokens/installation.js';
import { installationMarks } from '#src/nodered/platform/installation-marks.js';
import type { RedSettings } from '#src/nodered/platform/red.js';

describe('nodered: the marks of an installation', () => {
  let place: string;
  const marksOf = (userDir: string, more: Partial<RedSettings> = {}) =>
    installationMarks({ userDir, ...more } as RedSettings);

  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'nomos-marks-'));
    mkdirSync(join(place, 'original'));
  });
  afterEach(() => rmSync(place, { recursive: true }));

  it('stay the same, also when files are written and the folder gets another name', async () => {
    const before = await marksOf(join(place, 'original'));
    writeFileSync(join(place, 'original', '.config.runtime.json'), '{}');
    renameSync(join(place, 'original'), join(place, 'renamed'));
    assert.deepEqual(await marksOf(join(place, 'renamed')), before);
  });

  it('are others for a copy of the folder', async () => {
    cpSync(join(place, 'original'), join(place, 'copy'), { recursive: true });
    assert.ok(isElsewhere(await marksOf(join(place, 'original')), await marksOf(join(place, 'copy'))));
  });

  it('know nothing of the folder where a storage plugin keeps the settings, as in a container made anew', async () => {
    const original = await marksOf(join(place, 'original'), { storageModule: {} });
    assert.equal(original.folder, undefined);
    mkdirSync(join(place, 'other'));
    assert.deepEqual(await marksOf(join(place, 'other'), { storageModule: {} }), original);
  });

  it('that cannot be read are left out', async () => {
    assert.equal((await marksOf(join(place, 'missing'))).folder, undefined);
  });
});
