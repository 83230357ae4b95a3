import assert from 'node:assert/strict';
import { type AnyMessage, loadNode, type NodeBench, standAt, unloadNode } from '../../support/nodered/node-bench.js';

const hour = 3_600_000;
const midnight = Date.parse('2026-01-14T00:00:00+01:00');
const iso = (hours: number) => new Date(midnight + hours * hour).toISOString();
/** Two days by the hour: cheap until 5, dear from 17 to 21. */
const prices = Array.from({ length: 48 }, (_, index) => {
  const at = index % 24;
  return { start: iso(index), value: at < 5 ? 10 + at / 10 : at >= 17 && at < 21 ? 40 : 25 };
});
const node = {
  type: 'home-battery',
  version: 1,
  priceSource: 'message',
  priceUnit: 'ct/kWh',
  capacityKwh: 10,
  chargeKw: 5,
  dischargeKw: 5,
};

/** Handled once the node has started; says nothing new. */
const quiet = { topic: 'soc', payload: 'unavailable' };

describe('home-battery in a flow', () => {
  beforeEach(() => standAt(iso(1.1)));
  afterEach(() => unloadNode());

  const started = async (more: object = {}): Promise<NodeBench> => {
    const bench = await loadNode({ node: { ...node, ...more } });
    await bench.receive({ payload: prices });
    return bench;
  };
  const charging = async (more: object = {}): Promise<NodeBench> => {
    const bench = await started(more);
    await bench.receive({ payload: { socPercent: 20 } });
    return bench;
  };
  const last = (bench: NodeBench, output: 1 | 2 | 3): AnyMessage => {
    const { _msgid, ...message } = bench.sent[output].at(-1) ?? {};
    return message;
  };

  it('begins with what is safe, and charges in a cheap night once it is told what is stored', async () => {
    const bench = await charging();
    assert.deepEqual(
      bench.sent[1].map(({ payload, reason }) => [payload, reason]),
      [
        ['auto', 'no-prices'],
        ['charge', 'cheap'],
      ],
    );
    const { text, storedValueCt, powerKw, ...told } = last(bench, 1);
    assert.deepEqual(told, {
      topic: 'battery',
      payload: 'charge',
      targetPercent: told.targetPercent,
      minimumPercent: told.targetPercent,
      reason: 'cheap',
      until: told.until,
      priceCt: 10.1,
    });
    assert.ok(powerKw > 0 && powerKw <= 5);
    assert.match(text, /^A stored kWh is worth [\d.]+ ct; power costs 10.1 ct now: charge\.$/);
    assert.ok(storedValueCt > 10.1);
    const status = bench.statuses.at(-1);
    assert.match(String(status?.text), /^charge [\d.]+ kW to \d+ % until \d\d:\d\d · 10.1 ct/);
    assert.ok(String(status?.text).length <= 60);
  });

  it('shows a plan in exactly the documented shape', async () => {
    const plan = last(await charging(), 2).payload;
    assert.deepEqual(Object.keys(plan), [
      ...['feasible', 'provisional', 'intervals', 'costCt', 'saved', 'cycles', 'chargedFromGridKwh', 'pricesUntil'],
      ...['house', 'forecast', 'feedIn', 'planId'],
    ]);
    assert.equal(plan.pricesUntil, '2026-01-16T00:00:00+01:00');
    assert.equal(plan.forecast, 'shape');
    assert.deepEqual(Object.keys(plan.intervals[0]), [
      ...['start', 'end', 'mode', 'buyCt', 'feedInCt', 'netKwh', 'chargeKwh', 'dischargeKwh', 'gridKwh', 'storedKwh'],
      ...['socPercent', 'storedValueCt', 'costCt', 'expected'],
    ]);
    assert.equal(plan.intervals.length, 23 + 24 + 24);
    assert.ok(plan.saved.againstSelfUseCt > 0 && plan.saved.againstNoBatteryCt > 0);
  });

  it('tells events in words', async () => {
    const bench = await charging();
    assert.deepEqual(
      bench.sent[3].map(({ payload }) => payload),
      ['prices-stale', 'prices-back', 'planned', 'charging'],
    );
    for (const { text } of bench.sent[3]) assert.match(text, /^[A-Z].*\.$/);
  });

  it('takes readings one by one, as text, and leaves out what says nothing', async () => {
    const bench = await started();
    for (const payload of ['unavailable', 'unknown', '', null]) await bench.receive({ topic: 'home/soc', payload });
    assert.equal(last(bench, 1).reason, 'no-prices');
    await bench.receive({ topic: 'sensor.battery_soc', payload: '20,5' });
    assert.equal(last(bench, 1).payload, 'charge');
    assert.deepEqual([bench.errors, bench.warnings.filter((text) => /reading/.test(text))], [[], []]);
  });

  it('asks once about states of charge that are all within 0 … 1, and never where one was above', async () => {
    const warned = async (...percents: unknown[]) => {
      const bench = await started();
      for (const socPercent of percents) await bench.receive({ payload: { socPercent } });
      const texts = bench.warnings.filter((text) => text.includes('between 0 and 1'));
      await unloadNode();
      return texts;
    };
    const [text, ...more] = await warned(0.57, 0.58, '0.58', 0.6, 0.61, 0.62, 0.63);
    assert.match(text ?? '', /the last one is 0\.6\..* by 100/);
    assert.deepEqual(more, []);
    // On its way to empty, standing at one value, full by shares: nothing that could be told apart.
    assert.deepEqual(await warned(1.2, 0.9, 0.57, 0.3, 0.1, 0), []);
    assert.deepEqual(await warned(0.57, 0.57, 0.57, 0, 1), []);
  });

  it('warns of readings that cannot be right once an hour, and goes on', async () => {
    const bench = await charging();
    for (const socPercent of [140, Number.NaN, -1, 'full', {}])
      await bench.receive({ payload: { socPercent, houseW: 300 } });
    await bench.receive({ payload: { houseW: -500, solarW: -20 } });
    const said = bench.warnings.filter((text) => /reading/.test(text));
    assert.equal(said.length, 2);
    assert.match(said[0] ?? '', /socPercent = 140/);
    standAt(iso(2.2));
    await bench.receive({ payload: { socPercent: 25 } });
    await bench.receive({ payload: { socPercent: 101 } });
    assert.equal(bench.warnings.filter((text) => /socPercent/.test(text)).length, 2);
    assert.equal(last(bench, 1).payload, 'charge');
  });

  it('takes a forecast of the sun by its topic', async () => {
    const bench = await charging({ solar: 'yes', chargeFromGrid: false });
    assert.equal(last(bench, 1).reason, 'no-prices');
    assert.match(String(bench.statuses.at(-1)?.text), /learning the house/);
    await bench.receive({
      topic: 'home/solar-forecast',
      payload: { result: { watt_hours_period: { '2026-01-14 09:00:00': 3000, '2026-01-14 10:00:00': 3000 } } },
    });
    assert.equal(last(bench, 2).payload.forecast, 'sun');
    await bench.receive({ topic: 'home/solar-forecast', payload: 'sunny' });
    assert.match(bench.errors.at(-1) ?? '', /payload/);
    assert.equal(last(bench, 2).payload.forecast, 'sun');
  });

  it('takes forecasts of today and of tomorrow one by one, in any order; an empty one takes all of it back', async () => {
    const bench = await charging({ solar: 'yes', chargeFromGrid: false });
    const told = (payload: object[]) => bench.receive({ topic: 'solar-forecast', payload });
    const surplus = () =>
      last(bench, 2)
        .payload.intervals.filter(({ netKwh }: AnyMessage) => netKwh < 0)
        .map(({ start }: AnyMessage) => start.slice(8, 13));
    await told([
      { start: iso(11), end: iso(12), kwh: 5 },
      { start: iso(12), end: iso(13), kwh: 5 },
    ]);
    await told([{ start: iso(36), end: iso(37), kwh: 5 }]);
    assert.deepEqual(surplus(), ['14T11', '14T12', '15T12']);
    await told([{ start: iso(12), end: iso(13), kwh: 6 }]);
    assert.deepEqual(surplus(), ['14T11', '14T12', '15T12']);
    await told([]);
    assert.equal(last(bench, 1).reason, 'learning');
  });

  it('takes a forecast of a week in steps of five minutes, and what says that its service is away for nothing', async () => {
    const bench = await charging({ solar: 'yes', chargeFromGrid: false });
    const payload = Array.from({ length: 7 * 288 }, (_, index) => ({ start: iso(index / 12), kw: 1, kw10: 0.5 }));
    await bench.receive({ topic: 'home/solar-forecast', payload });
    for (const away of ['Unavailable', 'none', ' unknown ', null])
      await bench.receive({ topic: 'home/solar-forecast', payload: away });
    assert.deepEqual(bench.errors, []);
    assert.equal(last(bench, 2).payload.forecast, 'sun');
  });

  it('a forecast of the sun is there after a restart, until it is a day old', async () => {
    const own = { solar: 'yes', chargeFromGrid: false };
    const bench = await charging(own);
    const kwh = { start: iso(9), end: iso(11), kwh: 6 };
    await bench.receive({ topic: 'solar-forecast', payload: [kwh, { ...kwh, start: iso(33), end: iso(35) }] });
    for (const [hours, forecast] of [
      [1.2, 'sun'],
      [25.2, null],
    ] as const) {
      await unloadNode('keep');
      standAt(iso(hours));
      const again = await loadNode({ node: { ...node, ...own } });
      await again.receive({ payload: { socPercent: 30 } });
      await again.receive({ command: 'status' });
      assert.equal(last(again, 2).payload.forecast, forecast);
    }
  });

  it('an override holds the battery until auto, and other properties pass', async () => {
    const bench = await charging();
    await bench.receive({ payload: { override: { mode: 'Hold', minutes: 30 } }, room: 7 });
    const held = last(bench, 1);
    assert.deepEqual(
      [held.payload, held.reason, held.room, held.until],
      ['hold', 'override', 7, '2026-01-14T01:36:00+01:00'],
    );
    await bench.receive({ command: 'auto' });
    assert.equal(last(bench, 1).payload, 'charge');
    await bench.receive({ command: 'override', override: 'keep' });
    assert.equal(last(bench, 1).payload, 'keep');
    await bench.receive({ reset: true });
    assert.equal(last(bench, 1).payload, 'charge');
  });

  it('takes what the payload brings beside options, and readings beside a command', async () => {
    const bench = await loadNode({ node });
    await bench.receive({ payload: prices, options: { wearCt: 2 } });
    assert.equal(last(bench, 1).reason, 'no-soc');
    await bench.receive({ topic: 'soc', payload: 20, options: { gridLimitKw: 2 } });
    assert.equal(last(bench, 1).payload, 'charge');
    await bench.receive({ payload: { command: 'status', socPercent: 30 } });
    assert.match(String(bench.statuses.at(-1)?.text), /charge/);
    await bench.receive({ payload: { socPercent: 70 }, command: 'plan' });
    assert.ok(last(bench, 2).payload.intervals[0].socPercent > 70);
    for (const payload of ['left over', { some: 'thing' }, 3, null, undefined])
      await bench.receive({ payload, options: { wearCt: 3 } });
    await bench.receive({ topic: 'battery', payload: 'left over', command: 'plan' });
    assert.deepEqual([bench.errors, bench.warnings.filter((text) => /reading/.test(text))], [[], []]);
  });

  it('takes nothing of a message whose options cannot be', async () => {
    const bench = await loadNode({ node });
    await bench.receive({ topic: 'soc', payload: 20 });
    await bench.receive({ payload: prices, options: { minSocPercent: 100 } });
    assert.match(bench.errors.at(-1) ?? '', /minSocPercent is 100/);
    await bench.receive({ command: 'status' });
    assert.equal(last(bench, 1).reason, 'no-prices');
  });

  it('refuses what cannot be, by field and value, and changes nothing', async () => {
    const bench = await charging({ chargeFromGrid: false });
    const before = bench.sent[1].length;
    const wrong: readonly (readonly [object, RegExp])[] = [
      [
        { command: 'override', override: { mode: 'charge' } },
        /override\.mode is "charge".*needs “Grid” \(chargeFromGrid\)/,
      ],
      [{ command: 'override', override: { mode: 'fly' } }, /override\.mode is "fly".*auto \| hold/],
      [{ command: 'fly' }, /command is "fly".*plan \| status/],
      [{ options: { minSocPercent: 120 } }, /minSocPercent is 120.*0 … 100/],
      [{ options: { minSocPercent: 100 } }, /minSocPercent is 100.*“Fill up to” \(maxSocPercent\), 100/],
      [{ options: { minSoc: 20 } }, /minSoc.*minSocPercent/],
      [{ payload: 'hello' }, /payload is "hello".*readings/],
      [{ payload: 20, topic: 'sensor.battery_level' }, /payload is 20.*readings/],
      [{ payload: true }, /payload is true/],
    ];
    for (const [message, text] of wrong) {
      await bench.receive(message);
      assert.match(bench.errors.at(-1) ?? '', text);
    }
    assert.equal(bench.errors.length, wrong.length);
    assert.equal(bench.sent[1].length, before);
  });

  it('prices by message are refused where the account has them', async () => {
    const others = [{ id: 'account', type: 'nomos-account', name: 'Home', version: 1, grant: 'client-credentials' }];
    const bench = await loadNode({ node: { ...node, priceSource: 'account', account: 'account' }, others });
    await bench.receive({ payload: prices });
    assert.match(bench.errors[0] ?? '', /takes them from the account/);
  });

  it('options hold over a restart, and so does what was sent', async () => {
    const bench = await charging();
    await bench.receive({ options: { gridLimitKw: 2 } });
    const limited = last(bench, 1);
    assert.ok(limited.powerKw < 2);
    await unloadNode('keep');
    standAt(iso(1.15));
    const again = await loadNode({ node });
    await again.receive(quiet);
    assert.deepEqual(again.sent[3], [], 'nothing is told twice');
    const { payload, reason, powerKw } = last(again, 1);
    assert.deepEqual([payload, reason, powerKw], ['charge', 'startup', limited.powerKw]);
    await unloadNode('keep');
    const silent = await loadNode({ node: { ...node, sendOnStart: false } });
    await silent.receive(quiet);
    assert.deepEqual(silent.sent[1], []);
    await silent.receive({ command: 'status' });
    assert.equal(last(silent, 1).payload, 'charge');
    await silent.receive({ command: 'plan', options: null });
    assert.ok(last(silent, 1).powerKw !== limited.powerKw);
  });

  it('resend sends with every plan, or again after so many minutes', async () => {
    const bench = await charging({ resend: 'replan' });
    const count = bench.sent[1].length;
    await bench.receive({ payload: prices });
    assert.equal(bench.sent[1].length, count + 1);
    await unloadNode();
    standAt(iso(1.1));
    const each = await charging({ resend: 5 });
    const before = each.sent[1].length;
    await each.receive({ payload: prices });
    standAt(iso(1.2));
    await each.receive({ payload: prices });
    assert.equal(each.sent[1].length, before + 1);
  });

  it('says what is missing where a person has to enter it', async () => {
    for (const field of ['capacityKwh', 'chargeKw', 'dischargeKw']) {
      const bench = await loadNode({ node: { ...node, [field]: '' } });
      await bench.receive({ payload: prices });
      assert.match(bench.errors[0] ?? '', new RegExp(`${field} is undefined; allowed: a number above 0`));
      await unloadNode();
      standAt(iso(1.1));
    }
  });

  it('a restart with another capacity plans with that', async () => {
    const bench = await charging();
    await unloadNode('keep');
    const again = await loadNode({ node: { ...node, capacityKwh: 8 } });
    await again.receive(quiet);
    assert.equal(last(again, 1).payload, 'charge');
    assert.ok(bench.sent[1].length > 0);
  });
});
