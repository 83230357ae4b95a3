import assert from 'node:assert/strict';
import type { HomesAnswer } from '#src/protocol/admin-api.js';
import { Bench } from '../support/real/bench.js';
import { stretches } from '../support/real/prices.js';
import { injector, observedFlow, recorder, watched } from '../support/real/recorder.js';

const day = '2026-11-22';
const limitKw = 11;
const prices = stretches(
  { date: day, from: '17:00', to: '18:00', ct: 12 },
  { date: day, from: '19:00', to: '20:00', ct: 10 },
  { date: day, from: '21:00', to: '22:30', ct: 11 },
);

interface Shown {
  readonly members: readonly { readonly name: string; readonly plan: { readonly runs: readonly Run[] } | null }[];
  readonly intervals: readonly { readonly highestKw: number }[];
}
interface Run {
  readonly start: string;
  readonly end: string;
}

describe('a house in a real Node-RED', function () {
  this.timeout(180_000);
  let bench: Bench;

  beforeEach(async () => {
    bench = await Bench.start({ start: `${day}T15:05:00+01:00`, factor: 20, priceSource: prices });
  });
  afterEach(() => bench?.stop());

  const common = { type: 'cheapest-window', version: 1, home: 'house', mode: 'interruptible', to: '00:00' };
  const device = (id: string, powerKw: number, durationMinutes: number, more: object = {}) =>
    watched({ ...common, id, name: `the ${id}`, account: 'account', powerKw, durationMinutes, ...more });
  const house = { id: 'house', type: 'nomos-home', version: 1, name: 'Home', limitKw };
  const members = {
    car: device('car', 11, 60),
    boiler: device('boiler', 2, 120),
    pump: device('pump', 3, 120),
    // The other account sees the same prices; it is another contract for all that the house knows.
    heater: device('heater', 6, 60, { account: 'second' }),
    dryer: device('dryer', 2, 60, { mode: 'contiguous' }),
  };
  const flowOf = (...devices: readonly object[][]) =>
    observedFlow(
      bench.account('account', { grant: 'client-credentials' }),
      bench.account('second', { grant: 'client-credentials' }),
      house,
      injector('ask', 'car'),
      ...devices,
    );

  /** The runs of all members, once each has a plan with known prices. */
  async function planned(after: number, ...names: readonly string[]): Promise<Record<string, readonly string[]>> {
    for (const name of names) await bench.saw(`${name}-2`, ({ payload }) => payload.feasible, after);
    return shown(after);
  }

  async function shown(after: number): Promise<Record<string, readonly string[]>> {
    const before = Math.max(after, bench.seen.length);
    await bench.send('ask', { command: 'home' });
    const { payload } = (await bench.saw('car-2', (msg) => msg.payload.members !== undefined, before)).msg as {
      payload: Shown;
    };
    assert.ok(
      payload.intervals.every(({ highestKw }) => highestKw <= limitKw),
      JSON.stringify(payload.intervals),
    );
    return Object.fromEntries(
      payload.members.map(({ name, plan }) => [
        name,
        (plan?.runs ?? []).map(({ start, end }) => `${start.slice(11, 16)}-${end.slice(11, 16)}`),
      ]),
    );
  }

  it('plans five members of two accounts below their limit, and the same after kill -9 and a redeploy', async () => {
    const all = [members.car, members.boiler, members.pump, members.heater, members.dryer];
    await bench.deploy(flowOf(...all));
    const first = await planned(0, 'car', 'boiler', 'pump', 'heater', 'dryer');
    assert.deepEqual(Object.keys(first).sort(), ['the boiler', 'the car', 'the dryer', 'the heater', 'the pump']);
    // Two hours of the car's size do not fit beside each other: the car has the cheapest hour for itself.
    assert.deepEqual(first['the car'], ['19:00-20:00']);
    const killed = await bench.restart('SIGKILL');
    await planned(killed, 'car', 'boiler', 'pump', 'heater', 'dryer');
    assert.deepEqual(await shown(killed), first);
    const redeployed = await bench.deploy(flowOf(...all));
    await planned(redeployed, 'car', 'boiler', 'pump', 'heater', 'dryer');
    assert.deepEqual(await shown(redeployed), first);
  });

  it('plans anew who is left when one leaves, and around who joins', async () => {
    await bench.deploy(flowOf(members.car, members.boiler));
    const first = await planned(0, 'car', 'boiler');
    assert.deepEqual(first, { 'the car': ['19:00-20:00'], 'the boiler': ['21:00-22:30', '17:00-17:30'].sort() });
    const joined = await bench.deploy(
      flowOf(members.car, members.boiler, device('first', 11, 60, { priority: 1 })),
      'nodes',
    );
    const three = await planned(joined, 'first', 'car');
    assert.deepEqual(three['the first'], ['19:00-20:00']);
    assert.deepEqual(three['the car'], ['21:00-22:00']);
    const left = await bench.deploy(flowOf(members.car, members.boiler), 'nodes');
    await bench.saw('car-2', ({ payload }) => payload.runs?.[0]?.start.includes('T19:00'), left);
    assert.deepEqual(await shown(left), first);
  });

  it('two houses know nothing of each other; who moves, or whose house is away for a while, plans with those beside it', async () => {
    const other = { ...house, id: 'other', name: 'Other' };
    const first = device('first', 11, 60);
    const second = (home: string) => device('second', 11, 60, { home });
    const third = device('third', 11, 60, { home: 'other' });
    const flow = (...more: readonly object[][]) => [...flowOf(first, ...more), injector('ask-third', 'third')];
    const runs = async (asked: string, after: number) => {
      const before = Math.max(after, bench.seen.length);
      await bench.send(asked, { command: 'home' });
      const from = asked === 'ask' ? 'first-2' : 'third-2';
      const { payload } = (await bench.saw(from, (msg) => msg.payload.members !== undefined, before)).msg;
      return (payload as Shown).members.map(({ name, plan }) => [name, plan?.runs[0]?.start.slice(11, 16)]);
    };
    const ask = (flows: object[]) =>
      flows.map((node) => ('id' in node && node.id === 'ask' ? injector('ask', 'first') : node));
    const settled = async (after: number, ...names: readonly string[]) => {
      for (const name of names) await bench.saw(`${name}-2`, ({ payload }) => payload.feasible, after);
    };
    const apart = await bench.deploy(ask(flow(second('house'), third, [other])));
    await settled(apart, 'first', 'second', 'third');
    const together = [
      ['the first', '19:00'],
      ['the second', '21:00'],
    ];
    assert.deepEqual(await runs('ask', apart), together);
    assert.deepEqual(await runs('ask-third', apart), [['the third', '19:00']]);
    const moved = await bench.deploy(ask(flow(second('other'), third, [other])), 'nodes');
    await bench.saw('third-2', ({ payload }) => payload.runs?.[0]?.start.includes('T21:00'), moved);
    const beside = [
      ['the second', '19:00'],
      ['the third', '21:00'],
    ];
    assert.deepEqual(await runs('ask-third', moved), beside);
    assert.deepEqual(await runs('ask', moved), [['the first', '19:00']]);
    // The house is disabled, and deleted, while one of its members is on: that goes on when the house is back.
    await bench.send('ask-third', { command: 'start' });
    await bench.saw('third-1', ({ payload }) => payload === true, moved);
    for (const away of [[{ ...other, d: true }], []]) {
      const gone = await bench.deploy(ask(flow(second('other'), third, away)));
      for (const id of ['second', 'third']) await bench.status(id, /house/i, gone);
      const back = await bench.deploy(ask(flow(second('other'), third, [other])));
      const { msg } = await bench.saw('third-1', () => true, back);
      assert.deepEqual([msg.payload, msg.reason], [true, 'startup']);
      await settled(back, 'second');
      assert.deepEqual((await runs('ask-third', back))[1]?.[0], 'the third');
      assert.deepEqual(await runs('ask', back), [['the first', '19:00']]);
    }
  });

  it('in a subflow each instance has a house of its own', async () => {
    const inside = (id: string) => ({
      ...common,
      id,
      name: id,
      z: 'sub',
      account: 'account',
      powerKw: 11,
      durationMinutes: 60,
    });
    const out = (id: string) => ({ x: 9, y: 1, wires: [{ id, port: 1 }] });
    const template = [
      { id: 'sub', type: 'subflow', name: 'sub', in: [], out: [out('left'), out('right')] },
      { ...house, z: 'sub' },
      ...['left', 'right'].map((id) => ({ ...inside(id), x: 1, y: 1, wires: [[], [], []] })),
    ];
    const instance = (id: string) => [
      { id, type: 'subflow:sub', z: 'tab', x: 1, y: 1, wires: [[`heard-${id}-left`], [`heard-${id}-right`]] },
      recorder(`heard-${id}-left`),
      recorder(`heard-${id}-right`),
    ];
    const account = bench.account('account', { grant: 'client-credentials' });
    const flows = [...template, ...observedFlow(account, instance('one'), instance('two'))];
    const planned = async (after: number) => {
      for (const id of ['one', 'two']) {
        await bench.saw(`heard-${id}-left`, ({ payload }) => payload.runs?.[0]?.start.includes('T19:00'), after);
        await bench.saw(`heard-${id}-right`, ({ payload }) => payload.runs?.[0]?.start.includes('T21:00'), after);
      }
    };
    await planned(await bench.deploy(flows));
    await planned(await bench.restart('SIGKILL'));
    // The editor knows the house of the template only.
    const { homes } = (await (await bench.admin(`nomos/homes/${house.id}`)).json()) as HomesAnswer;
    assert.deepEqual(homes.map(({ z, members }) => [z, members.length]).sort(), [
      ['one', 2],
      ['two', 2],
    ]);
  });
});
