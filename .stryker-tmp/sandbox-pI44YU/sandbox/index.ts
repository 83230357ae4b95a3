// @ts-nocheck
export type { SandboxClock } from './clock.js';
export type { Customer, CustomerOptions, Subscription } from './customers.js';
export { type Walk, walkConsent } from './drive/walk-consent.js';
export type { WirePrice } from './prices/all-in.js';
export { allInPrice } from './prices/all-in.js';
export { marketPrices } from './prices/price-days.js';
export { type SpotPrice, spotDay } from './prices/spot.js';
export { defaultClient, type SandboxOptions, startSandbox } from './sandbox.js';
export type { Evil, EvilRequest } from './server/evil.js';
export type { Fault, FaultPlan } from './server/faults.js';
export type { Finding, FindingKind, Ledger, LedgerEntry, LedgerWatcher } from './server/ledger.js';
export type { Modes, PriceSource, UnpublishedShape } from './server/modes.js';
export type { Sandbox } from './server/steered.js';
export type { Client } from './world.js';
