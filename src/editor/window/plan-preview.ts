import type {
  PlanAnswer,
  PlanPreview,
  PlanRequest,
  PricesAnswer,
  RulesAnswer,
  ShownRun,
} from '../../protocol/admin-api.js';
import { askForPrices, PreviewPane } from '../chart/preview-pane.js';
import { expectedIntervals, fromToday, withExpected } from '../chart/price-day.js';
import { post } from '../form/ask.js';
import { houseLines } from './house-words.js';
import { isWholeKnown, planLines } from './plan-words.js';
import { ruleLines } from './rule-words.js';

/** The preview of a plan in its place of the open dialog; `planned` is told whether all prices of its window are published. */
export function planPreview(place: HTMLElement, planned: (isWholeKnown: boolean) => void): PreviewPane<PlanRequest> {
  const answer = async (request: PlanRequest, isCurrent: () => boolean): Promise<void> => {
    const [prices, answered] = await Promise.all([askForPrices(request), post<PlanAnswer>('nomos/plan', request)]);
    if (!isCurrent()) return;
    if (!prices.ok) return pane.tell([prices.refusal.text]);
    if (prices.answer.loading) return pane.wait(request, isCurrent);
    const plan = answered.ok ? answered.answer.plan : undefined;
    planned(plan ? isWholeKnown(plan, Date.parse(prices.answer.now)) : false);
    if (answered.ok) pane.tell(linesOf(answered.answer, request, prices.answer));
    else pane.refuse(answered.refusal.text);
    draw(pane, prices.answer, plan ?? undefined);
    if (!plan) return;
    // What the rules cost comes after the plan, so that nobody has to wait for it to see one.
    const rules = await post<RulesAnswer>('nomos/plan/rules', request);
    if (isCurrent() && rules.ok) pane.add(ruleLines(rules.answer, request.settings, plan.costUnit), 'nomos-rule');
  };
  const pane = new PreviewPane<PlanRequest>(place, answer);
  return pane;
}

function linesOf({ plan, besides }: PlanAnswer, { settings, home }: PlanRequest, prices: PricesAnswer): string[] {
  const lines = planLines(plan, {
    timeZone: prices.timeZone,
    objective: settings.objective === 'dearest' ? 'dearest' : 'cheapest',
    isLatest: settings.tie === 'latest',
    isRequest: settings.trigger === 'message',
    isBlocking: Array.isArray(settings.exclude) && settings.exclude.length > 0,
    now: Date.parse(prices.now),
  });
  return home ? [...lines, ...houseLines(besides, { timeZone: prices.timeZone, now: Date.parse(prices.now) })] : lines;
}

function draw(pane: PreviewPane<PlanRequest>, answer: PricesAnswer, plan: PlanPreview | undefined): void {
  const now = Date.parse(answer.now);
  const expected = plan?.intervals.filter((interval) => interval.expected);
  const intervals = withExpected(fromToday(answer, now), expectedIntervals(expected));
  const [runs, excluded] = [inMs(plan?.runs), inMs(plan?.excluded)];
  pane.draw({ intervals, runs, excluded, now, timeZone: answer.timeZone });
}

function inMs(stretches: readonly ShownRun[] = []) {
  return stretches.map(({ start, end }) => ({ start: Date.parse(start), end: Date.parse(end) }));
}
