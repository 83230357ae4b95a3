// @ts-nocheck
import assert from 'node:assert/strict';
import { sweepEntries } from '#src/store/sweep.js';

const day = 86_400_000;
const year = 365 * day;
const now = Date.parse('2026-11-22T10:00:00Z');

/** Sweeps one entry; what is left of it, and whether that is told to be a change. */
function sweptOnce(entry: unknown, exists: boolean, at: number): { entry: unknown; changed: boolean } {
  const entries: Record<string, unknown> = { a: entry };
  const changed = sweepEntries(entries, (id) => id === 'a' && exists, at);
  return { entry: 'a' in entries ? entries.a : 'dropped', changed };
}

/** Sweeps an entry of somebody who is gone once at each instant; what is left of it. */
function goneAt(instants: readonly number[], entry: unknown = { kept: 1 }): unknown {
  return instants.reduce((left, at) => (left === 'dropped' ? left : sweptOnce(left, false, at).entry), entry);
}

const days = (count: number) => Array.from({ length: count + 1 }, (_, index) => now + index * day);

describe('store: what belongs to nobody any more', () => {
  it('is dropped on the seventh day on which it is gone, and not before', () => {
    assert.notEqual(goneAt(days(6)), 'dropped');
    assert.equal(goneAt(days(7)), 'dropped');
    assert.notEqual(goneAt([...days(6), now + 7 * day - 1]), 'dropped');
  });

  it('survives clocks that are wrong for a while, with sweeps before, meanwhile and after', () => {
    const wrong: [string, number[]][] = [
      ['a year ahead', [now, now + year, now + year + 60_000, now + 120_000]],
      ['ten years ahead, over a restart', [now, now + 10 * year, now + 10 * year + 5_000, now + 60_000, now + day]],
      ['marked in 1970, then set', [5_000, now, now + 60_000]],
      ['set back a year, then right', [now, now - year, now - year + 60_000, now + 60_000]],
      ['every start in 1970, many times a day', Array.from({ length: 40 }, (_, i) => (i % 2 ? now + i * 60_000 : i))],
    ];
    for (const [name, instants] of wrong) assert.notEqual(goneAt(instants), 'dropped', name);
  });

  it('a mark of an earlier version begins to count now, however old it says it is', () => {
    assert.deepEqual(goneAt([now], { kept: 1, removedAt: now - year }), { kept: 1, removedAt: now, removedDays: 1 });
  });

  it('loses mark and count when it is there again, also while the clock is not set', () => {
    const marked = { kept: 1, removedAt: now, removedDays: 6 };
    for (const at of [now, 5_000]) {
      assert.deepEqual(sweptOnce(marked, true, at), { entry: { kept: 1 }, changed: true });
    }
    assert.deepEqual(sweptOnce({ kept: 1 }, true, now), { entry: { kept: 1 }, changed: false });
  });

  it('each entry is judged by itself, and a drop is a change', () => {
    const entries = { here: { kept: 1 }, gone: { removedAt: now - day, removedDays: 6 }, rubbish: 7 };
    const isChanged = sweepEntries(entries, (id, entry) => id === 'here' && typeof entry === 'object', now);
    assert.deepEqual(entries, { here: { kept: 1 }, rubbish: 7 });
    assert.ok(isChanged);
  });
});
