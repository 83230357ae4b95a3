import { type AnyRequest, type Plan, type Prepared, planInSteps, prepare, type Steps } from '../../planner/index.js';
import { type PriceSeries, toPricePoints } from '../../prices/index.js';

/** What all that plan with one and the same series have in common. */
interface Shared {
  readonly prepared: Prepared;
  /** Plans in pieces, by their requests as text. */
  readonly plans: Map<string, SharedPlan>;
}

/** A plan that is made in steps, whoever of those that want it takes the next one. */
interface SharedPlan {
  readonly steps: Steps<Plan>;
  outcome?: { readonly plan: Plan } | { readonly error: unknown };
}

/** More than there are kinds of devices in a house. */
const mostPlans = 32;

const sharedBySeries = new WeakMap<PriceSeries, Shared>();

/** The series as the planner wants it; kept, since all nodes of an account plan with one and the same series. */
export function preparedFor(series: PriceSeries): Prepared {
  return sharedFor(series).prepared;
}

/**
 * The plan for a request. Devices with equal settings ask for the same at new prices: plans in pieces, which take long and begin on
 * whole minutes, are made once for all of them. A bounded number of them is remembered, for as long as there is the series.
 */
export function* sharedPlan(series: PriceSeries, request: AnyRequest): Steps<Plan> {
  const { prepared, plans } = sharedFor(series);
  if (request.kind !== 'interruptible') return yield* planInSteps(prepared, request);
  const key = JSON.stringify(request);
  const shared = plans.get(key) ?? { steps: planInSteps(prepared, request) };
  if (plans.size >= mostPlans && !plans.has(key)) plans.clear();
  plans.set(key, shared);
  for (;;) {
    const outcome = shared.outcome ?? advanced(shared);
    if (outcome === undefined) yield;
    else if ('plan' in outcome) return outcome.plan;
    else throw outcome.error;
  }
}

function advanced(shared: SharedPlan): SharedPlan['outcome'] {
  try {
    const step = shared.steps.next();
    if (step.done) shared.outcome = { plan: step.value };
  } catch (error) {
    shared.outcome = { error };
  }
  return shared.outcome;
}

function sharedFor(series: PriceSeries): Shared {
  const known = sharedBySeries.get(series);
  if (known !== undefined) return known;
  const shared: Shared = { prepared: prepare(toPricePoints(series)), plans: new Map() };
  sharedBySeries.set(series, shared);
  return shared;
}
