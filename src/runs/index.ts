/**
 * A device over time: what it is told, from settings, prices, run log, command and now. `runs.md` says why. To read it, in
 * this order:
 *
 * 1. `device/`, what is wanted of it and remembered: `settings`, `check-settings`, `settings-key` on `fingerprint`, `rules`; `log` (all
 *    that is remembered), `same`; `windows`, `open-window`, `open-time`, `below-limit`, `off-rule`, `off-since`, `freeze`
 * 2. `life/`, from one instant to the next: `decide` (the whole way); `leaps` and `settle` (what the clock and a power cut did), `jobs`
 *    (what is to be done), `commands`, `advance` (up to now), `extra`, `over-limit`, `alarm`
 * 3. `placing/`, the plan of one job: `plan-job`, `place-runs`, `ask`, `best-runs`, `shared-plans`; `expected`, `priced`, `costs`,
 *    `series-key`; `day-limit`, `done-earlier`, `house-share`; `place-within-off`, `off-prices`, `blind-run`
 * 4. `told/`: `device-state`, `events`, `overtaken`, `view`, `savings`
 * 5. what lives through the same without being in force: `preview`, `rule-costs` and `backtest`
 */
export type { Steps } from '../planner/index.js';
export { type Backtest, type BacktestWindow, backtest, backtestInSteps } from './backtest.js';
export { checkRunSettings } from './device/check-settings.js';
export { emptyRunLog, type PlanReason, type RunCause, type RunLog } from './device/log.js';
export { excludedIn } from './device/open-time.js';
export { type RuleName, ruleNames, rulesSet, withoutRule } from './device/rules.js';
export { isSame } from './device/same.js';
export {
  defaultRunSettings,
  type OutputChoice,
  type ProfilePhase,
  type RunOptions,
  type RunSettings,
  wantedMs,
  withOptions,
} from './device/settings.js';
export type { Command } from './life/commands.js';
export { closingLog, type Decision, type DeviceOutput, decide, decideInSteps, type Situation } from './life/decide.js';
export type { Cause } from './life/settle.js';
export { highestKw } from './placing/costs.js';
export type { Knowledge } from './placing/expected.js';
export type { HouseShare, SunPiece } from './placing/house-share.js';
export { type Preview, type PreviewedMember, preview, previewedMember, previewInSteps } from './preview.js';
export { type RuleCost, ruleCosts, ruleCostsInSteps } from './rule-costs.js';
export type { DeviceState, OutputReason } from './told/device-state.js';
export type { RunEvent, RunEventKind } from './told/events.js';
export type { PlannedRun, PlanView, ViewInterval } from './told/view.js';
