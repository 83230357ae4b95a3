import type { BatteryModeName } from '../../protocol/admin-api.js';
import { element } from '../form/dom.js';
import { text } from '../form/text.js';
import { modeWord } from './battery-mode.js';
import type { ShownInterval } from './price-day.js';

const levelTexts: Readonly<Record<string, string>> = {
  'very-cheap': 'nomos-sidebar.level.veryCheap',
  cheap: 'nomos-sidebar.level.cheap',
  normal: 'nomos-sidebar.level.normal',
  expensive: 'nomos-sidebar.level.expensive',
  'very-expensive': 'nomos-sidebar.level.veryExpensive',
};

/** What a chart shows, as far as it has to be explained; `now` in ms. */
interface Explained {
  readonly intervals: readonly ShownInterval[];
  readonly runs: readonly { readonly mode?: BatteryModeName }[];
  readonly now: number;
  readonly excluded?: readonly unknown[];
  readonly stored?: readonly unknown[];
}

/** What the colours and lines of a chart mean: of those that are in it, in the order in which they are looked for. */
export function chartLegend({ intervals, runs, now, excluded = [], stored = [] }: Explained): HTMLElement {
  const levels = new Set(intervals.flatMap((interval) => shownLevel(interval) ?? []));
  const kinds = Object.keys(levelTexts).filter((level) => levels.has(level));
  const entries = kinds.map((level) => entry(level, text(levelTexts[level] ?? level)));
  if (intervals.some(({ expected }) => expected))
    entries.push(entry('expected', text('nomos-sidebar.legend.expected')));
  if (runs.some(({ mode }) => mode === undefined)) entries.push(entry('run', text('nomos-sidebar.legend.run')));
  if (excluded.length > 0) entries.push(entry('excluded', text('nomos-sidebar.legend.excluded')));
  // A band may be too narrow for its word.
  const modes = new Set(runs.flatMap(({ mode }) => mode ?? []));
  entries.push(...[...modes].map((mode) => entry(`mode nomos-mode-${mode}`, modeWord(mode))));
  if (stored.length > 0) entries.push(entry('stored', text('nomos-sidebar.legend.stored')));
  const isNowInside = intervals.some(({ start, end }) => start <= now && now < end);
  if (isNowInside) entries.push(entry('now', text('nomos-sidebar.legend.now')));
  return element('ul', { className: 'nomos-legend' }, entries);
}

function shownLevel({ expected, priceCt, level }: ShownInterval): string | undefined {
  if (expected || priceCt === null) return undefined;
  return level ?? 'normal';
}

function entry(kind: string, word: string): HTMLElement {
  const key = element('span', { className: `nomos-key nomos-key-${kind}`, 'aria-hidden': 'true' });
  return element('li', {}, [key, word]);
}
