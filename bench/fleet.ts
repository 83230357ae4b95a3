/** Prints what a fleet of homes does to Nomos on a normal, a late and a very late day and after power cuts. */
import { type FleetScenario, simulateFleet } from './fleet-simulation.js';
import { headline } from './headline.js';

const homes = 10_000;
/** Figures are for 100,000 homes. */
const scale = 100_000 / homes;

type Day = Pick<FleetScenario, 'publishedAt' | 'powerCut'> & { readonly title: string };

const days: readonly Day[] = [
  { title: 'normal, 12:57', publishedAt: '12:57' },
  { title: 'normal, 12:59', publishedAt: '12:59' },
  { title: 'out at 13:30', publishedAt: '13:30' },
  { title: 'late, 13:40', publishedAt: '13:40' },
  { title: 'late, 14:20', publishedAt: '14:20' },
  { title: 'very late, 15:10', publishedAt: '15:10' },
  {
    title: 'power cut 15:00-15:20',
    publishedAt: '12:57',
    powerCut: { days: 0, from: '15:00', to: '15:20' },
  },
  {
    title: 'power cut 10:00-14:00',
    publishedAt: '12:57',
    powerCut: { days: 0, from: '10:00', to: '14:00' },
  },
  {
    title: 'power cut of two days',
    publishedAt: '12:57',
    powerCut: { days: 2, from: '00:00', to: '10:00' },
  },
];

interface Fleet extends Pick<FleetScenario, 'client' | 'windowMs' | 'limit'> {
  readonly title: string;
  readonly days: readonly Day[];
  /** What one request in the busiest window stands for. */
  readonly peakScale: number;
}

/** A tenth of the homes in ten seconds crowd as all of them do in one; pollers crowd within one second already. */
const ours = { windowMs: 1000 * scale, limit: 150, peakScale: 1 };
const pollers = { windowMs: 1000, limit: Number.POSITIVE_INFINITY, peakScale: scale };

const fleets: readonly Fleet[] = [
  { client: 'feed', title: 'this package, refused above 150/s', days, ...ours },
  { client: 'hourly', title: 'poller on every full hour, never refused', days: days.slice(0, 4), ...pollers },
  {
    client: 'sharp',
    title: 'poller at 13:00 sharp, then every minute, never refused',
    days: days.slice(0, 4),
    ...pollers,
  },
];

function row({ client, windowMs, limit, peakScale }: Fleet, { title, ...day }: Day): string {
  const { publishedAt } = day;
  const found = simulateFleet({ homes, seed: 1, client, windowMs, limit, ...day });
  const { half, most, all } = found.minutesToFresh;
  if (client === 'feed' && title.startsWith('normal'))
    headline(
      `requests of a home on a day, prices out at ${publishedAt}`,
      found.callsPerHome.toFixed(2),
      `99 of 100 homes have them after ${most.toFixed(1)} min`,
    );
  return [
    title.padEnd(25),
    found.callsPerHome.toFixed(2).padStart(15),
    String(found.mostCallsOfAHome).padStart(5),
    found.tokensPerHome.toFixed(2).padStart(12),
    String(found.peak * peakScale).padStart(7),
    String(found.refused * scale).padStart(7),
    half.toFixed(1).padStart(21),
    most.toFixed(1).padStart(6),
    all.toFixed(1).padStart(6),
    found.blindSeconds.toFixed(0).padStart(8),
  ].join(' ');
}

const started = performance.now();
for (const fleet of fleets) {
  console.log(`\n${fleet.title}; figures for 100,000 homes`);
  console.log(
    'day                       calls/home/day  most  tokens/home  peak/s    429s  fresh after min: half   99 %    all  blind s',
  );
  for (const day of fleet.days) console.log(row(fleet, day));
}
console.log(`\n${((performance.now() - started) / 1000).toFixed(1)} s`);
