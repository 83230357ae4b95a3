import * as z from 'zod/mini';
import type { Account } from '../../account/account.js';
import { systemClock } from '../../clock/clock.js';
import { isKnown, type PriceInterval, type PriceSeries, type UsualDay, withExpected } from '../../prices/index.js';
import type { PlanAnswer, PlansAnswer, PricesAnswer, RulesAnswer } from '../../protocol/admin-api.js';
import { windowSettings } from '../../protocol/window-settings.js';
import { excludedIn, type Preview, type RunSettings, ruleCostsInSteps } from '../../runs/index.js';
import { addDays, civilDate, civilDay, type Ms, marketTimeZone, msPerHour, msPerMinute } from '../../time/index.js';
import { errorAnswer } from '../account/account-answer.js';
import { type PlannedNode, plannedRuns } from '../account/planned-runs.js';
import type { Runtime } from '../account/runtime.js';
import { previewInHouse } from '../home/house-preview.js';
import { isoText } from '../platform/instants.js';
import { standingOf } from '../prices/price-message.js';
import { decodeFields, numberField, textField } from '../values/fields.js';
import { planPayload } from '../window/plan-message.js';
import { decodeRunSettings } from '../window/window-settings.js';
import { Previews } from './previews.js';
import { answer, refuseForeign } from './route-guards.js';

const patienceMs = 3_000;
const stepMs = 50;
/** No plan reaches farther, so that no chart has to. */
const farthestMs = 8 * 24 * msPerHour;

const planBody = z.object({
  accountId: textField,
  subscription: textField,
  settings: z.unknown(),
  nodeId: textField,
  home: textField,
  priority: numberField({ min: 1, max: 9 }),
});

/** The routes that show prices and plans in the editor; they never ask Nomos for more than a feed would. */
export function registerPriceRoutes(runtime: Runtime): void {
  const { red, routes, translate } = runtime;
  const previews = new Previews();
  // On their own, so that nobody waits for what a rule costs to see a plan.
  const comparisons = new Previews();
  const read = red.auth.needsPermission('nomos.read');
  routes.get(
    '/nomos/accounts/:id/prices',
    read,
    answer(translate, ({ params, query }) => {
      const subscription = typeof query.subscription === 'string' ? query.subscription : '';
      return pricesAnswer(runtime, String(params.id), subscription);
    }),
  );
  routes.get('/nomos/plans', read, answer(translate, plansAnswer));
  routes.post(
    '/nomos/plan',
    read,
    refuseForeign,
    answer(translate, async (request): Promise<PlanAnswer> => {
      const { device, known, now } = await askedFor(runtime, request.body);
      const { plan, besides } = await previews.make(() => previewInHouse(device, known, now));
      return { plan: plan === undefined ? null : planAnswer(plan, device.run), ...(besides && { besides }) };
    }),
  );
  routes.post(
    '/nomos/plan/rules',
    read,
    refuseForeign,
    answer(translate, async (request): Promise<RulesAnswer> => {
      const { device, known, now } = await askedFor(runtime, request.body);
      const planOf = function* (run: RunSettings) {
        return (yield* previewInHouse({ ...device, run }, known, now)).plan;
      };
      const costs = await comparisons.make(() => ruleCostsInSteps(device.run, planOf));
      return { costs: costs.map(({ rule, costCt }) => ({ rule, costCt: Number(costCt.toFixed(4)) })) };
    }),
  );
}

/** What a dialog asks for, and what is known for that. */
async function askedFor(runtime: Runtime, body: unknown) {
  const { accountId = '', subscription = '', settings, ...own } = decodeFields(planBody, body);
  const { nodeId = '', home = '', priority = windowSettings.priority.default } = own;
  const run = decodeRunSettings(settings);
  // Taken one by one: they are getters, which a spread of the look would lose.
  const { series, usual } = await knownPrices(runtime, accountId, subscription);
  const device = { nodeId, home, priority, run };
  return { device, known: { series, usual }, now: systemClock.now() };
}

function planAnswer(plan: Preview, run: RunSettings) {
  const { passedMs, window } = plan;
  const passed = passedMs === undefined ? {} : { passedMinutes: Math.floor(passedMs / msPerMinute) };
  const excluded = excludedIn(run, window).map(({ start, end }) => ({ start: isoText(start), end: isoText(end) }));
  return { ...planPayload(plan, run.timeZone), ...passed, ...(excluded.length > 0 && { excluded }) };
}

/** What is known; where a first look has just begun to ask for prices, they are waited for a little. Throws `unknown-account`. */
export async function knownPrices({ accounts }: Runtime, accountId: string, subscription: string) {
  const account = accounts.require(accountId);
  const look = account.pricesOf(subscription);
  for (let waitedMs = 0; isUnderWay(account, look) && waitedMs < patienceMs; waitedMs += stepMs)
    await new Promise<void>((resolve) => void systemClock.after(stepMs, resolve));
  return look;
}

function isUnderWay(
  { connection }: Pick<Account, 'connection'>,
  { series, state }: ReturnType<Account['pricesOf']>,
): boolean {
  return series.length === 0 && state.lastError === undefined && connection.phase === 'connected';
}

async function pricesAnswer(runtime: Runtime, accountId: string, subscription: string): Promise<PricesAnswer> {
  const look = await knownPrices(runtime, accountId, subscription);
  const { series, usual, state } = look;
  const { fetchedAt, lastError } = state;
  const now = systemClock.now();
  const plans = plannedRuns
    .of(accountId)
    .filter((node) => subscription === '' || node.subscription === '' || node.subscription === subscription);
  const lastEnd = Math.max(now, ...plans.flatMap(({ runs }) => runs.map(({ end }) => end)));
  const expected = expectedPrices({ series, usual }, now, lastEnd);
  const isLoading = fetchedAt === undefined && isUnderWay(runtime.accounts.require(accountId), look);
  return {
    now: isoText(now),
    timeZone: marketTimeZone,
    intervals: series.map((interval) => intervalAnswer(series, interval)),
    ...(expected.length > 0 && { expected }),
    ...(fetchedAt === undefined ? {} : { fetchedAt: isoText(fetchedAt) }),
    ...(isLoading ? { loading: true } : {}),
    ...(lastError === undefined ? {} : { error: errorAnswer(runtime.translate, lastError) }),
    plans: plans.map(plannedAnswer),
  };
}

/** What devices plan whose prices come by message: no account shows them, and each has a time zone of its own. */
function plansAnswer(): PlansAnswer {
  const plans = plannedRuns.of('').map((node) => ({ ...plannedAnswer(node), timeZone: node.timeZone }));
  return { now: isoText(systemClock.now()), timeZone: marketTimeZone, plans };
}

function plannedAnswer({ nodeId, type, name, z, runs, idle }: PlannedNode): PlansAnswer['plans'][number] {
  return {
    nodeId,
    type,
    name,
    ...(z !== undefined && { z }),
    ...(idle !== undefined && { idle }),
    runs: runs.map(({ start, end, mode }) => ({ start: isoText(start), end: isoText(end), ...(mode && { mode }) })),
  };
}

/** What power usually costs from now on, until the end of tomorrow or of the last planned run, where nothing is published. */
function expectedPrices(
  { series, usual }: { readonly series: PriceSeries; readonly usual: UsualDay },
  now: Ms,
  lastEnd: Ms,
): NonNullable<PricesAnswer['expected']> {
  const tomorrow = civilDay(marketTimeZone, addDays(civilDate(marketTimeZone, now), 1));
  const end = Math.min(Math.max(tomorrow.end, lastEnd), now + farthestMs);
  return withExpected(series, usual, { start: now, end })
    .filter(({ expected }) => expected)
    .map((interval) => ({ start: isoText(interval.start), end: isoText(interval.end), amount: interval.priceCt }));
}

function intervalAnswer(series: readonly PriceInterval[], interval: PriceInterval): PricesAnswer['intervals'][number] {
  const { start, end, priceCt, components } = interval;
  const level = isKnown(interval) ? { level: standingOf(series, interval).level } : {};
  return { start: isoText(start), end: isoText(end), amount: priceCt, components, ...level };
}
