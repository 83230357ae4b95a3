import assert from 'node:assert/strict';
import { randomOf } from '../planner/oracle/random.js';
import { slowness } from '../support/clock/cpu-time.js';
import { countTimers, loadNode, type NodeBench, standAt, unloadNode } from '../support/nodered/node-bench.js';
import { oddMessage, oddNode } from '../support/nodered/odd-flows.js';
import { type FakeNomos, startFakeNomos } from '../support/nomos/fake-nomos.js';
import { fakeReads } from '../support/nomos/fake-reads.js';

const seed = Number(process.env.FUZZ_SEED ?? 20_261_122);
const flows = Number(process.env.FUZZ_FLOWS ?? 100);
const messages = Number(process.env.FUZZ_MESSAGES ?? 200);
const stallUs = 200_000;

const now = '2026-11-22T14:07:00+01:00';
const hour = 3_600_000;
const prices = [30, 28, 26, 10, 27, 29].map((value, index) => ({
  start: new Date(Date.parse(now) + (index - 1) * hour).toISOString(),
  value,
}));
const byMessage = { type: 'cheapest-window', version: 1, priceSource: 'message' };
const asked = { ...byMessage, trigger: 'message', withinHours: 5 };
const towardsPlan = [{ payload: prices }, { command: 'override', override: { state: 'auto' } }, { command: 'plan' }];
/** Without them a battery does not start. */
const entered = { capacityKwh: 10, chargeKw: 5, dischargeKw: 5 };
const others = ['nomos-prices', 'nomos-usage', 'nomos-query', 'cheapest-window', 'home-battery'] as const;

describe(`any flow and any message (FUZZ_SEED=${seed})`, function () {
  this.timeout(3_600_000);
  let nomos: FakeNomos;
  const failures: unknown[] = [];
  const listen = (reason: unknown) => void failures.push(reason);

  before(async () => {
    const reads = fakeReads();
    nomos = await startFakeNomos();
    const { answer } = nomos;
    nomos.answer = (seen, response) => {
      if (seen.url === '/oauth/token') answer(seen, response);
      else reads.answer(seen, response);
    };
    process.on('unhandledRejection', listen);
  });
  after(async () => {
    process.off('unhandledRejection', listen);
    await nomos.stop();
  });
  beforeEach(() => {
    failures.length = 0;
    standAt(now);
  });
  afterEach(() => unloadNode());

  const client = { account: { clientId: 'id', clientSecret: 'secret' } };
  const load = (node: Record<string, unknown> & { readonly type: string }, credentials: object = client) => {
    const account = { id: 'account', type: 'nomos-account', name: 'Home', version: 1, grant: 'client-credentials' };
    // For each of them Node-RED copies the message.
    const hearing = [
      { id: 'hears-errors', z: 'tab', type: 'catch', scope: null, uncaught: false, wires: [] },
      { id: 'hears-ends', z: 'tab', type: 'complete', scope: ['tested'], uncaught: false, wires: [] },
    ];
    return loadNode({
      node,
      others: [{ ...account, baseUrl: nomos.url }, ...hearing],
      credentials,
    });
  };

  /** Sends a message, which must be handled once, in time and without a word about our inside; gives its error. */
  async function survive(bench: NodeBench, message: object, what: string): Promise<string | undefined> {
    const before = bench.errors.length;
    // Of all threads of the process, so that the collector may disturb it: what is slow is slow three times.
    let leastUs = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 3 && leastUs >= stallUs; tries += 1) {
      for (const messages of Object.values(bench.sent)) messages.splice(0, messages.length - 1);
      const begun = process.cpuUsage();
      const isHandled = await Promise.race([
        bench.receive(message).then(() => true),
        new Promise<false>((resolve) => setTimeout(resolve, 10_000, false).unref()),
      ]);
      const { user } = process.cpuUsage(begun);
      leastUs = Math.min(leastUs, user < stallUs ? user : user / slowness());
      assert.ok(isHandled, `${what}: never done`);
    }
    assert.ok(leastUs < stallUs, `${what}: ${leastUs / 1_000} ms`);
    assert.deepEqual(failures, [], what);
    const error = bench.errors[before];
    assert.doesNotMatch(error ?? '', /Something went wrong inside/, what);
    return error;
  }

  const planOf = async (bench: NodeBench, what: string) => {
    await survive(bench, { command: 'status' }, `status after ${what}`);
    const { planId, runs, nextChange } = bench.sent[2].at(-1)?.payload ?? {};
    return { planId, runs, nextChange };
  };

  for (const node of [asked, { ...byMessage, durationMinutes: 60 }])
    it(`cheapest-window (${'trigger' in node ? 'asked' : 'daily'}): no message takes its plan away that is refused`, async () => {
      const random = randomOf(seed);
      const bench = await load(node);
      // From here on: what waits for the flows to start is not the node's.
      const timers = countTimers();
      let [refused, accepted] = [0, 0];
      let isPlanned = false;
      for (let round = 0; round < messages; round += 1) {
        const what = `message ${round}`;
        for (const message of isPlanned ? [] : towardsPlan)
          assert.equal(await survive(bench, message, `a good message before ${what}`), undefined);
        const plan = await planOf(bench, `what was before ${what}`);
        assert.ok(plan.planId, `no plan before ${what}`);
        const cancelled = timers.cancelled();
        isPlanned = (await survive(bench, oddMessage(random, 'cheapest-window'), what)) !== undefined;
        if (!isPlanned) accepted += 1;
        else {
          refused += 1;
          assert.equal(timers.cancelled(), cancelled, `${what} took the alarm away`);
          assert.deepEqual(await planOf(bench, what), plan, `${what} was refused and changed the plan`);
        }
      }
      timers.end();
      assert.ok(refused > messages / 10 && accepted > messages / 10, `${refused} refused, ${accepted} accepted`);
    });

  for (const type of others)
    it(`${type} with an account: handles every message`, async () => {
      const random = randomOf(seed + 1);
      const settings = { type, version: 1, account: 'account', automatic: false, ...entered };
      const bench = await load(settings);
      // No more than two questions a second go to Nomos.
      const answered = type === 'nomos-query' || type === 'nomos-usage' ? 15 : messages;
      for (let round = 0; round < answered; round += 1)
        await survive(bench, oddMessage(random, type), `message ${round}`);
      await unloadNode();
      standAt(now);
      const signedOut = await load(settings, {});
      for (let round = answered; round < messages; round += 1)
        await survive(signedOut, oddMessage(random, type), `message ${round}`);
    });

  it('a node with any settings starts or says why not, and handles messages', async () => {
    const random = randomOf(seed + 2);
    for (let round = 0; round < flows; round += 1) {
      const type = random.pick(others);
      const what = `flow ${round}, ${type}`;
      const begun = process.cpuUsage();
      const bench = await load({ ...entered, ...oddNode(random, type), type });
      const { user } = process.cpuUsage(begun);
      assert.ok(user < stallUs || user / slowness() < stallUs, `${what}: ${user / 1_000} ms to start`);
      await survive(bench, oddMessage(random, type), what);
      const { text = '' } = bench.statuses.at(-1) ?? {};
      assert.doesNotMatch(text, /Something went wrong inside/, what);
      await unloadNode();
      standAt(now);
    }
  });
});
