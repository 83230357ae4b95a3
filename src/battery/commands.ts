import { invalidValue } from '../errors.js';
import type { Mode } from '../storage/index.js';
import { type Ms, msPerMinute } from '../time/index.js';
import { checkBatterySettings } from './check-settings.js';
import type { BatteryLog } from './log.js';
import { type BatteryOptions, type BatterySettings, withOptions } from './settings.js';

/** What a person or a flow can ask of a battery. */
export type BatteryCommand =
  /** Options hold until they are replaced; null takes one back, and null for all of them all. */
  | { readonly kind: 'plan'; readonly options?: Readonly<Record<string, unknown>> | null }
  | { readonly kind: 'status' | 'auto' }
  /** Without `minutes` (or 0) until `auto`. */
  | { readonly kind: 'override'; readonly mode: Mode; readonly minutes?: number | undefined };

/** The setting without which a mode is never told. */
const permissions = { charge: 'chargeFromGrid', discharge: 'feedFromBattery', keep: 'leaveRoom' } as const;

/** The log after a command; throws `invalid-value` for one that cannot be, and then nothing has changed. */
export function obeyed(
  log: BatteryLog,
  command: BatteryCommand,
  on: { settings: BatterySettings; now: Ms },
): BatteryLog {
  switch (command.kind) {
    case 'plan':
      return command.options === undefined ? log : withGiven(log, command.options, on.settings);
    case 'override':
      return overridden(log, command, on);
    case 'auto':
      return withoutOverride(log);
    case 'status':
      return log;
  }
}

/** The log without an override. */
export function withoutOverride({ override: _, ...log }: BatteryLog): BatteryLog {
  return log;
}

function withGiven(log: BatteryLog, given: Readonly<Record<string, unknown>> | null, own: BatterySettings): BatteryLog {
  const merged = Object.entries({ ...log.options, ...given }).filter(([, value]) => value !== null);
  const options: BatteryOptions = given === null ? {} : Object.fromEntries(merged);
  checkBatterySettings(withOptions(own, options));
  return { ...log, options };
}

function overridden(
  log: BatteryLog,
  { mode, minutes = 0 }: Extract<BatteryCommand, { kind: 'override' }>,
  { settings, now }: { settings: BatterySettings; now: Ms },
): BatteryLog {
  const needed = mode in permissions ? permissions[mode as keyof typeof permissions] : undefined;
  if (needed !== undefined && !withOptions(settings, log.options)[needed]) {
    throw invalidValue('override.mode', mode, { rule: 'mode-needs-setting', setting: needed });
  }
  return { ...log, override: { mode, until: minutes === 0 ? null : now + minutes * msPerMinute } };
}
