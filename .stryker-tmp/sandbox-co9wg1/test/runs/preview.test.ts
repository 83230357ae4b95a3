// @ts-nocheck
import assert from 'node:assert/strict';
import { defaultRunSettings, preview } from '#src/runs/index.js';
import { at, series } from './prices.js';

describe('runs: preview', () => {
  it('reads prices from an object with getters, as a watch of a feed is', () => {
    const day = at('2026-11-22');
    const known = series(day, [30, 10, 20, 40], 60);
    class Watch {
      get series() {
        return known;
      }
    }
    const settings = { ...defaultRunSettings, durationMinutes: 60 };
    assert.deepEqual(preview(settings, new Watch(), day), preview(settings, { series: known }, day));
  });
});
