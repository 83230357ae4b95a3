import type { BesidePreview, ShownRun } from '../../protocol/admin-api.js';
import { shownStretch, text } from '../form/text.js';

/** Where and when times are shown: `now` in ms. */
interface About {
  readonly timeZone: string;
  readonly now: number;
}

// More runs than this make a list that nobody reads.
const shownRuns = 2;

/** The others of a house in sentences: when they run, and who has to make room. Nothing where there is no other; undefined = planned alone. */
export function houseLines(besides: readonly BesidePreview[] | undefined, about: About): string[] {
  if (besides === undefined) return [text('cheapest-window.preview.house')];
  if (besides.length === 0) return [];
  const others = besides.map(({ name, runs, before }) => {
    return runs.length === 0 || before !== undefined ? name : `${name} (${runsText(runs, about)})`;
  });
  return [
    text('cheapest-window.preview.besides', { others: others.join(', ') }),
    ...besides.flatMap((one) => moveLine(one, about)),
  ];
}

function moveLine({ name, runs, before }: BesidePreview, about: About): string[] {
  if (before === undefined) return [];
  const said = { name, runs: runsText(runs, about), before: runsText(before, about) };
  if (before.length === 0) return [text('cheapest-window.preview.letIn', said)];
  return [text(runs.length === 0 ? 'cheapest-window.preview.pushedOut' : 'cheapest-window.preview.moved', said)];
}

function runsText(runs: readonly ShownRun[], { timeZone, now }: About): string {
  const times = runs.slice(0, shownRuns).map((run) => shownStretch(run, timeZone, now));
  return runs.length > shownRuns ? `${times.join(', ')} …` : times.join(', ');
}
