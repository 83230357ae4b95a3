import assert from 'node:assert/strict';
import { Bench } from '../support/real/bench.js';
import { injector, observedFlow, watched } from '../support/real/recorder.js';
import { goodBattery } from './bad-battery-cases.js';
import { badMessages, badNodes } from './bad-value-cases.js';

const start = '2026-11-22T12:00:00+01:00';
const hour = 3_600_000;
const prices = Array.from({ length: 48 }, (_, index) => ({
  start: new Date(Date.parse(start) + (index - 12) * hour).toISOString(),
  value: 30 - index / 10,
}));

/** How Node-RED words an error that a node gave back with a message. */
const inFlow = (text: string) => `Error: ${text}`;

/** What a status says of a node that is wrong: the whole sentence comes with the error. */
const short = {
  'en-US': /^(wrong setting: [\w ]+|no account|needs a newer version)$/,
  de: /^(falsche Einstellung: [\wäöüß ]+|kein Konto|braucht eine neuere Version)$/,
};

for (const lang of ['en-US', 'de'] as const)
  describe(`bad values, told in ${lang}`, function () {
    this.timeout(120_000);
    let bench: Bench;
    let running: { planId: string; runs: { minutes: number }[] };
    let quietSince: number;

    before(async () => {
      bench = await Bench.start({ start, factor: 10, settings: { lang } });
      const common = { type: 'cheapest-window', version: 1, priceSource: 'message', durationMinutes: 600 };
      await bench.deploy(
        observedFlow(
          watched({ id: 'boiler', ...common }),
          bench.account('account'),
          watched({ id: 'usage', type: 'nomos-usage', version: 1, account: 'account', automatic: false }),
          watched({ ...goodBattery, id: 'battery' }),
          watched({ id: 'car', ...common, trigger: 'message', withinHours: 24 }),
          ...badNodes.map(([node], index) => watched({ id: `bad${index}`, ...node })),
          ...badNodes.map((_, index) => injector(`to-bad${index}`, `bad${index}`)),
          ...['boiler', 'car', 'usage', 'battery'].map((id) => injector(`to-${id}`, id)),
        ),
      );
    });
    after(() => bench?.stop());

    const caught = async (node: string, after: number) =>
      (await bench.saw('caught', ({ error }) => error.source.id === node, after)).msg;

    const planNow = async () => {
      const before = bench.seen.length;
      await bench.send('to-boiler', { command: 'status' });
      const { planId, runs } = (await bench.saw('boiler-2', ({ command }) => command === 'status', before)).msg.payload;
      return { planId, runs };
    };

    it('a device runs meanwhile, and a battery charges', async () => {
      await bench.send('to-boiler', { payload: prices });
      await bench.saw('boiler-2', ({ payload }) => payload.feasible);
      await bench.send('to-boiler', { command: 'start' });
      await bench.saw('boiler-1', ({ payload }) => payload);
      await bench.send('to-battery', { payload: prices });
      await bench.send('to-battery', { payload: { socPercent: 20 } });
      await bench.send('to-battery', { command: 'override', override: 'charge' });
      await bench.saw('battery-1', ({ payload }) => payload === 'charge');
      running = await planNow();
      assert.equal(running.runs[0]?.minutes, 600);
      quietSince = bench.seen.length;
    });

    for (const [to, message, told] of badMessages)
      it(`${to} ${JSON.stringify(message)}`, async () => {
        const before = bench.seen.length;
        await bench.send(`to-${to}`, { ...message, mine: 'kept' });
        const { error, mine } = await caught(to, before);
        assert.equal(error.message, inFlow(told[lang]));
        assert.equal(mine, 'kept');
      });

    it('nothing of it disturbed the device', async () => {
      const told = bench.seen.slice(quietSince).filter(({ from }) => /^(boiler|car|battery)-/.test(from));
      assert.deepEqual(told, []);
      const { planId, runs } = await planNow();
      assert.deepEqual({ planId, runs }, running);
    });

    for (const [index, [{ type, ...stored }, told]] of badNodes.entries())
      it(`${type} ${JSON.stringify(stored)}`, async () => {
        const node = `bad${index}`;
        assert.equal((await caught(node, 0)).error.message, told[lang]);
        const isShown = ({ status }: { status: { source: { id: string } } }) => status.source.id === node;
        const { fill, text } = (await bench.saw('status', isShown)).msg.status;
        assert.equal(fill, 'red');
        assert.match(text, short[lang]);
        const before = bench.seen.length;
        await bench.send(`to-${node}`, { payload: 1 });
        assert.equal((await caught(node, before)).error.message, inFlow(told[lang]));
      });
  });
