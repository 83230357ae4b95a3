export type { Baseline } from './baseline.js';
export { type AverageLimit, longestWithin } from './longest-within.js';
export { type Plan, plan } from './plan.js';
export { type Prepared, type PricePoint, prepare } from './prepare.js';
export type { Reason } from './reason.js';
export type {
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
