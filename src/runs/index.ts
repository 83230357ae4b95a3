export { type Backtest, type BacktestWindow, backtest } from './backtest.js';
export { checkRunSettings } from './check-settings.js';
export type { Command } from './commands.js';
export { closingLog, type Decision, type DeviceOutput, decide, type Situation } from './decide.js';
export type { DeviceState, OutputReason } from './device-state.js';
export type { RunEvent, RunEventKind } from './events.js';
export { emptyRunLog, type PlanReason, type RunCause, type RunLog } from './log.js';
export { type Preview, preview } from './preview.js';
export {
  defaultRunSettings,
  type OutputChoice,
  type ProfilePhase,
  type RunOptions,
  type RunSettings,
  withOptions,
} from './settings.js';
export type { Cause } from './settle.js';
export type { PlannedRun, PlanView, ViewInterval } from './view.js';
