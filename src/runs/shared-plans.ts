import { type AnyRequest, type Plan, type Prepared, planInSteps, prepare, type Steps } from '../planner/index.js';
import { type PriceSeries, toPricePoints } from '../prices/index.js';

/** What all that plan with one and the same series have in common. */
interface Shared {
  readonly prepared: Prepared;
  /** Plans in pieces, by their requests as text. */
  readonly plans: Map<string, Plan>;
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
  const known = plans.get(key);
  if (known !== undefined) return known;
  const made = yield* planInSteps(prepared, request);
  if (plans.size >= mostPlans) plans.clear();
  plans.set(key, made);
  return made;
}

function sharedFor(series: PriceSeries): Shared {
  const known = sharedBySeries.get(series);
  if (known !== undefined) return known;
  const shared: Shared = { prepared: prepare(toPricePoints(series)), plans: new Map() };
  sharedBySeries.set(series, shared);
  return shared;
}
