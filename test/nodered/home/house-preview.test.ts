import assert from 'node:assert/strict';
import { type PreviewedDevice, previewInHouse } from '#src/nodered/home/house-preview.js';
import { finished } from '#src/planner/index.js';
import { buildSeries } from '#src/prices/index.js';
import { defaultRunSettings, type RunSettings } from '#src/runs/index.js';
import { loadNode, standAt, unloadNode } from '../../support/nodered/node-bench.js';

const now = '2026-11-22T14:00:00+01:00';
const hour = 3_600_000;
const begin = Date.parse(now);
/** 14:00 to 24:00, an hour each; the cheapest is 17:00 to 18:00, then 16:00. */
const amounts = [30, 28, 26, 10, 27, 29, 31, 32, 33, 34];
const starts = amounts.map((_, index) => begin + index * hour);
const payload = starts.map((start, index) => ({ start: new Date(start).toISOString(), value: amounts[index] }));
const series = buildSeries(
  starts.map((start, index) => ({ start, end: start + hour, priceCt: amounts[index] ?? null })),
);
const run: RunSettings = { ...defaultRunSettings, trigger: 'message', withinHours: 9, powerKw: 11 };
const device: PreviewedDevice = { nodeId: 'unborn', home: 'house', priority: 5, run };

/** A boiler that is planned at 17:00 in a house that has room for one. */
async function boilerInHouse(more: object = {}) {
  const house = { id: 'house', type: 'nomos-home', version: 1, name: 'Home', limitKw: 11 };
  const settings = { version: 1, priceSource: 'message', trigger: 'message', withinHours: 9, powerKw: 11 };
  const node = { type: 'cheapest-window', ...settings, name: 'Boiler', home: 'house', ...more };
  const bench = await loadNode({ node, others: [house] });
  await bench.receive({ payload });
  await bench.receive({ command: 'plan' });
  return bench;
}

function previewed(given: Partial<PreviewedDevice>) {
  return finished(previewInHouse({ ...device, ...given }, { series }, begin));
}

function firstStart(given: Partial<PreviewedDevice>) {
  const { plan, besides } = previewed(given);
  return {
    besides: besides?.map(({ name }) => name),
    hour: ((plan?.runs[0]?.start ?? Number.NaN) - begin) / hour + 14,
  };
}

describe('previews beside the devices of a house', () => {
  beforeEach(() => standAt(now));
  afterEach(() => unloadNode());

  it('plan a new device around the others, or before them where it comes first', async () => {
    await boilerInHouse();
    assert.deepEqual(firstStart({}), { besides: ['Boiler'], hour: 16 });
    assert.deepEqual(firstStart({ priority: 1 }), { besides: ['Boiler'], hour: 17 });
  });

  it('say when the others run then, and when they do now where that is another time', async () => {
    await boilerInHouse();
    const at = (from: string, to: string) => [
      { start: `2026-11-22T${from}:00+01:00`, end: `2026-11-22T${to}:00+01:00` },
    ];
    assert.deepEqual(previewed({}).besides, [{ name: 'Boiler', runs: at('17:00', '18:00') }]);
    const moved = { name: 'Boiler', runs: at('16:00', '17:00'), before: at('17:00', '18:00') };
    assert.deepEqual(previewed({ priority: 1 }).besides, [moved]);
  });

  it('say of nobody that it makes room by some minutes: what is on begins when somebody looks', async () => {
    await boilerInHouse();
    const late = { ...device, priority: 1, run: { ...run, durationMinutes: 60 } };
    for (const [minutes, isMoved] of [
      [10, false],
      [20, true],
    ] as const) {
      // The hour before the boiler is the cheapest, and this one is a little longer.
      const cheaper = series.map((one) => (one.start === begin + 2 * hour ? { ...one, priceCt: 1 } : one));
      const longer = { ...late, run: { ...late.run, durationMinutes: 60 + minutes } };
      const { besides } = finished(previewInHouse(longer, { series: cheaper }, begin));
      assert.equal(besides?.[0]?.before !== undefined, isMoved, `${minutes} min`);
    }
  });

  it('leave out the deployed state of the device itself, also inside a subflow', async () => {
    await boilerInHouse();
    assert.deepEqual(firstStart({ nodeId: 'tested' }), { besides: [], hour: 17 });
    await unloadNode();
    standAt(now);
    await boilerInHouse({ _alias: 'template' });
    assert.deepEqual(firstStart({ nodeId: 'template' }), { besides: [], hour: 17 });
  });

  it('plan alone without a house, in one that is not deployed, and where the device would be refused', async () => {
    await boilerInHouse();
    const refused = { ...run, powerKw: undefined };
    for (const given of [
      { home: '' },
      { home: 'other' },
      { run: refused },
      { run: { ...run, objective: 'dearest' as const } },
    ])
      assert.equal(firstStart(given).besides, undefined, JSON.stringify(given));
    assert.equal(firstStart({ home: 'other' }).hour, 17);
  });

  it('change nothing: the boiler goes on as planned', async () => {
    const bench = await boilerInHouse();
    firstStart({ priority: 1 });
    await bench.receive({ command: 'plan' });
    const [before, after] = bench.sent[2].slice(-2).map((message) => message?.payload.runs);
    assert.deepEqual(after, before);
  });
});
