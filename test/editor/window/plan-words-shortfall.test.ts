import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planPayload } from '#src/nodered/window/plan-message.js';
import { defaultRunSettings, preview, type RunSettings } from '#src/runs/index.js';
import { msPerMinute } from '#src/time/index.js';
import { packageRoot } from '../../../sandbox/drive/node-red-place.js';
import { at, hours } from '../../runs/prices.js';
import { editorModule } from '../../support/browser/editor-module.js';

const { planLines } = editorModule<{ planLines: (plan: unknown, at: unknown) => string[] }>('window/plan-words');
const day = at('2026-11-22');
const prices = hours(day, 48, 30, { 13: 20, 14: 10, 37: 12 });
const daily: RunSettings = { ...defaultRunSettings, from: '06:00', to: '22:00' };

describe('editor: a plan that does not come out as it was wanted, in words', () => {
  const globals = globalThis as { RED?: unknown };
  before(() => {
    const catalog = JSON.parse(readFileSync(join(packageRoot, 'locales/en-US/cheapest-window.json'), 'utf8'));
    const translate = (key: string, params: Record<string, unknown> = {}) => {
      const path = key.replace(/^.*:/, '').split('.');
      const found = path.reduce((inner, part) => inner?.[part], catalog) ?? assert.fail(`${key} is missing`);
      return String(found).replace(/__(\w+)__/g, (_, name) => String(params[name]));
    };
    globals.RED = { _: translate, i18n: { lang: () => 'en-US' } };
  });
  after(() => {
    delete globals.RED;
  });

  function lines(settings: RunSettings, now: number): string[] {
    const { passedMs, ...plan } = preview(settings, { series: prices }, now) ?? assert.fail();
    const passed = passedMs === undefined ? {} : { passedMinutes: passedMs / msPerMinute };
    const zone = settings.timeZone;
    const isBlocking = settings.exclude.length > 0;
    const isRequest = settings.trigger === 'message';
    const about = { timeZone: zone, objective: settings.objective, now, isBlocking, isRequest };
    return planLines({ ...planPayload(plan, zone), ...passed }, about);
  }

  it('in the evening: what no longer fits today, and the plan of tomorrow', () => {
    const said = lines({ ...daily, durationMinutes: 240 }, at('2026-11-22 20:00'));
    assert.equal(said[0], '4 h no longer fit today (2 h left). This is the plan of the next window.');
    assert.match(said[1] ?? '', /^Runs /);
  });

  it('the same with blocked times: how much is left would not say what is in the way', () => {
    const exclude = [{ from: '20:30', to: '21:30' }];
    const said = lines({ ...daily, exclude, durationMinutes: 90 }, at('2026-11-22 20:00'));
    assert.match(
      said[0] ?? '',
      /^1 h 30 min no longer fit today: too little time is left outside of the excluded times/,
    );
  });

  it('a window that is too short also when it is whole', () => {
    const settings = { ...daily, to: '09:00', durationMinutes: 600 };
    const expected = 'Needs 10 h, the window has 3 h: allow a longer window or a shorter run.';
    assert.deepEqual(lines(settings, at('2026-11-22 05:00')), [expected]);
    assert.deepEqual(lines(settings, at('2026-11-22 07:00')), [expected]);
  });

  it('a request that does not fit until it has to be done: in whole minutes, whatever second it is', () => {
    const request: RunSettings = { ...daily, trigger: 'message', deadline: '18:00', durationMinutes: 600 };
    const expected = 'Needs 10 h, until then it is 5 h 4 min: be ready later or run for less time.';
    for (const mode of ['contiguous', 'interruptible'] as const)
      assert.deepEqual(lines({ ...request, mode }, at('2026-11-22 12:55') + 9_870.3), [expected], mode);
  });

  it('what only a limit on time off makes is said to be that', () => {
    const off = { maxOffMinutes: 120, mode: 'interruptible', minRunMinutes: 30 } as const;
    const said = lines({ ...daily, ...off, from: '06:00', to: '09:00', durationMinutes: 600 }, at('2026-11-22 05:00'));
    assert.match(said[0] ?? '', /^Runs /);
    assert.deepEqual(said.slice(-2), [
      'Needs 10 h, the window has 3 h: allow a longer window or a shorter run.',
      'It runs this much all the same, so that it is never off for too long.',
    ]);
  });

  it('runs without prices are not said to be sure', () => {
    const night: RunSettings = { ...daily, from: '00:00', to: '07:00', durationMinutes: 120 };
    const said = lines(night, at('2026-11-24 02:30'));
    assert.match(said[0] ?? '', /^Runs /);
    assert.match(said[1] ?? '', /^Some of these prices are not known yet\. Without them it runs that late/);
    assert.equal(said.length, 2);
  });

  it('a threshold that is never reached, with the lowest price', () => {
    const said = lines({ ...daily, mode: 'threshold', maxPriceCt: 5 }, at('2026-11-22 08:00'));
    const expected = 'From Sun 08:00 until Sun 22:00 it does not get that cheap: the lowest price is 10.0 ct/kWh.';
    assert.deepEqual(said, [expected]);
  });

  it('a threshold that is only reached before and after: the lowest price of what is left of the window', () => {
    const said = lines({ ...daily, mode: 'threshold', maxPriceCt: 15 }, at('2026-11-22 16:00'));
    const expected = 'From Sun 16:00 until Sun 22:00 it does not get that cheap: the lowest price is 30.0 ct/kWh.';
    assert.deepEqual(said, [expected]);
  });

  it('as long as possible, while prices are not known yet: what is planned so far, and no advice', () => {
    const most: RunSettings = { ...daily, from: '22:00', to: '06:00', mode: 'interruptible', partial: 'maximise' };
    const said = lines({ ...most, durationMinutes: 420 }, at('2026-11-23 08:00'));
    assert.ok(said.includes('So far 2 h of 7 h are planned.'), said.join(' '));
    assert.ok(!said.some((line) => line.startsWith('Only')));
  });

  it('a window that has not begun', () => {
    const said = lines({ ...daily, mode: 'threshold', maxPriceCt: 5 }, at('2026-11-22 05:00'));
    assert.match(said[0] ?? '', /^From Sun 06:00 until Sun 22:00 /);
  });

  it('a limit under which not enough fits', () => {
    const said = lines(
      { ...daily, mode: 'interruptible', durationMinutes: 180, maxPriceCt: 20 },
      at('2026-11-22 08:00'),
    );
    assert.match(
      said[0] ?? '',
      /^At this price limit 3 h do not fit\. The lowest price known .* is 10\.0 ct\/kWh: raise/,
    );
  });

  it('as long as possible: what is reached of what is wanted, in hours and in kWh', () => {
    const most: RunSettings = { ...daily, mode: 'interruptible', partial: 'maximise', maxPriceCt: 20 };
    const now = at('2026-11-22 08:00');
    const tail = ' fit: a longer window allows more, and so does a higher price limit where one is set.';
    assert.ok(lines({ ...most, durationMinutes: 600 }, now).includes(`Only 2 h of 10 h${tail}`));
    assert.ok(lines({ ...most, energyKwh: 20, powerKw: 3.25 }, now).includes(`Only 6.5 of 20.0 kWh${tail}`));
    assert.ok(!lines({ ...most, durationMinutes: 120 }, now).some((line) => line.startsWith('Only')));
  });
});
