import assert from 'node:assert/strict';
import { systemClock } from '#src/clock/clock.js';
import type { Runtime } from '#src/nodered/account/runtime.js';
import type { AdminHandler } from '#src/nodered/platform/red.js';
import { registerPriceRoutes } from '#src/nodered/routes/price-routes.js';
import { nothingUsual } from '#src/prices/index.js';
import { type RouteAnswer, routeAnswer } from '../../support/nodered/route-answer.js';

const quarter = 900_000;
/** A plan of a week that takes thousands of steps. */
const settings = {
  trigger: 'message',
  mode: 'interruptible',
  withinHours: 168,
  durationMinutes: 3361,
  minRunMinutes: 7,
  minPauseMinutes: 11,
  maxStarts: 50,
};

// biome-ignore lint/suspicious/noExplicitAny: whatever the route says.
type Answer = RouteAnswer<any>;

/** A week of quarter-hours in two levels, from the one that is on. */
function week() {
  const first = Math.floor(Date.now() / quarter) * quarter;
  return Array.from({ length: 673 }, (_, index) => {
    return { start: first + index * quarter, end: first + (index + 1) * quarter, priceCt: index % 2 === 0 ? 10 : 30 };
  });
}

/** The route that answers with a plan, for an account that knows the prices of a week. */
function planRoute(): (body: object) => Promise<Answer> {
  let handler: AdminHandler | undefined;
  const post = (path: string, ...all: AdminHandler[]) => {
    if (path === '/nomos/plan') handler = all.at(-1);
  };
  const look = { series: week(), usual: nothingUsual, state: {} };
  registerPriceRoutes({
    red: { auth: { needsPermission: () => () => {} } },
    routes: { get: () => {}, post },
    accounts: { require: () => ({ connection: { phase: 'connected' }, pricesOf: () => look }) },
    translate: (key: string) => key,
  } as unknown as Runtime);
  return (body) => routeAnswer(handler, { body });
}

describe('POST nomos/plan: the times that are left out', () => {
  it('are those of the window of the plan, by the clock of its time zone; without any there is no such list', async () => {
    const ask = planRoute();
    const daily = { trigger: 'daily', timeZone: 'Europe/Berlin', durationMinutes: 60 };
    const exclude = [
      { from: '17:00', to: '19:00' },
      { from: '18:00', to: '19:30' },
    ];
    const { plan } = (await ask({ accountId: 'home', settings: { ...daily, exclude } })).body;
    assert.deepEqual(
      plan.excluded.map(({ start, end }: Record<string, string>) => [start?.slice(11, 16), end?.slice(11, 16)]),
      [['17:00', '19:30']],
    );
    assert.ok(plan.window.start <= plan.excluded[0].start && plan.excluded[0].end <= plan.window.end);
    assert.equal('excluded' in (await ask({ accountId: 'home', settings: daily })).body.plan, false);
  });
});

describe('POST nomos/plan: long plans of whoever may read', () => {
  const { after } = systemClock;
  afterEach(() => {
    systemClock.after = after;
  });

  it('are cut off with 503, and more than wait already get 429, while everything else has its turn', async () => {
    const timers: { readonly delayMs: number; readonly ring: () => void }[] = [];
    systemClock.after = (delayMs, ring) => {
      timers.push({ delayMs, ring });
      return () => {};
    };
    const ask = planRoute();
    const asked = Array.from({ length: 7 }, () => ask({ accountId: 'home', settings }));
    const refused = await Promise.all(asked.slice(5));
    for (const { status, body } of refused)
      assert.deepEqual([status, body.error.code], [429, 'too-many-previews'], JSON.stringify(body));
    for (let index = 0; index < 5; index += 1) {
      // Its time begins with its first step; others are asked meanwhile.
      while (timers.length <= index) await new Promise((resolve) => setImmediate(resolve));
      assert.equal(timers[index]?.delayMs, 10_000);
      timers[index]?.ring();
      const { status, body } = (await asked[index]) as Answer;
      assert.deepEqual([status, body.error.code], [503, 'preview-too-long'], JSON.stringify(body));
    }
    const { status, body } = await ask({ accountId: 'home', settings: { ...settings, maxStarts: 0, withinHours: 12 } });
    assert.equal(status, 200, 'it can be asked again');
    assert.equal(body.plan.reason, 'window-too-short');
  });
});
