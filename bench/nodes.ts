/**
 * What nodes cost in a real Node-RED with a simulated Nomos: messages, new prices, restarts, writes; beside a bare Node-RED
 * and, with `--before REF`, beside the version of some commit, in the same run.
 *
 * Processor time of the whole process, so that a busy machine does not change the answer much.
 */
import { parseArgs } from 'node:util';
import { headline } from './headline.js';
import { thisBuild } from './live/driven.js';
import type { Figures } from './live/figures.js';
import { counts, measure, type Scenes } from './live/scenes.js';
import { buildOf } from './older-build.js';

interface Row {
  readonly title: string;
  readonly scene: keyof Scenes;
  readonly figure: (figures: Figures) => number;
  readonly unit: string;
  readonly limit: number;
  /** What bare Node-RED takes for the same is not ours. */
  readonly above?: 'bare';
}

const seconds = ({ cpuMs }: Figures) => cpuMs / 1000;
const stall = ({ stallMs }: Figures) => stallMs;

const rows: readonly Row[] = [
  {
    title: 'a message with a reply',
    scene: 'storm',
    figure: ({ cpuMs }) => cpuMs / counts.messages,
    unit: 'ms',
    limit: 0.7,
    above: 'bare',
  },
  {
    title: '1,000 messages in a row, longest stall',
    scene: 'storm',
    figure: stall,
    unit: 'ms',
    limit: 50,
    above: 'bare',
  },
  {
    title: '500 alarms at once',
    scene: 'alarms',
    figure: seconds,
    unit: 's',
    limit: Number.POSITIVE_INFINITY,
  },
  { title: '500 alarms at once, longest stall', scene: 'alarms', figure: stall, unit: 'ms', limit: 50 },
  { title: 'new prices, 500 nodes', scene: 'prices', figure: seconds, unit: 's', limit: 1 },
  { title: 'new prices, 500 nodes, longest stall', scene: 'prices', figure: stall, unit: 'ms', limit: 50 },
  { title: 'restart, 500 nodes', scene: 'start', figure: seconds, unit: 's', limit: 1.5, above: 'bare' },
  { title: 'restart, 500 nodes, longest stall', scene: 'start', figure: stall, unit: 'ms', limit: 100, above: 'bare' },
  {
    title: 'new prices, 50 accounts x 4 nodes',
    scene: 'round',
    figure: seconds,
    unit: 's',
    limit: Number.POSITIVE_INFINITY,
  },
  {
    title: 'new prices, 50 accounts x 4 nodes, written',
    scene: 'round',
    figure: ({ bytes }) => bytes / 1e6,
    unit: 'MB',
    limit: 10,
  },
  {
    title: 'the same, saves of the settings',
    scene: 'round',
    figure: ({ saves }) => saves,
    unit: '',
    limit: Number.POSITIVE_INFINITY,
  },
  { title: 'restart, 50 accounts x 4 nodes', scene: 'roundStart', figure: seconds, unit: 's', limit: 2, above: 'bare' },
];

function cell({ scene, figure, above }: Row, measured: Partial<Scenes> | undefined, bare: Partial<Scenes>): number {
  const figures = measured?.[scene];
  if (figures === undefined) return Number.NaN;
  const base = bare[scene];
  return figure(figures) - (above === 'bare' && base !== undefined && measured !== bare ? figure(base) : 0);
}

function shown(value: number): string {
  return (Number.isNaN(value) ? '-' : value.toFixed(2)).padStart(9);
}

function print(row: Row, all: Record<'now' | 'before' | 'bare', Partial<Scenes> | undefined>): void {
  const bare = all.bare ?? {};
  const [now, before] = [cell(row, all.now, bare), cell(row, all.before, bare)];
  const ratio = Number.isNaN(before) ? '' : `${(before / now).toFixed(1)} x`;
  const target = Number.isFinite(row.limit) ? `<= ${row.limit}` : '';
  const verdict = target === '' ? '' : now <= row.limit ? 'ok' : 'MISSED';
  const columns = [shown(now), shown(before), ratio.padStart(8), shown(cell(row, bare, bare)), target.padStart(8)];
  if (target !== '') headline(row.title, `${shown(now).trim()} ${row.unit}`, `at most ${row.limit}: ${verdict}`);
  console.log(`${row.title.padEnd(44)} ${columns.join(' ')} ${row.unit.padEnd(3)} ${verdict}`);
}

async function main(): Promise<void> {
  const { before: ref } = parseArgs({ options: { before: { type: 'string' } } }).values;
  const older = ref === undefined ? undefined : buildOf(ref);
  try {
    const bare = await measure('bare');
    const now = await measure(thisBuild);
    const before = older && (await measure(older.folder));
    console.log(
      `${''.padEnd(44)}      this    before             bare   target     (where there is a bare one: above it)`,
    );
    for (const row of rows) print(row, { now, before, bare });
  } finally {
    older?.remove();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
