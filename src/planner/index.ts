/**
 * The planner: when a load runs at least cost. `planner.md` proves it. To read it, in this order:
 *
 * 1. `plan` (the whole way), with what is said of a plan: `baseline`, `reason`
 * 2. `problem/`, what is asked and what is counted: `request` (what is wanted), `check-request`, `prepare` (prices, once for all
 *    requests), `closed`, `job`, `field` (the open time of a window as stretches of one price), `runs-wanted`, `incumbent`; `assess`,
 *    `runs` and `schedule`, which are told; `numbers` serves all, `workspace` is the room for them, `steps` how long work is cut
 * 3. `shape/`, which algorithm (`solve`) for which load: `threshold` and `interruptible`; `contiguous`, `profile` on `profile-starts`
 *    and `profile-sweep`, `off-start` (one run, never off for longer than), `energy`; `fewest-runs`; `run-rules`; `longest-within`
 * 4. `program/`, the dynamic programmes under rules for runs: `cells`, `program`, `run-program` on `run-table` and `run-rows`;
 *    `few-starts` with `price-guess` and `splice`, `longest-few-starts`; never off for longer than: `off-limit`, `off-runs` on
 *    `off-table` and `any-length`
 */
export type { Baseline } from './baseline.js';
export { type Plan, plan, planInSteps } from './plan.js';
export { type Prepared, type PricePoint, prepare } from './problem/prepare.js';
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
} from './problem/request.js';
export { type State, schedule } from './problem/schedule.js';
export { finished, type Steps } from './problem/steps.js';
export type { Reason } from './reason.js';
export { type AverageLimit, longestWithin, longestWithinInSteps } from './shape/longest-within.js';
