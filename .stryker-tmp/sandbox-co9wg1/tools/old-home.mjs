/**
 * Makes the user directory of `test/real/old-home`, with the product and the sandbox of an older commit:
 *
 *   git archive <commit> | tar x -C <folder>     and there: npm ci && npm run build
 *   node tools/old-home.mjs <folder> test/real/old-home
 *
 * A home at 16:10 on a day with a price dip from 16:00 to 16:30: signed in, prices known, the boiler in the middle of its run,
 * another device planned with many settings, usage of the day before reported. `seen.json` tells what its nodes sent last,
 * and the refresh token that the sandbox will take next; every secret in it is the sandbox's.
 */
// @ts-nocheck

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const [old, target] = process.argv.slice(2).map((path) => resolve(path));
if (target === undefined)
  throw new Error('usage: node tools/old-home.mjs <folder of the older commit, built> <folder>');
const { Bench } = createRequire(import.meta.url)(join(old, 'build/test/support/real/bench.js'));
const { dipBetween } = createRequire(import.meta.url)(join(old, 'build/test/support/real/prices.js'));
const { observedFlow, watched } = createRequire(import.meta.url)(join(old, 'build/test/support/real/recorder.js'));

/** Tokens are shown to nobody but the address that gave them, so it is the same in the test: one that nobody else uses. */
const address = { host: '127.41.93.7', port: 18937 };
const day = '2026-11-22';
const boiler = { trigger: 'daily', from: '06:00', to: '22:00', durationMinutes: 30, powerKw: 2 };
const car = {
  mode: 'interruptible',
  trigger: 'daily',
  from: '17:00',
  to: '07:00',
  durationMinutes: 180,
  powerKw: 11,
  minRunMinutes: 30,
  minPauseMinutes: 15,
  maxStarts: 3,
  maxPriceCt: 40,
  name: 'car',
};

const bench = await Bench.start({
  ...address,
  start: `${day}T13:40:00+01:00`,
  factor: 20,
  priceSource: dipBetween('16:00', '16:30'),
});
try {
  const common = { version: 1, account: 'account' };
  await bench.deploy(
    observedFlow(
      bench.account('account'),
      watched({ id: 'prices', type: 'nomos-prices', ...common }),
      watched({ id: 'boiler', type: 'cheapest-window', ...common, name: 'boiler', mode: 'contiguous', ...boiler }),
      watched({ id: 'car', type: 'cheapest-window', ...common, ...car }),
      watched({ id: 'usage', type: 'nomos-usage', ...common, period: 'day', automatic: true }),
    ),
  );
  const outcome = await bench.connect('account');
  if (outcome !== 'connected') throw new Error(`signing in ended with "${outcome}"`);
  await bench.saw('prices-2', ({ tomorrow }) => tomorrow);
  await bench.saw('boiler-2', ({ payload }) => payload.feasible);
  await bench.saw('car-2', ({ payload }) => payload.feasible);
  bench.sandbox.clock.moveTo(`${day}T16:10:00+01:00`);
  bench.moveTo(`${day}T16:10:00+01:00`);
  await bench.saw('boiler-1', ({ payload }) => payload === true);
  await bench.saw('prices-1', ({ payload }) => payload === 12);
  await bench.saw('usage-1');
  await wait(2_000);
  const last = (from) => bench.seen.filter((seen) => seen.from === from).at(-1)?.msg;
  mkdirSync(target, { recursive: true });
  for (const file of ['.config.runtime.json', 'flows.json', 'flows_cred.json'])
    copyFileSync(join(bench.userDir, file), join(target, file));
  const refreshToken = [...bench.sandbox.secrets].filter((secret) => /^[0-9a-f]{64}$/.test(secret)).at(-1);
  const price = last('prices-1').price;
  const runs = { boiler: last('boiler-2').payload.runs, car: last('car-2').payload.runs };
  writeFileSync(join(target, 'seen.json'), `${JSON.stringify({ ...address, refreshToken, price, runs }, null, 2)}\n`);
} finally {
  await bench.stop();
}
