import { hasProfile, limitsAverage, wantedMinutes } from '../../protocol/run-rules.js';
import { defaultsOf, type ProfilePhase, type Scoped, type SettingsOf, scoped } from '../../protocol/setting.js';
import { windowSettings } from '../../protocol/window-settings.js';

export type { ProfilePhase };
export { hasProfile, limitsAverage, wantedMinutes };

type Table = typeof windowSettings;

/** The settings of a `cheapest-window` node that switch a device, without values and topics; bounds are in the table. */
export const runTable = scoped(windowSettings, 'message', 'node');

/** What a device is switched by. */
export type RunSettings = SettingsOf<typeof runTable>;

/** What the device is told where no plan decides; `none` = nothing. */
export type OutputChoice = RunSettings['outputOutside'];

/** The settings that one message may change for one request or one window; null unsets an optional one. */
export type RunOptions = {
  readonly [Name in keyof SettingsOf<Scoped<Table, 'message'>>]?: RunSettings[Name] | null;
};

/** The settings of a fresh node. */
export const defaultRunSettings: RunSettings = defaultsOf(runTable);

const mergedBySettings = new WeakMap<RunSettings, WeakMap<RunOptions, RunSettings>>();

/** The settings in force for a request or window: the node's own, with its options laid over them. */
export function withOptions(settings: RunSettings, options: RunOptions): RunSettings {
  const byOptions = mergedBySettings.get(settings) ?? new WeakMap<RunOptions, RunSettings>();
  const known = byOptions.get(options);
  if (known !== undefined) return known;
  const merged = overlaid(settings, options);
  mergedBySettings.set(settings, byOptions.set(options, merged));
  return merged;
}

function overlaid(settings: RunSettings, options: RunOptions): RunSettings {
  const given = Object.entries(options).map(([name, value]) => [name, value ?? undefined]);
  if (given.length === 0) return settings;
  // The message says when it has to be ready, or how much it wants: what the node says instead of that steps back.
  const untilDeadline = options.withinHours != null ? { deadline: undefined } : {};
  const byMinutes = options.durationMinutes != null ? { energyKwh: undefined, profile: [] } : {};
  return { ...settings, ...untilDeadline, ...byMinutes, ...Object.fromEntries(given) };
}

/** Run time wanted in one window, ms: from the profile, else energy over power (up to the next whole minute), else the minutes. */
export function wantedMs(settings: RunSettings): number {
  return wantedMinutes(settings) * 60_000;
}

/** The shortest run that these settings allow, minutes: whoever wants a quarter-hour gets one, whatever the minimum is. */
export function leastRunMinutes(settings: RunSettings): number {
  const { minRunMinutes, mode } = settings;
  return mode === 'threshold' ? minRunMinutes : Math.min(minRunMinutes, wantedMinutes(settings));
}
