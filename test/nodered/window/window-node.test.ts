import assert from 'node:assert/strict';
import { plannedRuns } from '#src/nodered/account/planned-runs.js';
import {
  type AnyMessage,
  countTimers,
  loadNode,
  type NodeBench,
  standAt,
  unloadNode,
} from '../../support/nodered/node-bench.js';

const now = '2026-11-22T14:07:00+01:00';
const hour = 3_600_000;
const iso = (text: string) => `2026-11-22T${text}:00+01:00`;
/** 14:00 to 20:00, an hour each; the cheapest is 17:00 to 18:00. */
const amounts = [30, 28, 26, 10, 27, 29];
const starts = amounts.map((_, index) => Date.parse(iso('14:00')) + index * hour);
const instant = (at: number) => new Date(at).toISOString();

const byMessage = { type: 'cheapest-window', version: 1, priceSource: 'message', trigger: 'message', withinHours: 5 };
const plain = starts.map((start, index) => ({ start: instant(start), value: amounts[index] }));

describe('cheapest-window in a flow', () => {
  beforeEach(() => standAt(now));
  afterEach(() => unloadNode());

  const load = (more: Record<string, unknown> = {}) => loadNode({ node: { ...byMessage, ...more } });
  const planned = async (more: Record<string, unknown> = {}) => {
    const bench = await load(more);
    await bench.receive({ payload: plain });
    await bench.receive({ command: 'plan' });
    return bench;
  };
  const lastPlan = ({ sent }: NodeBench): AnyMessage => sent[2].at(-1)?.payload;
  const runsOf = (bench: NodeBench) => lastPlan(bench)?.runs.map(({ start, end }: AnyMessage) => [start, end]);

  it('is in the sidebar beside no account, until it closes', async () => {
    await planned({ name: 'Boiler', timeZone: 'Europe/London' });
    const [shown, ...others] = plannedRuns.of('');
    assert.deepEqual(others, []);
    assert.deepEqual([shown?.name, shown?.timeZone, shown?.idle], ['Boiler', 'Europe/London', undefined]);
    assert.deepEqual(
      shown?.runs.map(({ start }) => start),
      [Date.parse(iso('17:00'))],
    );
    await unloadNode();
    assert.deepEqual(plannedRuns.of(''), []);
  });

  it('plans on request and says so in exactly the documented shape', async () => {
    const bench = await planned({ powerKw: 2 });
    const plan = lastPlan(bench);
    const { planId, intervals, ...figures } = plan;
    assert.equal(typeof planId, 'string');
    assert.deepEqual(figures, {
      feasible: true,
      provisional: false,
      runs: [{ start: iso('17:00'), end: iso('18:00'), minutes: 60, averageCt: 10, costCt: 20 }],
      minutesPlanned: 60,
      minutesMissing: 0,
      averageCt: 10,
      costCt: 20,
      costUnit: 'ct',
      energyKwh: 2,
      saved: figures.saved,
      thresholdCt: figures.thresholdCt,
      unit: 'ct/kWh',
      nextChange: iso('17:00'),
      nextStart: iso('17:00'),
      nextEnd: iso('18:00'),
      window: { start: iso('14:07'), end: iso('19:07') },
      pricesUntil: iso('20:00'),
      prices: { from: 'plain', unit: 'ct/kWh', assumed: true },
    });
    assert.deepEqual(Object.keys(figures.saved), ['againstNowCt', 'againstAverageCt']);
    assert.deepEqual(
      intervals.filter(({ on }: AnyMessage) => on),
      [{ start: iso('17:00'), end: iso('18:00'), amount: 10, on: true }],
    );
    await bench.receive({ command: 'status' });
    const { _msgid, ...told } = bench.sent[1].at(-1);
    assert.deepEqual(told, { command: 'status', payload: false, reason: 'waiting', until: iso('17:00') });
    const { payload, text, plan: ofEvent } = bench.sent[3].find((event) => event.payload === 'planned');
    assert.deepEqual([payload, typeof text, ofEvent.planId], ['planned', 'string', planId]);
  });

  it('lets other properties of a message pass', async () => {
    const bench = await load({ topic: 'boiler' });
    await bench.receive({ payload: plain });
    const extra = { topic: 'lost', room: { id: 7 }, payload: 'lost' };
    await bench.receive({ command: 'plan', ...extra });
    await bench.receive({ command: 'status', ...extra });
    const last = ([1, 2, 3] as const).map((output) => bench.sent[output].at(-1));
    assert.deepEqual(
      last.map(({ topic, room, command }) => [topic, room, command]),
      ['status', 'status', 'plan'].map((command) => ['boiler', { id: 7 }, command]),
    );
    assert.ok(!last.some(({ payload }) => payload === 'lost'));
  });

  it('sends the values it was given', async () => {
    const bench = await planned({ onValue: '{"on":1}', onValueType: 'json', offValue: 'OFF', offValueType: 'str' });
    assert.equal(bench.sent[1].at(-1).payload, 'OFF');
    await bench.receive({ command: 'start' });
    assert.deepEqual(bench.sent[1].at(-1).payload, { on: 1 });
    await bench.receive({ command: 'cancel' });
    assert.equal(bench.sent[1].at(-1).payload, 'OFF');
  });

  const formats: Record<string, object> = {
    'a plain list in ct/kWh': { payload: plain },
    'instants as epoch ms': { payload: starts.map((start, index) => ({ start, value: amounts[index] })) },
    'our own series': {
      payload: starts.map((start, index) => ({
        start: instant(start),
        end: instant(start + hour),
        amount: amounts[index],
      })),
    },
    'power-saver priceData in EUR/kWh': {
      unit: 'EUR/kWh',
      payload: {
        source: 'Other',
        priceData: starts.map((start, index) => ({ start: instant(start), value: (amounts[index] ?? 0) / 100 })),
      },
    },
    'Tibber, in EUR/kWh whatever the unit': {
      payload: {
        viewer: {
          homes: [
            {
              currentSubscription: {
                priceInfo: {
                  today: starts.map((start, index) => ({
                    startsAt: instant(start),
                    total: (amounts[index] ?? 0) / 100,
                  })),
                  tomorrow: [],
                },
              },
            },
          ],
        },
      },
    },
    'Nord Pool raw_today in EUR/MWh': {
      unit: 'EUR/MWh',
      payload: {
        attributes: {
          raw_today: starts.map((start, index) => ({
            start: instant(start),
            end: instant(start + hour),
            value: (amounts[index] ?? 0) * 10,
          })),
        },
      },
    },
  };
  for (const [name, message] of Object.entries(formats)) {
    it(`takes prices as ${name}`, async () => {
      const bench = await load();
      await bench.receive(message);
      await bench.receive({});
      assert.deepEqual(bench.errors, []);
      assert.deepEqual(runsOf(bench), [[iso('17:00'), iso('18:00')]]);
      assert.ok(Math.abs(lastPlan(bench).averageCt - 10) < 1e-9);
    });
  }

  const euros = starts.map((start, index) => ({ startsAt: instant(start), total: (amounts[index] ?? 0) / 100 }));

  it('tells with every plan how its prices were read, also after a restart', async () => {
    const bench = await load();
    await bench.receive({ payload: [...euros, { startsAt: 'x', total: 1 }] });
    await bench.receive({});
    const told = { from: 'tibber', unit: 'EUR/kWh', dropped: 1 };
    assert.deepEqual(lastPlan(bench).prices, told);
    assert.deepEqual(bench.sent[3].at(-1).plan.prices, told);
    await unloadNode('keep');
    const again = await load();
    await again.receive({ command: 'status' });
    assert.deepEqual(lastPlan(again).prices, told);
  });

  it('limits in ct hold for prices in euro', async () => {
    const bench = await load({ mode: 'interruptible', durationMinutes: 240, maxPriceCt: 20, partial: 'maximise' });
    await bench.receive({ payload: euros, options: {} });
    assert.deepEqual(runsOf(bench), [[iso('17:00'), iso('18:00')]]);
  });

  it('reads prices that name no unit by its own setting', async () => {
    const bench = await load({ priceUnit: 'EUR/MWh' });
    await bench.receive({ payload: starts.map((start, index) => [start, (amounts[index] ?? 0) * 10]), options: {} });
    assert.equal(lastPlan(bench).averageCt, 10);
    assert.deepEqual(lastPlan(bench).prices, { from: 'plain', unit: 'EUR/MWh' });
  });

  it('warns once of what it had to take for granted, and once more when it comes back', async () => {
    const bench = await load();
    const twice = [...plain, { start: instant(starts[0] ?? 0), value: 5.5 }];
    const times: number[] = [];
    for (const payload of [plain, plain, twice, euros, plain]) {
      await bench.receive({ payload });
      times.push(bench.warnings.length);
    }
    assert.deepEqual(times, [1, 1, 2, 2, 3]);
    assert.match(bench.warnings[0] ?? '', /^The prices name no unit: they are taken as ct\/kWh/);
    assert.match(bench.warnings[1] ?? '', /contradict themselves at 1 times/);
  });

  for (const [name, node] of [
    ['a request', {}],
    ['a daily window', { trigger: 'daily', from: '14:00', to: '20:00' }],
  ] as const)
    it(`prices and options in one message make one plan, for ${name}`, async () => {
      const bench = await load(node);
      await bench.receive({ command: 'status' });
      const started = bench.sent[3].length;
      const shown = bench.sent[2].length;
      const told = () => bench.sent[3].slice(started).map(({ payload }) => payload);
      const dear = amounts.toReversed();
      await bench.receive({ payload: plain, options: { durationMinutes: 120 } });
      assert.deepEqual(told(), ['planned']);
      assert.equal(bench.sent[2].length, shown + 1);
      const other = starts.map((start, index) => ({ start: instant(start), value: dear[index] }));
      await bench.receive({ payload: other, options: { durationMinutes: 180 } });
      assert.deepEqual(told(), ['planned', 'planned']);
      assert.equal(bench.sent[3].at(-1).plan.minutesPlanned, 180);
    });

  it('closed holes of seconds neither miss a price nor switch at every edge', async () => {
    const bench = await load({ durationMinutes: 120 });
    const inclusive = starts.map((start, index) => ({
      start: instant(start + 1000),
      end: instant(start + hour - 1),
      value: amounts[index],
    }));
    await bench.receive({ payload: inclusive, options: {} });
    assert.deepEqual(runsOf(bench), [[iso('16:00'), iso('18:00')]]);
    assert.equal(lastPlan(bench).feasible, true);
  });

  it('takes options that come together with prices', async () => {
    const bench = await load();
    await bench.receive({ payload: plain, options: { durationMinutes: 120 } });
    assert.deepEqual(runsOf(bench), [[iso('16:00'), iso('18:00')]]);
  });

  it('never takes an unknown price for a cheap one', async () => {
    const bench = await load();
    await bench.receive({ payload: plain.map((entry, index) => (index === 3 ? { ...entry, value: null } : entry)) });
    await bench.receive({});
    for (const [start, end] of runsOf(bench))
      assert.ok(end <= iso('17:00') || start >= iso('18:00'), `${start} ${end}`);
  });

  const refused: Record<string, { message: object; names: RegExp; node?: Record<string, unknown> }> = {
    'an unknown command': { message: { command: 'go' }, names: /^command is "go"; allowed: plan \| cancel/ },
    'a command that is no text': { message: { command: 7 }, names: /^command is 7/ },
    'an unknown option': {
      message: { options: { duration: 5 } },
      names: /^duration is 5; allowed: no option of this name; the nearest: durationMinutes\. Names: mode/,
    },
    'options that are no object': { message: { options: 'fast' }, names: /"fast"/ },
    'an option of the wrong kind': {
      message: { options: { durationMinutes: 'long' } },
      names: /^durationMinutes is "long"/,
    },
    'an option out of bounds': {
      message: { options: { durationMinutes: 0 } },
      names: /^durationMinutes is 0; allowed: 1/,
    },
    'a mode that does not exist': {
      message: { options: { mode: 'cheap' } },
      names: /^mode is "cheap"; allowed: contiguous/,
    },
    'a time of day that does not exist': { message: { options: { deadline: '25:00' } }, names: /^deadline is "25:00"/ },
    'a setting of the daily window': {
      message: { options: { from: '08:00' } },
      names: /^from counts only where “When” is “every day in a window”/,
    },
    'a deadline that is past': { message: { options: { deadline: iso('13:00') } }, names: /is already past/ },
    'an override without a state': { message: { command: 'override' }, names: /^override/ },
    'an override to something': {
      message: { command: { override: { state: 'half' } } },
      names: /^override.state is "half"/,
    },
    'an override of no time': {
      message: { command: 'override', override: { state: 'on', minutes: -1 } },
      names: /^override.minutes is -1/,
    },
    'skip without a daily window': {
      message: { command: 'skip' },
      names: /^command skip counts only where “When” is “every day in a window”/,
    },
    'the current price instead of the series': {
      message: { topic: 'nomos/price', payload: 12.3 },
      names: /Wire output 2/,
    },
    'prices in no known shape': {
      message: { payload: { cheap: true } },
      names: /^payload is {"cheap":true}; allowed: prices of a supplier/,
    },
    'a price that is a word': {
      message: { payload: [{ start: iso('14:00'), value: 'low' }] },
      names: /^payload\[0\].value is "low"/,
    },
    'a price without its time': { message: { payload: [{ value: 12 }] }, names: /^payload is \[{"value":12}\]/ },
    'a time that is none': {
      message: { payload: [{ start: '2026-11-31T14:00:00', value: 12 }] },
      names: /^payload\[0\].start is "2026-11-31T14:00:00"; allowed: a time/,
    },
    'an unknown unit': { message: { unit: 'DM/kWh', payload: plain }, names: /^unit is "DM\/kWh"; allowed: ct\/kWh/ },
    'prices without a unit that are no ct/kWh': {
      message: { payload: plain.map(({ start }) => ({ start, value: 0.3561 })) },
      names: /^These prices name no unit, .* 0\.3561\)\. Set “Unit of prices” in the node, or msg\.unit to ct\/kWh/,
    },
    'prices of years ago': {
      message: { payload: [{ start: '2019-01-01T00:00:00Z', value: 12 }] },
      names: /^All these prices are for another time \(2019-01-01T01:00:00\+01:00 …/,
    },
    'a single price': { message: { payload: 25.3 }, names: /^payload is 25\.3; allowed: prices of a supplier/ },
    'a page': { message: { payload: '<html><body>Login</body></html>' }, names: /^payload is "<html>/ },
    'an empty text': { message: { payload: '' }, names: /^payload is ""; allowed: prices/ },
    'hours sent to a daily node': {
      node: { trigger: 'daily' },
      message: { options: { withinHours: 3 } },
      names: /^withinHours counts only where “When” is “when a message arrives”/,
    },
  };
  for (const [name, { message, names, node = {} }] of Object.entries(refused)) {
    it(`refuses ${name}, by name, and goes on as before`, async () => {
      const bench = await planned(node);
      const before = runsOf(bench);
      const sent = bench.sent[1].length;
      await bench.receive(message);
      assert.equal(bench.errors.length, 1, String(bench.errors));
      assert.match(bench.errors[0] ?? '', names);
      assert.equal(bench.sent[1].length, sent, 'the device is left alone');
      await bench.receive({ command: 'status' });
      assert.deepEqual(runsOf(bench), before);
    });
  }

  const unusable: Record<string, { node: Record<string, unknown>; names: RegExp }> = {
    'a stored setting that is wrong': { node: { durationMinutes: 'x' }, names: /^durationMinutes is "x"/ },
    'a version from the future': { node: { version: 99 }, names: /^This node was saved by a newer version/ },
    'a value that is no JSON': { node: { onValue: '{', onValueType: 'json' }, names: /^onValue is "{"; allowed: JSON/ },
    'no account': { node: { priceSource: 'account' }, names: /^This node has no usable Nomos account/ },
  };
  for (const [name, { node, names }] of Object.entries(unusable)) {
    it(`says under the node and to every message that there is ${name}`, async () => {
      const bench = await load(node);
      await bench.receive({});
      assert.match(bench.errors[0] ?? '', names);
      const status = bench.statuses.at(-1);
      assert.equal(status?.fill, 'red');
      assert.match(status?.text ?? '', /^(no account|wrong setting: [\w ]+|failed|needs a newer version)$/);
    });
  }

  it('goes on after a restart with the prices and the request it had', async () => {
    const before = await planned();
    const { planId } = lastPlan(before);
    await unloadNode('keep');
    standAt(iso('14:20'));
    const bench = await load();
    await bench.receive({ command: 'status' });
    assert.equal(lastPlan(bench).planId, planId);
    assert.equal(bench.sent[1][0].reason, 'startup');
  });

  it('learns what prices that come by message usually are, and expects them beyond those, also after a restart', async () => {
    const night = Date.parse('2026-11-21T00:00:00+01:00');
    const twoDays = Array.from({ length: 48 }, (_, index) => {
      return { start: instant(night + index * hour), value: index % 24 === 4 ? 5 : 20 };
    });
    const expecting = { missingPrices: 'expect', withinHours: 20 };
    const before = await load(expecting);
    await before.receive({ payload: twoDays });
    await unloadNode('keep');
    standAt(iso('20:00'));
    const bench = await load(expecting);
    await bench.receive({ command: 'plan' });
    const { feasible, provisional, costCt, expectedCostCt } = lastPlan(bench);
    const fromFour = { start: '2026-11-23T04:00:00+01:00', end: '2026-11-23T05:00:00+01:00', expected: true };
    assert.deepEqual([feasible, provisional, costCt, expectedCostCt], [true, true, null, 5]);
    assert.deepEqual(
      lastPlan(bench).runs.map(({ start, end, expected }: AnyMessage) => ({ start, end, expected })),
      [fromFour],
    );
    standAt(fromFour.start);
    await bench.receive({ command: 'status' });
    const { payload, reason } = bench.sent[1].at(-1)!;
    assert.deepEqual([payload, reason], [true, 'fallback']);
  });

  it('learns nothing from prices in a message that is refused', async () => {
    const night = Date.parse('2026-11-21T00:00:00+01:00');
    const yesterday = Array.from({ length: 24 }, (_, index) => ({ start: instant(night + index * hour), value: 20 }));
    const bench = await load({ missingPrices: 'expect', withinHours: 20 });
    await bench.receive({ payload: yesterday, options: { deadline: '2026-11-21T12:00:00+01:00' } });
    assert.equal(bench.errors.length, 1);
    await bench.receive({ command: 'plan' });
    assert.equal(lastPlan(bench).feasible, false);
  });

  it('leaves no timer behind when it is unloaded with a run ahead', async () => {
    const timers = countTimers();
    try {
      const bench = await planned();
      assert.ok(timers.pending() > 0, 'an alarm is set for the run');
      const before = structuredClone(bench.sent);
      await unloadNode('keep');
      assert.equal(timers.pending(), 0);
      assert.deepEqual(bench.sent, before);
    } finally {
      timers.end();
    }
  });
});
