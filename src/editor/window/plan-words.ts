import type { PlanPreview } from '../../protocol/admin-api.js';
import { spanText } from '../../protocol/span-text.js';
import { shownDayTime, shownMoney, shownNumber, shownPrice, shownStretch, text } from '../form/text.js';

const reasonTexts: Readonly<Record<string, string>> = {
  'window-too-short': 'cheapest-window.preview.windowTooShort',
  'excluded-times': 'cheapest-window.preview.excludedTimes',
  'missing-prices': 'cheapest-window.preview.missingPrices',
  'price-cap': 'cheapest-window.preview.priceCap',
  'off-too-long': 'cheapest-window.preview.offTooLong',
};

const tooShortForRequest = 'cheapest-window.preview.tooShortForRequest';

const lessTexts = {
  whole: 'cheapest-window.preview.costsLess',
  perKw: 'cheapest-window.preview.costsLessPerKw',
};
const moreTexts = {
  whole: 'cheapest-window.preview.costsMore',
  perKw: 'cheapest-window.preview.costsMorePerKw',
};

const expectedTexts = {
  whole: 'cheapest-window.preview.expectedCost',
  perKw: 'cheapest-window.preview.expectedCostPerKw',
};
const earlierTexts = {
  whole: 'cheapest-window.preview.earlier',
  perKw: 'cheapest-window.preview.earlierPerKw',
};
const laterTexts = {
  whole: 'cheapest-window.preview.later',
  perKw: 'cheapest-window.preview.laterPerKw',
};
const provisional = {
  known: 'cheapest-window.preview.provisional',
  expected: 'cheapest-window.preview.hatched',
};

// More runs than this make a list that nobody reads; the chart shows them all.
const shownRuns = 4;

/** Which time was looked for. */
export type Objective = 'cheapest' | 'dearest';

/** What a plan is told with: `now` in ms; `isLatest` where of equal times the latest is looked for. */
interface About {
  readonly timeZone: string;
  readonly objective: Objective;
  readonly now: number;
  readonly isLatest?: boolean;
  /** True where a message asks for the run, until a time that it has to be done by. */
  readonly isRequest?: boolean;
  /** True where times are blocked. */
  readonly isBlocking?: boolean;
}

/** A plan in sentences, the most important first; one sentence when there is none. */
export function planLines(plan: PlanPreview | null | undefined, about: About): string[] {
  const { objective } = about;
  if (!plan) return [text('cheapest-window.preview.never')];
  const lines = [plan.runs.length > 0 ? runsLine(plan, about) : whyNot(plan, about)];
  if (plan.runs.length > 0 && plan.averageCt !== null) lines.push(costLine(plan, plan.averageCt, objective));
  if (plan.runs.length > 0 && plan.expectedCostCt != null) lines.push(expectedLine(plan, plan.expectedCostCt));
  if (plan.earlier?.costCt != null) lines.push(earlierLine(plan, plan.earlier.minutes, plan.earlier.costCt, about));
  if (plan.runs.length > 0 && !plan.feasible) lines.push(...whyNotAll(plan, about));
  if (plan.passedMinutes !== undefined) lines.unshift(passedLine(plan, plan.passedMinutes, about));
  if (plan.minutesExtra !== undefined && plan.minutesExtra >= 1) lines.push(extraLine(plan.minutesExtra));
  if (plan.feasible && plan.runs.length > 0 && plan.minutesMissing >= 1) lines.push(partLine(plan));
  // The chart shows hatched bars also where every run has its price.
  const isHatched = plan.intervals.some(({ expected }) => expected);
  // That prices are missing, the reason has said already.
  if (plan.provisional && (isHatched || plan.reason !== 'missing-prices'))
    lines.push(text(isHatched ? provisional.expected : provisional.known));
  return lines;
}

/** True where every price from `now` (ms) to the end of the window is published: then it makes no difference what stands in for others. */
export function isWholeKnown({ window, intervals }: PlanPreview, now: number): boolean {
  let reached = Math.max(now, Date.parse(window.start));
  for (const { start, end, amount, expected } of intervals) {
    const isPublished = amount !== null && expected !== true;
    if (isPublished && Date.parse(start) <= reached) reached = Math.max(reached, Date.parse(end));
  }
  return reached >= Date.parse(window.end);
}

function runsLine({ runs }: PlanPreview, { timeZone, now }: About): string {
  const times = runs.slice(0, shownRuns).map((run) => shownStretch(run, timeZone, now));
  const said = { runs: times.join(', '), count: runs.length - times.length };
  return text(said.count > 0 ? 'cheapest-window.preview.runsMore' : 'cheapest-window.preview.runs', said);
}

/** An amount in the sentence for all of it, or in that for each kW. */
function amountLine(texts: typeof lessTexts, amountCt: number, costUnit: string, more: object = {}): string {
  return text(costUnit === 'ct' ? texts.whole : texts.perKw, { amount: shownMoney(amountCt), ...more });
}

function earlierLine({ costUnit }: PlanPreview, minutes: number, costCt: number, { isLatest }: About): string {
  return amountLine(isLatest ? laterTexts : earlierTexts, costCt, costUnit, { time: spanText(minutes) });
}

function expectedLine({ costUnit }: PlanPreview, expectedCt: number): string {
  return amountLine(expectedTexts, expectedCt, costUnit);
}

function costLine({ costCt, costUnit, saved }: PlanPreview, averageCt: number, objective: Objective): string {
  const parts = [text('cheapest-window.preview.average', { price: shownPrice(averageCt) })];
  if (costCt !== null && costUnit === 'ct')
    parts.push(text('cheapest-window.preview.cost', { amount: shownMoney(costCt) }));
  if (saved.againstAverageCt !== null) parts.push(...comparison(saved.againstAverageCt, objective, costUnit));
  return parts.join(' ');
}

/** What a saving means in money: the dearest time costs more, which is earned or avoided. Nothing below 0.05 ct. */
function comparison(savedCt: number, objective: Objective, costUnit: string): string[] {
  if (Math.abs(savedCt) < 0.05) return [];
  const isLess = objective === 'cheapest' ? savedCt > 0 : savedCt < 0;
  const line = amountLine(isLess ? lessTexts : moreTexts, Math.abs(savedCt), costUnit);
  return objective === 'dearest' && !isLess ? [line, text('cheapest-window.preview.avoided')] : [line];
}

/** Why not all that is wanted is planned, and why something is all the same. */
function whyNotAll(plan: PlanPreview, about: About): string[] {
  if (plan.reason === 'missing-prices') return [text('cheapest-window.preview.missingPricesLate')];
  const isForced = plan.runs.every(({ forced }) => forced === true);
  return [whyNot(plan, about), ...(isForced ? [text('cheapest-window.preview.forced')] : [])];
}

/** Of what is still to come in the window: a price that is past helps nobody. */
function whyNot(plan: PlanPreview, { timeZone, now, isRequest }: About): string {
  const { reason, window, intervals } = plan;
  const minutes = (Date.parse(window.end) - Date.parse(window.start)) / 60_000;
  // A threshold wants no run time.
  const isNeverSoCheap = reason === 'price-cap' && wantedMinutes(plan) === plan.minutesPlanned;
  const byReason = isRequest && reason === 'window-too-short' ? tooShortForRequest : reasonTexts[reason ?? ''];
  const key = isNeverSoCheap ? 'cheapest-window.preview.neverSoCheap' : byReason;
  const known = intervals.flatMap(({ end, amount }) => (Date.parse(end) > now ? (amount ?? []) : []));
  const from = new Date(Math.max(now, Date.parse(window.start))).toISOString();
  return text(key ?? 'cheapest-window.preview.none', {
    wanted: spanText(wantedMinutes(plan)),
    window: spanText(Math.floor(minutes)),
    from: shownDayTime(from, timeZone, now),
    to: shownDayTime(window.end, timeZone, now),
    lowest: known.length === 0 ? '–' : shownPrice(Math.min(...known)),
  });
}

function extraLine(minutes: number): string {
  return text('cheapest-window.preview.extra', { time: spanText(minutes) });
}

function partLine(plan: PlanPreview): string {
  const { energyKwh, minutesPlanned } = plan;
  const wanted = wantedMinutes(plan);
  const parts =
    energyKwh === null
      ? { reached: spanText(minutesPlanned), wanted: spanText(wanted) }
      : { reached: shownNumber(energyKwh, 1), wanted: `${shownNumber((energyKwh * wanted) / minutesPlanned, 1)} kWh` };
  return text(plan.provisional ? 'cheapest-window.preview.partSoFar' : 'cheapest-window.preview.part', parts);
}

function passedLine(plan: PlanPreview, minutes: number, { isBlocking }: About): string {
  const wanted = spanText(wantedMinutes(plan));
  if (isBlocking) return text('cheapest-window.preview.passedBlocked', { wanted });
  return text('cheapest-window.preview.passed', { wanted, left: spanText(Math.floor(minutes)) });
}

function wantedMinutes({ minutesPlanned, minutesMissing }: PlanPreview): number {
  return minutesPlanned + minutesMissing;
}
