import { invalidValue } from '../../errors.js';
import { msPerMinute } from '../../time/index.js';
import type {
  AnyRequest,
  BelowRequest,
  ContiguousRequest,
  EnergyRequest,
  Incumbent,
  InitialState,
  InterruptibleRequest,
  ProfileRequest,
  RequestBase,
  RunRules,
} from './request.js';

const kinds = 'contiguous, interruptible, profile, energy, below';
const objectives = ['cheapest', 'dearest'];
const tieBreaks = ['earliest', 'latest', 'fewest'];
const partials = ['exact', 'maximise'];

/** Throws `invalid-value`, naming the field, for a request that no prices could answer. */
export function checkRequest(request: AnyRequest): void {
  checkBase(request);
  if (request.kind === 'contiguous') checkContiguous(request);
  else if (request.kind === 'interruptible') checkInterruptible(request);
  else if (request.kind === 'profile') checkProfile(request);
  else if (request.kind === 'energy') checkEnergy(request);
  else if (request.kind === 'below') checkBelow(request);
  else throw invalidValue('kind', (request as { kind: unknown }).kind, kinds);
}

/** True when the request asks for the exact programme over runs. */
export function hasRunRules(rules: RunRules & Pick<RequestBase, 'maxOffMs'>): boolean {
  const { minRunMs = 0, minPauseMs = 0, maxStarts, startCostCt = 0, maxOffMs } = rules;
  return maxOffMs !== undefined || minRunMs > 0 || minPauseMs > 0 || maxStarts !== undefined || startCostCt > 0;
}

function checkBase(base: RequestBase): void {
  finite('earliest', base.earliest);
  atLeast('latestEnd', base.latestEnd, base.earliest);
  oneOf('objective', base.objective, objectives);
  oneOf('tieBreak', base.tieBreak, tieBreaks);
  oneOf('partial', base.partial, partials);
  for (const [index, { start, end }] of (base.closed ?? []).entries())
    atLeast(`closed.${index}.end`, end, finite(`closed.${index}.start`, start));
  if (base.maxPriceCt !== undefined) finite('maxPriceCt', base.maxPriceCt);
  if (base.maxOffMs !== undefined) checkOff(base.maxOffMs, base.offBeforeMs);
  if (base.initial !== undefined) checkInitial(base.initial);
  if (base.incumbent !== undefined) checkIncumbent(base.incumbent);
}

function checkOff(maxOffMs: number, offBeforeMs = 0): void {
  wholeMinutes('maxOffMs', atLeast('maxOffMs', maxOffMs, msPerMinute));
  atLeastZero('offBeforeMs', offBeforeMs);
}

function checkInitial({ on, forMs }: InitialState): void {
  if (typeof on !== 'boolean') throw invalidValue('initial.on', on, 'true or false');
  atLeastZero('initial.forMs', forMs);
}

function checkIncumbent({ segments, keepIfWithinCt }: Incumbent): void {
  atLeastZero('incumbent.keepIfWithinCt', keepIfWithinCt);
  let previousEnd = -Number.MAX_VALUE;
  for (const [index, { start, end, powerW }] of segments.entries()) {
    const field = `incumbent.segments.${index}`;
    atLeast(`${field}.start`, start, previousEnd);
    if (!(end > start)) throw invalidValue(`${field}.end`, end, `after its start (${start})`);
    finite(`${field}.end`, end);
    atLeastZero(`${field}.powerW`, powerW);
    previousEnd = end;
  }
}

function checkContiguous(request: ContiguousRequest): void {
  atLeastZero('durationMs', request.durationMs);
  aboveZero('powerW', request.powerW);
  checkAlignment(request.startAlignMs);
}

function checkInterruptible(request: InterruptibleRequest): void {
  atLeastZero('durationMs', request.durationMs);
  aboveZero('powerW', request.powerW);
  checkRunRules(request);
  if (hasRunRules(request)) wholeMinutes('durationMs', request.durationMs);
}

function checkBelow(request: BelowRequest): void {
  aboveZero('powerW', request.powerW);
  finite('maxPriceCt', request.maxPriceCt);
  finite('maxOffMs', request.maxOffMs);
  checkRunRules(request);
}

function checkEnergy(request: EnergyRequest): void {
  atLeastZero('energyWh', request.energyWh);
  atLeast('maxEnergyWh', request.maxEnergyWh ?? request.energyWh, request.energyWh);
  aboveZero('maxPowerW', request.maxPowerW);
  within('minPowerW', request.minPowerW, [0, request.maxPowerW]);
  aboveZero('efficiency', within('efficiency', request.efficiency, [0, 1]));
  checkRunRules(request);
}

function checkProfile({ profile, startAlignMs }: ProfileRequest): void {
  checkAlignment(startAlignMs);
  if (profile.length === 0) throw invalidValue('profile', profile, 'at least one phase');
  for (const [index, { durationMs, powerW }] of profile.entries()) {
    atLeastZero(`profile.${index}.durationMs`, durationMs);
    atLeastZero(`profile.${index}.powerW`, powerW);
  }
}

function checkRunRules({ minRunMs = 0, minPauseMs = 0, maxStarts = 0, startCostCt = 0 }: RunRules): void {
  wholeMinutes('minRunMs', atLeastZero('minRunMs', minRunMs));
  wholeMinutes('minPauseMs', atLeastZero('minPauseMs', minPauseMs));
  if (!Number.isInteger(maxStarts) || maxStarts < 0)
    throw invalidValue('maxStarts', maxStarts, 'a whole number from 0');
  atLeastZero('startCostCt', startCostCt);
}

function checkAlignment(startAlignMs = 1): void {
  if (!Number.isInteger(startAlignMs) || startAlignMs < 1)
    throw invalidValue('startAlignMs', startAlignMs, 'a whole number of ms from 1');
}

function wholeMinutes(field: string, value: number): void {
  if (Math.round(value) % msPerMinute !== 0)
    throw invalidValue(field, value, 'whole minutes in ms (multiples of 60000) together with run rules');
}

function finite(field: string, value: number): number {
  if (!Number.isFinite(value)) throw invalidValue(field, value, 'a finite number');
  return value;
}

function atLeast(field: string, value: number, low: number): number {
  if (!(finite(field, value) >= low)) throw invalidValue(field, value, `a number from ${low}`);
  return value;
}

function atLeastZero(field: string, value: number): number {
  return atLeast(field, value, 0);
}

function aboveZero(field: string, value: number): void {
  if (!(finite(field, value) > 0)) throw invalidValue(field, value, 'a number above 0');
}

function within(field: string, value: number, [low, high]: readonly [number, number]): number {
  finite(field, value);
  if (value < low || value > high) throw invalidValue(field, value, `between ${low} and ${high}`);
  return value;
}

function oneOf(field: string, value: string | undefined, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(value)) throw invalidValue(field, value, allowed.join(', '));
}
