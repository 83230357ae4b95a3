import assert from 'node:assert/strict';
import { eventMessage, planPayload, switchMessage } from '#src/nodered/window/plan-message.js';
import { windowMessages } from '#src/nodered/window/window-messages.js';
import type { PriceSeries } from '#src/prices/index.js';
import { type Decision, decide, defaultRunSettings, emptyRunLog, type PlanView, preview } from '#src/runs/index.js';
import { keysOnly } from '../../support/nomos/refusals.js';

const berlin = 'Europe/Berlin';
const hour = 3_600_000;
const start = Date.parse('2026-11-22T13:00:00Z');
const settings = { ...defaultRunSettings, from: '14:00', to: '17:00', durationMinutes: 90 };

function hours(...prices: (number | null)[]): PriceSeries {
  return prices.map((priceCt, i) => ({
    start: start + i * hour,
    end: start + (i + 1) * hour,
    priceCt,
    components: {},
  }));
}

function planOf(more: object, series: PriceSeries): PlanView {
  const plan = preview({ ...settings, ...more }, { series }, start);
  assert.ok(plan);
  return plan;
}

describe('nodered: outputs that nobody is wired to', () => {
  it('get nothing, and all others what they get anyway', () => {
    const decision = decide({ settings, series: hours(30, 10, 20), log: emptyRunLog, cause: 'start', now: start });
    const voice = { timeZone: berlin, topic: 'heat', onValue: true, offValue: false, translate: (key: string) => key };
    const all = windowMessages(decision, voice, { cause: 'start' });
    assert.ok(all?.every((messages) => messages !== null));
    const wired = [['somebody'], ['somebody'], ['somebody']];
    assert.deepEqual(windowMessages(decision, voice, { cause: 'start', wires: wired }), all);
    for (const output of [1, 2]) {
      const wires = wired.map((ids, index) => (index === output ? [] : ids));
      const expected: unknown = all?.map((given, index) => (index === output ? null : given));
      assert.deepEqual(windowMessages(decision, voice, { cause: 'start', wires }), expected);
    }
    const silent = { ...decision, output: { ...decision.output, send: false } };
    assert.equal(windowMessages(silent, voice, { cause: 'start', wires: [['somebody'], [], []] }), undefined);
  });
});

describe('nodered: the plan as a message', () => {
  it('has local times, figures and intervals that are cut where the device switches', () => {
    const { planId, ...payload } = planPayload(planOf({ powerKw: 2 }, hours(30, 10, 20)), berlin);
    assert.equal(typeof planId, 'string');
    assert.deepEqual(payload, {
      feasible: true,
      provisional: false,
      runs: [
        {
          start: '2026-11-22T15:00:00+01:00',
          end: '2026-11-22T16:30:00+01:00',
          minutes: 90,
          averageCt: 13.333333,
          costCt: 40,
        },
      ],
      minutesPlanned: 90,
      minutesMissing: 0,
      averageCt: 13.333333,
      costCt: 40,
      costUnit: 'ct',
      energyKwh: 3,
      saved: { againstNowCt: 30, againstAverageCt: 20 },
      thresholdCt: 20,
      unit: 'ct/kWh',
      nextChange: '2026-11-22T15:00:00+01:00',
      nextStart: '2026-11-22T15:00:00+01:00',
      nextEnd: '2026-11-22T16:30:00+01:00',
      window: { start: '2026-11-22T14:00:00+01:00', end: '2026-11-22T17:00:00+01:00' },
      pricesUntil: '2026-11-22T17:00:00+01:00',
      intervals: [
        { start: '2026-11-22T14:00:00+01:00', end: '2026-11-22T15:00:00+01:00', amount: 30, on: false },
        { start: '2026-11-22T15:00:00+01:00', end: '2026-11-22T16:00:00+01:00', amount: 10, on: true },
        { start: '2026-11-22T16:00:00+01:00', end: '2026-11-22T16:30:00+01:00', amount: 20, on: true },
        { start: '2026-11-22T16:30:00+01:00', end: '2026-11-22T17:00:00+01:00', amount: 20, on: false },
      ],
    });
  });

  it('marks what is expected, with its cost, and nothing where all prices are known', () => {
    const row = Array.from({ length: 96 }, () => 5);
    const usual = { weekday: row, weekend: row, timeZone: 'Europe/Berlin', learnedUntil: '2026-11-21' };
    const expecting = { ...settings, missingPrices: 'expect' as const, powerKw: 2 };
    const plan = preview(expecting, { series: hours(30), usual }, start);
    const { provisional, feasible, costCt, expectedCostCt, runs, intervals } = planPayload(plan!, berlin);
    assert.deepEqual([provisional, feasible, costCt, expectedCostCt], [true, true, null, 15]);
    assert.deepEqual(runs, [
      {
        start: '2026-11-22T15:00:00+01:00',
        end: '2026-11-22T16:30:00+01:00',
        minutes: 90,
        averageCt: null,
        costCt: null,
        expectedCostCt: 15,
        expected: true,
      },
    ]);
    assert.deepEqual(
      intervals.map(({ amount, expected }) => [amount, expected]),
      [[30, undefined], ...Array.from({ length: 8 }, () => [5, true])],
    );
    const known = planPayload(preview(expecting, { series: hours(30, 10, 20), usual }, start)!, berlin);
    assert.deepEqual(known, planPayload(planOf({ powerKw: 2 }, hours(30, 10, 20)), berlin));
  });

  it('without a power says that costs are per kW, and knows no energy', () => {
    const { costUnit, costCt, energyKwh } = planPayload(planOf({}, hours(30, 10, 20)), berlin);
    assert.deepEqual([costUnit, costCt, energyKwh], ['ct per kW', 20, null]);
  });

  it('without prices says why there is none, and null for what is not known', () => {
    const { feasible, reason, runs, averageCt, costCt, saved, thresholdCt, pricesUntil, minutesMissing } = planPayload(
      planOf({}, []),
      berlin,
    );
    assert.deepEqual([feasible, reason, minutesMissing], [false, 'missing-prices', 0]);
    const lastMoment = { start: '2026-11-22T15:30:00+01:00', end: '2026-11-22T17:00:00+01:00' };
    assert.deepEqual(runs, [{ ...lastMoment, minutes: 90, averageCt: null, costCt: null }]);
    assert.deepEqual([averageCt, costCt, thresholdCt, pricesUntil], [null, null, null, null]);
    assert.deepEqual(saved, { againstNowCt: null, againstAverageCt: null });
  });

  it('shows an unknown price as null', () => {
    const { intervals, provisional } = planPayload(planOf({}, hours(30, 10, null)), berlin);
    assert.equal(provisional, true);
    assert.equal(intervals.at(-1)?.amount, null);
  });

  it('holds nothing but JSON', () => {
    const payload = planPayload(planOf({ powerKw: 1 }, hours(30, null, 20)), berlin);
    assert.deepEqual(JSON.parse(JSON.stringify(payload)), payload);
  });
});

describe('nodered: the three messages of a decision', () => {
  const voice = { timeZone: berlin, topic: 'boiler', onValue: 'ON', offValue: 0, translate: keysOnly };
  const decided = (more: Partial<Parameters<typeof decide>[0]> = {}): Decision =>
    decide({ settings, series: hours(10, 20, 30), log: emptyRunLog, cause: 'start', now: start, ...more });

  it('at the start of a run: on, its plan, and what happened', () => {
    const [output, plan, events] = windowMessages(decided(), voice, { cause: 'start' }) ?? [];
    const until = '2026-11-22T15:30:00+01:00';
    assert.deepEqual(output, { topic: 'boiler', payload: 'ON', reason: 'planned', until });
    assert.equal(plan?.topic, 'boiler');
    assert.deepEqual(plan.payload, planPayload(planOf({}, hours(10, 20, 30)), berlin));
    assert.deepEqual(events?.map(({ payload, text, topic }) => [payload, text, topic]).sort(), [
      ['planned', 'events.planned', 'boiler'],
      ['started', 'events.started', 'boiler'],
    ]);
  });

  it('nothing when nothing is new', () => {
    const { log } = decided();
    assert.equal(
      windowMessages(decided({ log, cause: 'alarm', now: start + 60_000 }), voice, { cause: 'alarm' }),
      undefined,
    );
  });

  it('a start shows the plan again, because a dashboard is empty after it', () => {
    const { log } = decided();
    const [, plan] = windowMessages(decided({ log, now: start + 60_000 }), voice, { cause: 'start' }) ?? [];
    assert.equal(plan?.topic, 'boiler');
  });

  it('a reply keeps what came with the message, and always shows the plan', () => {
    const { log } = decided();
    const again = decided({ log, cause: 'command', command: { kind: 'status' }, now: start + 60_000 });
    const message = { _msgid: 'm1', topic: 'asked', mine: 1 };
    const messages = windowMessages(again, { ...voice, topic: '' }, { cause: 'command', message });
    const [, plan] = messages ?? [];
    assert.deepEqual([plan?._msgid, plan?.topic, plan?.mine], ['m1', 'asked', 1]);
  });

  it('off has its own value, and no end where none is known', () => {
    assert.deepEqual(switchMessage({ on: false, reason: 'done', until: undefined, send: true }, berlin), {
      reason: 'done',
    });
  });

  it('an event without a plan has none', () => {
    assert.deepEqual(eventMessage({ kind: 'no-plan', plan: undefined }, berlin, 'text'), {
      payload: 'no-plan',
      text: 'text',
    });
  });
});
