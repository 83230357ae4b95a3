import assert from 'node:assert/strict';
import { defaultRunSettings, type RunSettings, ruleNames, rulesSet, withoutRule } from '#src/runs/index.js';

const pieces = { minRunMinutes: 30, minPauseMinutes: 30, maxStarts: 2 };
const everything: Partial<RunSettings> = {
  ...pieces,
  exclude: [{ from: '17:00', to: '19:00' }],
  maxOffMinutes: 480,
  startAlignMinutes: 15,
  maxPriceCt: 0,
  toleranceCt: 1,
};

describe('runs: rules that are set', () => {
  const rows: { name: string; given: Partial<RunSettings>; rules: readonly string[] }[] = [
    { name: 'by default', given: {}, rules: [] },
    { name: 'all in pieces', given: { ...everything, mode: 'interruptible' }, rules: ruleNames },
    {
      name: 'not how a run is cut, in one piece',
      given: everything,
      rules: ['exclude', 'maxOffMinutes', 'startAlignMinutes', 'maxPriceCt', 'toleranceCt'],
    },
    {
      name: 'not what a threshold is, nor what it has no use for',
      given: { ...everything, mode: 'threshold' },
      rules: ['exclude', 'minRunMinutes', 'minPauseMinutes', 'maxStarts', 'maxOffMinutes', 'startAlignMinutes'],
    },
    { name: 'one of them', given: { mode: 'interruptible', maxStarts: 1 }, rules: ['maxStarts'] },
    { name: 'a limit below nothing', given: { maxPriceCt: -3 }, rules: ['maxPriceCt'] },
  ];
  for (const { name, given, rules } of rows)
    it(`${name}: ${rules.join(', ') || 'none'}`, () => {
      assert.deepEqual(rulesSet({ ...defaultRunSettings, ...given }), rules);
    });

  for (const rule of ruleNames)
    it(`${rule} is none of them once it is taken away, and all else stays`, () => {
      const settings: RunSettings = { ...defaultRunSettings, ...everything, mode: 'interruptible' };
      const free = withoutRule(settings, rule);
      assert.deepEqual(
        rulesSet(free),
        ruleNames.filter((name) => name !== rule),
      );
      assert.deepEqual({ ...free, [rule]: settings[rule] }, settings);
    });
});
