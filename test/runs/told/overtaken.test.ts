import assert from 'node:assert/strict';
import type { Happened } from '#src/runs/told/events.js';
import { withoutOvertaken } from '#src/runs/told/overtaken.js';
import { hoursOf, jobOf } from '../jobs.js';

/** `planned today`, `no-plan today`, `planned tomorrow`, `started` … */
function happened(text: string): Happened {
  const [kind, day] = text.split(' ') as [Happened['kind'], string | undefined];
  if (day === undefined) return { kind, job: undefined };
  return { kind, job: jobOf({ window: day === 'today' ? hoursOf(0, 24) : hoursOf(24, 48) }) };
}

describe('runs: plans that a later one in the same message replaces', () => {
  const rows: { before: string[]; after: string[]; told: string[] }[] = [
    { before: ['planned today'], after: ['planned today'], told: ['planned today'] },
    { before: ['no-plan today'], after: ['planned today'], told: ['planned today'] },
    { before: ['power-limit today'], after: ['no-plan today'], told: ['no-plan today'] },
    { before: ['provisional today'], after: ['planned tomorrow'], told: ['planned tomorrow'] },
    { before: ['no-plan today'], after: ['planned tomorrow'], told: ['no-plan today', 'planned tomorrow'] },
    {
      before: ['no-plan today', 'planned tomorrow'],
      after: ['planned tomorrow'],
      told: ['no-plan today', 'planned tomorrow'],
    },
    {
      before: ['started today', 'planned today'],
      after: ['power-limit today'],
      told: ['started today', 'power-limit today'],
    },
    { before: ['planned today'], after: ['nothing-to-cancel'], told: ['planned today', 'nothing-to-cancel'] },
    { before: ['planned today'], after: ['started today'], told: ['planned today', 'started today'] },
    { before: ['planned today'], after: [], told: ['planned today'] },
    {
      before: ['planned today'],
      after: ['planned today', 'no-plan tomorrow'],
      told: ['planned today', 'no-plan tomorrow'],
    },
  ];
  for (const { before, after, told } of rows)
    it(`${before.join(', ')}; then ${after.join(', ') || 'nothing'}: ${told.join(', ')}`, () => {
      const all = [...before, ...after];
      const events = all.map(happened);
      const found = withoutOvertaken(events, before.length);
      assert.deepEqual(
        found.map((event) => all[events.indexOf(event)]),
        told,
      );
    });
});
