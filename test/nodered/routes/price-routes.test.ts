import assert from 'node:assert/strict';
import { ConfigError } from '#src/errors.js';
import { plannedRuns } from '#src/nodered/account/planned-runs.js';
import type { Runtime } from '#src/nodered/account/runtime.js';
import type { AdminHandler } from '#src/nodered/platform/red.js';
import { registerPriceRoutes } from '#src/nodered/routes/price-routes.js';
import { nothingUsual, type PriceSeries, type UsualDay } from '#src/prices/index.js';
import type { PlansAnswer, PricesAnswer, RulesAnswer } from '#src/protocol/admin-api.js';
import { at, hours } from '../../runs/prices.js';
import { routeAnswer } from '../../support/nodered/route-answer.js';

const day = at('2026-11-22');
const hourMs = 3_600_000;
const noon = day + 12 * hourMs;
const row = Array.from({ length: 96 }, (_, quarter) => Math.floor(quarter / 4));
const usual: UsualDay = { weekday: row, weekend: row, timeZone: 'Europe/Berlin', learnedUntil: '2026-11-21' };

interface Known {
  readonly series: PriceSeries;
  readonly usual?: UsualDay;
  readonly plans?: readonly { nodeId: string; subscription: string; runs: { start: number; end: number }[] }[];
}

/** What a route answers, with its HTTP status, where `account` is the only account and these prices are known. */
function asked<Answer>({ series, usual: learned = nothingUsual, plans = [] }: Known, path: string, request: object) {
  const handlers = new Map<string, AdminHandler>();
  const add = (route: string, ...all: AdminHandler[]) => void handlers.set(route, all.at(-1)!);
  const look = { series, usual: learned, state: { fetchedAt: day } };
  const account = { connection: { phase: 'new' }, pricesOf: () => look };
  for (const one of plans) {
    plannedRuns.set({
      name: one.nodeId,
      type: 'cheapest-window',
      accountId: 'account',
      timeZone: 'UTC',
      idle: undefined,
      ...one,
    });
  }
  registerPriceRoutes({
    red: { auth: { needsPermission: () => () => {} } },
    routes: { get: add, post: add },
    accounts: {
      require(id: string) {
        if (id !== 'account') throw new ConfigError('unknown-account', `no account ${id}`);
        return account;
      },
    },
    translate: (key: string) => key,
  } as unknown as Runtime);
  const whole = { query: {}, params: {}, ...request };
  return routeAnswer<Answer & { error?: { code: string; text: string } }>(handlers.get(path), whole);
}

describe('routes of prices and plans', () => {
  const { now } = Date;
  beforeEach(() => {
    Date.now = () => noon;
  });
  afterEach(() => {
    Date.now = now;
    for (const { nodeId } of plannedRuns.of('account')) plannedRuns.remove(nodeId);
  });

  describe('what a rule costs', () => {
    const cheap = hours(day, 48, 30, { 26: 10, 27: 10, 39: 20 });
    const pieces = { mode: 'interruptible', durationMinutes: 120, from: '00:00', to: '00:00', weekdays: [1] };
    const rules = (settings: object, known: Known = { series: cheap }, accountId = 'account') =>
      asked<RulesAnswer>(known, '/nomos/plan/rules', { body: { accountId, settings: { ...pieces, ...settings } } });

    it('is told for each one that makes the plan dearer, alone', async () => {
      const { body, status } = await rules({
        minRunMinutes: 60,
        minPauseMinutes: 30,
        exclude: [{ from: '02:00', to: '03:00' }],
        maxStarts: 1,
      });
      // At 03:00 and 04:00 in one piece it is 40 ct; without the hour that is left out 20, with two starts 30 at 03:00 and 15:00.
      assert.deepEqual(
        [status, body],
        [
          200,
          {
            costs: [
              { rule: 'exclude', costCt: 20 },
              { rule: 'maxStarts', costCt: 10 },
            ],
          },
        ],
      );
    });

    it('tells of a limit on time off what it makes the device run more', async () => {
      const { body } = await rules({ minRunMinutes: 60, minPauseMinutes: 30, maxOffMinutes: 360 });
      const [first, ...others] = body.costs;
      assert.deepEqual([first?.rule, others], ['maxOffMinutes', []]);
      // Three hours instead of two, which are far apart: one of them at 10, one at 20, and one at 30 at least.
      assert.ok((first?.costCt ?? 0) >= 40 - 1e-9, JSON.stringify(body));
    });

    it('is nothing where no rule is set, and where nothing is known', async () => {
      assert.deepEqual((await rules({})).body, { costs: [] });
      assert.deepEqual((await rules({ maxStarts: 1 }, { series: [] })).body, { costs: [] });
    });

    it('by usual prices where none are published', async () => {
      const { body } = await rules(
        { missingPrices: 'expect', exclude: [{ from: '00:00', to: '02:00' }] },
        { series: [], usual },
      );
      // Hours 2 and 3 instead of 0 and 1.
      assert.deepEqual(body, { costs: [{ rule: 'exclude', costCt: 4 }] });
    });

    it('is refused for settings and accounts that cannot be', async () => {
      const wrong = await rules({ maxOffMinutes: 5 });
      assert.deepEqual([wrong.status, wrong.body.error?.code], [400, 'invalid-value']);
      const unknown = await rules({}, { series: cheap }, 'another');
      assert.deepEqual([unknown.status, unknown.body.error?.code], [404, 'unknown-account']);
    });
  });

  describe('what is planned with prices by message', () => {
    afterEach(() => plannedRuns.remove('freezer'));

    it('is told beside no account, each with its own time zone', async () => {
      const hour = { start: noon, end: noon + hourMs };
      const runs = [hour];
      const freezer = { nodeId: 'freezer', type: 'cheapest-window', name: 'Freezer', subscription: '', runs };
      plannedRuns.set({ ...freezer, accountId: '', timeZone: 'Europe/London', idle: undefined });
      const plans = [{ nodeId: 'car', subscription: '', runs }];
      const { body } = await asked<PlansAnswer>({ series: [], plans }, '/nomos/plans', {});
      assert.deepEqual(body, {
        now: '2026-11-22T12:00:00+01:00',
        timeZone: 'Europe/Berlin',
        plans: [
          {
            nodeId: 'freezer',
            type: 'cheapest-window',
            name: 'Freezer',
            timeZone: 'Europe/London',
            runs: [{ start: '2026-11-22T12:00:00+01:00', end: '2026-11-22T13:00:00+01:00' }],
          },
        ],
      });
    });
  });

  describe('expected prices', () => {
    const prices = async (known: Known) => {
      const request = { params: { id: 'account' }, query: {} };
      return (await asked<PricesAnswer>(known, '/nomos/accounts/:id/prices', request)).body;
    };
    const hour = (iso: string) => new Date(iso).toISOString().slice(11, 16);

    it('stand beside what is published, from now on, until tomorrow is over', async () => {
      const { intervals, expected = [] } = await prices({ series: hours(day, 24, 30), usual });
      assert.equal(intervals.length, 24);
      assert.equal(Date.parse(expected[0]?.start ?? ''), day + 24 * hourMs);
      assert.equal(Date.parse(expected.at(-1)?.end ?? ''), day + 48 * hourMs);
      for (const { start, amount } of expected) assert.equal(amount, (Number(hour(start).slice(0, 2)) + 1) % 24, start);
    });

    it('fill a gap of what is published, and nothing that is over', async () => {
      const { expected = [] } = await prices({ series: hours(day, 48, 30, { 3: null, 20: null }), usual });
      assert.deepEqual([...new Set(expected.map(({ amount }) => amount))], [20]);
    });

    it('reach to the end of the last planned run, and no farther than eight days', async () => {
      const series = hours(day, 48, 30);
      const until = async (days: number) => {
        const runs = [{ start: day, end: noon + days * 24 * hourMs }];
        const { expected = [] } = await prices({ series, usual, plans: [{ nodeId: 'car', subscription: '', runs }] });
        return (Date.parse(expected.at(-1)?.end ?? '') - noon) / (24 * hourMs);
      };
      assert.deepEqual([await until(4), await until(30)], [4, 8]);
    });

    it('are not there where all is published, or nothing is learned', async () => {
      assert.ok(!('expected' in (await prices({ series: hours(day, 48, 30), usual }))));
      assert.ok(!('expected' in (await prices({ series: hours(day, 24, 30) }))));
    });
  });
});
