import type { When } from '../../protocol/setting.js';
import { defaultRunSettings, type RunSettings, runTable } from './settings.js';

/** Settings that may make runs dearer, each with the value with which it has no effect. */
const without = {
  exclude: defaultRunSettings.exclude,
  minRunMinutes: 0,
  minPauseMinutes: 0,
  maxStarts: 0,
  maxOffMinutes: 0,
  startAlignMinutes: 1,
  maxPriceCt: undefined,
  toleranceCt: 0,
} as const satisfies Partial<RunSettings>;

/** A setting that may make runs dearer. */
export type RuleName = keyof typeof without;

/** All of them. */
export const ruleNames = Object.keys(without) as [RuleName, ...RuleName[]];

/** The rules that are set and have an effect; a threshold is nothing but its limit, so that is none. */
export function rulesSet(settings: RunSettings): RuleName[] {
  return ruleNames.filter((rule) => {
    if (rule === 'maxPriceCt' && settings.mode === 'threshold') return false;
    const { when = {} } = runTable[rule] as { readonly when?: When };
    const matters = Object.entries(when).every(([name, values]) => values.includes(String(settings[name as 'mode'])));
    return matters && JSON.stringify(settings[rule]) !== JSON.stringify(without[rule]);
  });
}

/** The same settings without a rule. */
export function withoutRule(settings: RunSettings, rule: RuleName): RunSettings {
  return { ...settings, [rule]: without[rule] };
}
