/**
 * A home battery over time: what it is told, from settings, prices, readings, log, command and now. `battery.md` says why. To
 * read it, in this order:
 *
 * 1. `settings`, `check-settings`, `log` (all that is remembered), `commands`
 * 2. `expected/`, what is learned and what may come: `readings`, `house-profile`, `house-shape`, `today`, `market-zero`, `recent-days`,
 *    `priced`, `likely-days`
 * 3. `stored-energy`, `horizon` (what is planned over), `plan`, `state`, `guard`
 * 4. `decide` (the whole way) with `landed` and `due`; what is told: `events`, `view`; `preview` lives through the same
 */

export type { Mode } from '../storage/index.js';
export { checkBatterySettings } from './check-settings.js';
export type { BatteryCommand } from './commands.js';
export { type BatteryCause, type BatteryDecision, type BatterySituation, decideBattery } from './decide.js';
export type { BatteryEvent } from './events.js';
export type { PowerName } from './expected/readings.js';
export type { Readings } from './landed.js';
export { type BatteryLog, type BatteryReason, type BatteryState, emptyBatteryLog } from './log.js';
export type { ToldForecast } from './plan.js';
export { type BatteryPreview, previewBattery } from './preview.js';
export type { BatteryOptions, BatterySettings } from './settings.js';
export type { BatteryPlanView, BatteryViewStep } from './view.js';
