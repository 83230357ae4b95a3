/**
 * The planner: when a load runs at least cost. `planner.md` proves it. To read it, in this order:
 *
 * 1. `request` (what is wanted), `check-request`, `prepare` (prices, once for all requests), `closed`,
 *    `job`
 * 2. `plan` (the whole way), `field` (the open time of a window as stretches of one price), `solve` (which algorithm)
 * 3. the algorithms: `threshold` and `interruptible`; `contiguous`, `profile` on `profile-starts` and `profile-sweep`, and `energy`;
 *    `fewest-runs`; under rules for runs `runs-wanted`, `run-rules`, `cells`, `program`, `run-program` on `run-table` and `run-rows`; `few-starts` with
 *    `price-guess` and `splice`; `longest-within` on `longest-few-starts`; never off for longer than: `off-limit`, `off-runs` on `off-table` and
 *    `any-length`, one run of it `off-start`
 * 4. what is said of a plan: `assess`, `baseline`, `reason`, `incumbent`, `runs`, `schedule`; `numbers` serves all,
 *    `workspace` is the room for them, `steps` how long work is cut
 */
export type { Baseline } from './baseline.js';
export { type AverageLimit, longestWithin, longestWithinInSteps } from './longest-within.js';
export { type Plan, plan, planInSteps } from './plan.js';
export { type Prepared, type PricePoint, prepare } from './prepare.js';
export type { Reason } from './reason.js';
export type {
  AnyRequest,
  BelowRequest,
  ContiguousRequest,
  EnergyRequest,
  Incumbent,
  InitialState,
  InterruptibleRequest,
  Phase,
  ProfileRequest,
  Request,
  RequestBase,
  RunRules,
  Segment,
  TieBreak,
} from './request.js';
export { type State, schedule } from './schedule.js';
export { finished, type Steps } from './steps.js';
