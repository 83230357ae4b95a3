import { finished, type Steps } from '../planner/index.js';
import type { Ms } from '../time/index.js';
import { type RuleName, rulesSet, withoutRule } from './device/rules.js';
import type { RunSettings } from './device/settings.js';
import type { Knowledge } from './placing/expected.js';
import { type Preview, previewInSteps } from './preview.js';

/** What one rule makes a plan dearer by (for the dearest time: worth less), ct; per kW where no power is named. */
export interface RuleCost {
  readonly rule: RuleName;
  readonly costCt: number;
}

/** What costs less than this is not worth a word. */
const leastCt = 0.05;

/**
 * What each rule that is set costs in the plan that these settings would make now, each taken away alone; those that cost
 * nothing are left out, and so are those without which more or less would be run, but for a limit on time off, which may cost just that. What is done earlier (`toleranceCt`) says
 * itself what it costs, and is left out of all plans. Throws as `preview` does.
 */
export function ruleCosts(settings: RunSettings, knowledge: Knowledge, now: Ms): RuleCost[] {
  return finished(ruleCostsInSteps(settings, (ruled) => previewInSteps(ruled, knowledge, now)));
}

/** The plan that settings make, beside whatever it has to stand. */
export type Planner = (settings: RunSettings) => Steps<Preview | undefined>;

/** The same in steps, by the plans of a planner. */
export function* ruleCostsInSteps(settings: RunSettings, planOf: Planner): Steps<RuleCost[]> {
  const plain = withoutRule(settings, 'toleranceCt');
  const rules = rulesSet(plain);
  if (rules.length === 0) return [];
  const ruled = yield* planOf(plain);
  const costs: RuleCost[] = [];
  for (const rule of rules) {
    yield;
    const free = yield* planOf(withoutRule(plain, rule));
    const costCt = extraCt(rule, ruled, free) * (settings.objective === 'cheapest' ? 1 : -1);
    if (costCt >= leastCt) costs.push({ rule, costCt });
  }
  return costs;
}

/** What one plan costs more than another; not a number where the two cannot be compared. */
function extraCt(rule: RuleName, ruled: Preview | undefined, free: Preview | undefined): number {
  if (ruled === undefined || free === undefined || ruled.window.start !== free.window.start) return Number.NaN;
  const isAsMuch = rule === 'maxOffMinutes' || ruled.minutesPlanned === free.minutesPlanned;
  return isAsMuch ? costOf(ruled) - costOf(free) : Number.NaN;
}

function costOf({ feasible, costCt, expectedCostCt }: Preview): number {
  return (feasible ? (costCt ?? expectedCostCt) : undefined) ?? Number.NaN;
}
