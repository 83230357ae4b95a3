import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import { deployedHouses } from '#src/nodered/home/home-node.js';
import { type AnyMessage, loadNode, type NodeBench, standAt, unloadNode } from '../../support/nodered/node-bench.js';

const now = '2026-11-22T14:07:00+01:00';
const hour = 3_600_000;
const iso = (text: string) => `2026-11-22T${text}:00+01:00`;
/** 14:00 to 24:00, an hour each; the cheapest is 17:00 to 18:00, then 16:00. */
const amounts = [30, 28, 26, 10, 27, 29, 31, 32, 33, 34];
const starts = amounts.map((_, index) => Date.parse(iso('14:00')) + index * hour);
const prices = starts.map((start, index) => ({ start: new Date(start).toISOString(), value: amounts[index] }));

const device = {
  type: 'cheapest-window',
  version: 1,
  priceSource: 'message',
  trigger: 'message',
  withinHours: 9,
  home: 'house',
  powerKw: 11,
};
const house = { id: 'house', type: 'nomos-home', version: 1, name: 'Home', limitKw: 11 };

/** A flow of the node under test and another device beside it, whose outputs are heard as those of the first. */
async function twoIn(
  home: object = house,
  more: object = {},
): Promise<NodeBench & { other(message: object): Promise<void> }> {
  const other = { id: 'other', z: 'tab', ...device, name: 'Boiler', ...more, wires: [['out1'], ['out2'], ['out3']] };
  const bench = await loadNode({ node: { ...device, name: 'Car' }, others: [home, other] });
  return { ...bench, other: (message) => received('other', message, bench) };
}

function received(id: string, message: object, { errors }: NodeBench): Promise<void> {
  const node = helper.getNode(id) as unknown as AnyMessage;
  return new Promise((resolve) => {
    node._complete = (...values: [object, Error?]) => {
      delete node._complete;
      if (values[1] !== undefined) errors.push(values[1].message);
      setImmediate(() => setImmediate(() => setImmediate(resolve)));
    };
    node.receive(message);
  });
}

const runs = (plan: AnyMessage) => plan?.runs.map(({ start, end }: AnyMessage) => [start, end]);

describe('nomos-home in a flow', () => {
  beforeEach(() => standAt(now));
  afterEach(() => unloadNode());

  async function planned(home: object = house, more: object = {}) {
    const bench = await twoIn(home, more);
    for (const receive of [bench.receive, bench.other]) {
      await receive({ payload: prices });
      await receive({ command: 'plan' });
    }
    return bench;
  }
  const shown = async (bench: NodeBench): Promise<AnyMessage> => {
    await bench.receive({ command: 'home', _msgid: 'x' });
    return bench.sent[2].at(-1)?.payload;
  };

  it('says of each device what it waits for, until it has a plan', async () => {
    const idle = () => deployedHouses('house').map((one) => [one.member('tested')?.idle, one.member('other')?.idle]);
    const bench = await twoIn();
    await bench.receive({ command: 'status' });
    assert.deepEqual(idle(), [['status.ready-message', 'status.ready-message']]);
    await bench.receive({ payload: prices });
    await bench.receive({ command: 'plan' });
    assert.deepEqual(idle(), [[undefined, 'status.ready-message']]);
  });

  it('plans two devices beside each other, and shows the whole house to who asks', async () => {
    const bench = await planned();
    const { name, limitKw, order, members, intervals } = await shown(bench);
    assert.deepEqual(bench.errors, []);
    assert.deepEqual([name, limitKw, order], ['Home', 11, ['Boiler', 'Car']]);
    assert.deepEqual(
      members.map((member: AnyMessage) => [member.name, member.priority, runs(member.plan)]),
      [
        ['Boiler', 5, [[iso('17:00'), iso('18:00')]]],
        ['Car', 5, [[iso('16:00'), iso('17:00')]]],
      ],
    );
    assert.ok(intervals.every((step: AnyMessage) => step.highestKw <= 11));
    assert.deepEqual(
      intervals.filter(({ kw }: AnyMessage) => kw > 0).map(({ start }: AnyMessage) => start),
      ['16:00', '16:15', '16:30', '16:45', '17:00', '17:15', '17:30', '17:45'].map(iso),
    );
  });

  it('says on output 2 of each device whose house it shares', async () => {
    const bench = await planned();
    assert.deepEqual(bench.sent[2].at(-1)?.payload.home, { name: 'Home', limitKw: 11, order: ['Boiler', 'Car'] });
  });

  it('tells devices of the same name apart', async () => {
    const bench = await planned(house, { name: 'Car' });
    const { order, members } = await shown(bench);
    assert.deepEqual(
      order,
      members.map(({ id }: AnyMessage) => `Car (${id})`),
    );
    assert.equal(new Set(order).size, 2);
  });

  it('counts the sun: a forecast to one device is one for all', async () => {
    const sunny = { ...house, limitKw: '', feedIn: 'fixed', feedInCt: 8, baseLoadKw: 0 };
    const bench = await planned(sunny);
    await bench.other({ topic: 'nomos/pv', payload: [{ start: iso('15:00'), end: iso('16:00'), kw: 11 }] });
    const { members } = await shown(bench);
    assert.deepEqual(bench.errors, []);
    assert.deepEqual(
      members.map(({ plan }: AnyMessage) => [runs(plan), plan.costCt, plan.sunKwh]),
      [
        [[[iso('15:00'), iso('16:00')]], 88, 11],
        [[[iso('17:00'), iso('18:00')]], 110, undefined],
      ],
    );
  });

  it('takes a limit that is told, for its time only, and takes it back', async () => {
    const bench = await planned({ ...house, limitKw: 30 });
    await bench.receive({ topic: 'nomos/limit', payload: { limitKw: 4.2, from: iso('17:00'), until: iso('18:00') } });
    const dimmed = await shown(bench);
    assert.deepEqual(
      dimmed.members.map(({ plan }: AnyMessage) => runs(plan)),
      [[[iso('16:00'), iso('17:00')]], [[iso('16:00'), iso('17:00')]]],
    );
    await bench.receive({ topic: 'nomos/limit', payload: null });
    const free = await shown(bench);
    assert.deepEqual(
      free.members.map(({ plan }: AnyMessage) => runs(plan)),
      [[[iso('17:00'), iso('18:00')]], [[iso('17:00'), iso('18:00')]]],
    );
  });

  it('a hard limit pauses what is on, the last in order first, and plans its rest again', async () => {
    const bench = await planned({ ...house, limitKw: 22 }, { priority: 1 });
    for (const receive of [bench.receive, bench.other]) await receive({ command: 'start' });
    bench.sent[1].length = 0;
    await bench.receive({ topic: 'nomos/limit', payload: { limitKw: 11, until: iso('15:00'), hard: true } });
    const { members } = await shown(bench);
    assert.deepEqual(
      bench.sent[1].map(({ payload }) => payload),
      [false],
    );
    assert.deepEqual(runs(members[0].plan), [[iso('14:07'), iso('15:07')]]);
    assert.deepEqual(runs(members[1].plan)[0], [iso('17:00'), iso('18:00')]);
  });

  it('knows after a restart what it was told: a limit for its time, a forecast', async () => {
    const sunny = { ...house, limitKw: 30, feedIn: 'fixed', feedInCt: 8, baseLoadKw: 0 };
    const bench = await planned(sunny);
    await bench.receive({ topic: 'nomos/limit', payload: { limitKw: 4.2, from: iso('17:00'), until: iso('18:00') } });
    await bench.other({ topic: 'nomos/pv', payload: [{ start: iso('15:00'), end: iso('16:00'), kw: 11 }] });
    const before = await shown(bench);
    assert.deepEqual(
      before.members.map(({ plan }: AnyMessage) => runs(plan)),
      [[[iso('15:00'), iso('16:00')]], [[iso('16:00'), iso('17:00')]]],
    );
    await unloadNode('keep');
    assert.deepEqual(await shown(await twoIn(sunny)), before);
    await unloadNode('keep');
    standAt(iso('18:00'));
    const evening = await shown(await twoIn(sunny));
    assert.equal(evening.limitKw, 30);
  });

  it('tells once that somebody has started more than the limit allows', async () => {
    const bench = await planned();
    for (const receive of [bench.receive, bench.other, bench.other]) await receive({ command: 'start' });
    const told = bench.sent[3].filter(({ payload }) => payload === 'over-limit');
    assert.deepEqual(
      told.map(({ text }) => text),
      ['The house draws 22 kW now; its limit is 11 kW.'],
    );
  });

  for (const [field, message] of [
    ['payload.limitKw', { topic: 'nomos/limit', payload: { limitKw: -1 } }],
    ['payload.until', { topic: 'nomos/limit', payload: { limitKw: 1, from: iso('15:00'), until: iso('14:00') } }],
    ['payload', { topic: 'nomos/surplus', payload: 'much' }],
    ['payload', { topic: 'roof/solar-forecast', payload: {} }],
  ] as const)
    it(`refuses ${JSON.stringify(message)}, and changes nothing`, async () => {
      const bench = await planned();
      const before = await shown(bench);
      await bench.receive(message);
      assert.match(bench.errors[0] ?? '', new RegExp(`^${field} is`));
      assert.deepEqual(await shown(bench), before);
    });

  it('changes nothing for a device without a house, byte for byte, while others share one', async () => {
    const life = async (beside: readonly object[]) => {
      standAt(now);
      const node = { ...device, home: '', name: 'Alone', alwaysOnBelowCt: 12 };
      const bench = await loadNode({ node, others: beside });
      for (const message of [
        { payload: prices },
        { command: 'plan' },
        { topic: 'nomos/surplus', command: 'status' },
        { command: 'start' },
        { command: 'cancel' },
        { command: 'home' },
      ])
        await bench.receive(message);
      const sent = JSON.stringify(bench.sent).replace(/"_msgid":"[^"]*"/g, '');
      const { errors, warnings, statuses } = bench;
      const told = JSON.stringify({ errors, warnings, statuses });
      await unloadNode();
      return { sent, told };
    };
    const second = { id: 'other', z: 'tab', ...device, name: 'Boiler', wires: [[], [], []] };
    const beside = await life([house, second]);
    assert.deepEqual(beside, await life([]));
    assert.doesNotMatch(beside.sent, /"home"|sunKwh|"sun"/);
    assert.match(beside.told, /command is \\"home\\"/);
  });

  it('refuses to run where the house is missing, or a device does not say its power', async () => {
    const alone = await loadNode({ node: device });
    assert.match(alone.statuses.at(-1)?.text ?? '', /house/);
    await unloadNode();
    const powerless = await loadNode({ node: { ...device, powerKw: '' }, others: [house] });
    assert.match(powerless.statuses.at(-1)?.text ?? '', /Power/);
  });
});
