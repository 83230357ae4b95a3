/**
 * A device over time: what it is told, from settings, prices, run log, command and now. `runs.md` says why. To read it, in
 * this order:
 *
 * 1. `settings`, `check-settings`, `log` (all that is remembered), `commands`
 * 2. `decide` (the whole way); `leaps` and `settle` (what the clock and a power cut did), `jobs`, `windows` and `open-window` (what
 *    is to be done), `advance` (up to now), `device-state`, `alarm`
 * 3. planning one job: `plan-job`, `open-time`, `expected`, `freeze`, `place-runs`, `ask`, `best-runs`, `shared-plans`, `day-limit`, `done-earlier`, `costs`, `below-limit`, `off-since`, `off-rule`, `off-prices`, `place-within-off`, `blind-run`, `extra`, `house-share`, `over-limit`, `priced`, `fingerprint`, `series-key`,
 *    `settings-key`, `same`
 * 4. what is told: `events`, `overtaken`, `view`, `savings`; `preview`, `rule-costs` (of `rules`) and `backtest` live through the same
 */
export type { Steps } from '../planner/index.js';
export { type Backtest, type BacktestWindow, backtest, backtestInSteps } from './backtest.js';
export { checkRunSettings } from './check-settings.js';
export type { Command } from './commands.js';
export { highestKw } from './costs.js';
export { closingLog, type Decision, type DeviceOutput, decide, decideInSteps, type Situation } from './decide.js';
export type { DeviceState, OutputReason } from './device-state.js';
export type { RunEvent, RunEventKind } from './events.js';
export type { Knowledge } from './expected.js';
export type { HouseShare, SunPiece } from './house-share.js';
export { emptyRunLog, type PlanReason, type RunCause, type RunLog } from './log.js';
export { excludedIn } from './open-time.js';
export { type Preview, type PreviewedMember, preview, previewedMember, previewInSteps } from './preview.js';
export { type RuleCost, ruleCosts, ruleCostsInSteps } from './rule-costs.js';
export { type RuleName, ruleNames, rulesSet, withoutRule } from './rules.js';
export { isSame } from './same.js';
export {
  defaultRunSettings,
  type OutputChoice,
  type ProfilePhase,
  type RunOptions,
  type RunSettings,
  wantedMs,
  withOptions,
} from './settings.js';
export type { Cause } from './settle.js';
export type { PlannedRun, PlanView, ViewInterval } from './view.js';
