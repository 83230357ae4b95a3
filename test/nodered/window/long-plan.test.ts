import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import { systemClock } from '#src/clock/clock.js';
import { longestTurnMs } from '../../support/clock/cpu-time.js';
import { type AnyMessage, loadNode, type NodeBench, standAt, unloadNode } from '../../support/nodered/node-bench.js';

const now = '2026-11-22T14:07:00+01:00';
const quarter = 900_000;
const hour = 4 * quarter;

/** Four days in two levels: under odd rules a plan of dozens of steps. */
const prices = Array.from({ length: 4 * 100 }, (_, index) => {
  const start = Date.parse('2026-11-22T14:00:00+01:00') + index * quarter;
  return { start: new Date(start).toISOString(), value: index % 2 === 0 ? 10 : 30 };
});
const odd = { mode: 'interruptible', minRunMinutes: 7, minPauseMinutes: 11, durationMinutes: 1921 };
const node = {
  type: 'cheapest-window',
  version: 1,
  priceSource: 'message',
  priceUnit: 'ct/kWh',
  trigger: 'message',
  withinHours: 96,
  ...odd,
};

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Asks for a plan, and stops in the middle of it. */
async function half(bench: NodeBench): Promise<{ readonly answered: Promise<void> }> {
  await bench.receive({ payload: prices });
  let isOver = false;
  const answered = bench.receive({ command: 'plan' }).then(() => {
    isOver = true;
  });
  await turn();
  assert.deepEqual([isOver, bench.sent[2].length], [false, 0], 'the plan is under way');
  return { answered };
}

const shown = ({ sent }: NodeBench): AnyMessage => sent[2].map(({ payload }) => payload);

describe('cheapest-window in the middle of a long plan', () => {
  const { after } = systemClock;
  beforeEach(() => standAt(now));
  afterEach(() => {
    systemClock.after = after;
    return unloadNode();
  });

  it('says nothing more once it is closed, and does not keep a deploy waiting', async () => {
    const bench = await loadNode({ node });
    const { answered } = await half(bench);
    await unloadNode('keep');
    await answered;
    for (let turns = 0; turns < 100; turns += 1) await turn();
    assert.deepEqual([shown(bench), bench.errors], [[], []]);
  });

  it('deployed again, it plans as if nothing had been under way', async () => {
    const undisturbed = await loadNode({ node });
    await undisturbed.receive({ payload: prices });
    await undisturbed.receive({ command: 'plan' });
    await unloadNode();
    standAt(now);

    const before = await loadNode({ node });
    await half(before);
    await unloadNode('keep');
    const bench = await loadNode({ node });
    await bench.receive({ payload: prices });
    await bench.receive({ command: 'plan' });
    assert.equal(shown(bench).at(-1).feasible, true);
    assert.deepEqual(shown(bench).at(-1), shown(undisturbed).at(-1));
    assert.deepEqual(bench.errors, []);
  });

  it('an alarm waits for the plan, and then decides by it', async () => {
    const alarms = new Set<() => void>();
    systemClock.after = (delayMs, callback) => {
      // What an alarm waits at a stretch.
      if (delayMs === 30_000) alarms.add(callback);
      const cancel = after(delayMs, callback);
      return () => {
        alarms.delete(callback);
        cancel();
      };
    };
    const ringAll = () => {
      standAt(new Date(Date.parse(now) + 25 * hour).toISOString());
      for (const ring of [...alarms]) ring();
    };
    const settled = async (bench: NodeBench) => {
      await bench.receive({ command: 'status' });
      const { payload, reason, until } = bench.sent[1].at(-1);
      return { payload, reason, until, runs: shown(bench).at(-1).runs };
    };

    const calm = await loadNode({ node });
    await calm.receive({ payload: prices });
    await calm.receive({ command: 'plan' });
    ringAll();
    const wanted = await settled(calm);
    await unloadNode();
    standAt(now);
    alarms.clear();

    const bench = await loadNode({ node });
    const { answered } = await half(bench);
    assert.notEqual(alarms.size, 0);
    ringAll();
    await answered;
    assert.deepEqual(await settled(bench), wanted);
    assert.deepEqual(bench.errors, []);
  });
});

describe('cheapest-window: a thousand messages in a row', () => {
  beforeEach(() => standAt(now));
  afterEach(() => unloadNode());

  it('keep Node-RED busy for no longer than 50 ms at a stretch', async () => {
    const bench = await loadNode({ node: { ...node, mode: 'contiguous', durationMinutes: 60 } });
    await bench.receive({ payload: prices });
    const tested = helper.getNode('tested') as unknown as AnyMessage;
    let answers = bench.sent[1].length;
    const longestMs = await longestTurnMs(50, {
      begin: () => {
        answers += 1_000;
        for (let sent = 0; sent < 1_000; sent += 1) tested.receive({ command: 'status' });
      },
      isDone: () => bench.sent[1].length >= answers,
    });
    assert.ok(longestMs <= 50, `${longestMs.toFixed(1)} ms`);
    assert.deepEqual(bench.errors, []);
  });
});
