/**
 * What a home battery earns on real market days, with a simulated house: today's rule, plain self-consumption, the node as it decides
 * with a learned house, and the best in hindsight; how far it falls behind self-consumption in the worst month when things go wrong; and
 * what planning costs.
 *
 * EUR are per year: the bill without a battery minus the bill. A share is of the gain that hindsight reaches, wear counted.
 * The environment chooses (below): so many months of each kind, so many houses, some of the homes, with or without troubles.
 */
import { marks, Room } from '#src/storage/index.js';
import { sharedDir } from '../test/support/nomos/shared-data.js';
import { type HomeKind, homeKinds, homeMonths, type Months } from './battery/homes.js';
import { type Rolled, rollingPlan, usualView, type View } from './battery/rolling.js';
import { bounds, type MonthSum, type Outcome, selfUse, usualRule } from './battery/ways.js';
import { headline } from './headline.js';

const { MONTHS = 'all', SEEDS = '1', HOMES = 'AGHBCDEKLJ', TROUBLES = 'yes' } = process.env;
const months = MONTHS === 'all' ? Number.POSITIVE_INFINITY : Number(MONTHS);
const seeds = Array.from({ length: Number(SEEDS) }, (_, i) => i + 1);
const kinds = homeKinds.filter(({ letter }) => HOMES.includes(letter));

const troubles: Record<string, View> = {
  'forecast of the sun, 19 % off': usualView,
  'no forecast of the sun': { ...usualView, forecast: false },
  'prices at 18:15': { ...usualView, publishedAt: '18:15' },
  'prices never before midnight': { forecast: true, lostDayIn: 0 },
  'readings lost every third day': { ...usualView, lostDayIn: 3 },
};

interface Sums {
  days: number;
  noneCt: number;
  best: { billCt: number; allCt: number };
}

function total(outcomes: readonly Outcome[]): MonthSum {
  const sum = { billCt: 0, wearCt: 0, givenKwh: 0 };
  for (const { months: byMonth } of outcomes)
    for (const { billCt, wearCt, givenKwh } of byMonth.values()) {
      sum.billCt += billCt;
      sum.wearCt += wearCt;
      sum.givenKwh += givenKwh;
    }
  return sum;
}

/** EUR by which a month is worse than self-consumption, wear counted, at worst; negative when it never is. */
function worstMonth(ours: readonly Outcome[], plain: readonly Outcome[]): { eur: number; month: string } {
  let worst = { eur: Number.NEGATIVE_INFINITY, month: '' };
  for (const [i, { months: byMonth }] of ours.entries())
    for (const [month, sum] of byMonth) {
      const own = plain[i]?.months.get(month);
      const eur = (sum.billCt + sum.wearCt - (own?.billCt ?? 0) - (own?.wearCt ?? 0)) / 100;
      if (eur > worst.eur) worst = { eur, month };
    }
  return worst;
}

function sumsOf(all: readonly Months[]): Sums {
  const sums: Sums = { days: 0, noneCt: 0, best: { billCt: 0, allCt: 0 } };
  for (const one of all) {
    const { noneCt, bestCt, bestBillCt } = bounds(one);
    sums.days += one.steps.length / 96;
    sums.noneCt += noneCt;
    sums.best.allCt += bestCt;
    sums.best.billCt += bestBillCt;
  }
  return sums;
}

const share = (sums: Sums, { billCt, wearCt }: MonthSum) =>
  (100 * (sums.noneCt - billCt - wearCt)) / (sums.noneCt - sums.best.allCt);
const perYear = (sums: Sums, billCt: number) => (((sums.noneCt - billCt) / 100) * 365) / sums.days;

function column(text: string, width = 12): string {
  return text.padStart(width);
}

function row(kind: HomeKind, folder: string): void {
  const all = seeds.flatMap((seed) => homeMonths(folder, kind, { seed, months }));
  const sums = sumsOf(all);
  const plain = all.map(selfUse);
  const rule = total(all.map(usualRule));
  const ours = all.map((one) => rollingPlan(one));
  const sum = total(ours);
  const self = total(plain);
  const worst = worstMonth(ours, plain);
  const changes = ours.reduce((count, one) => count + one.changes, 0) / sums.days;
  const eur = (billCt: number) => perYear(sums, billCt).toFixed(0);
  headline(
    `battery ${kind.letter}, ${kind.what}: EUR a year`,
    `${eur(sum.billCt)}, ${share(sums, sum).toFixed(1)} % of hindsight`,
    `usual rule ${eur(rule.billCt)}, self-consumption alone ${eur(self.billCt)}, hindsight ${eur(sums.best.billCt)}`,
  );
  console.log(
    `${kind.letter} ${kind.what.padEnd(34)}${column(eur(self.billCt))}${column(eur(rule.billCt))}${column(eur(sum.billCt))}` +
      `${column(eur(sums.best.billCt))}${column(`${share(sums, sum).toFixed(1)} %`)}${column(`${(-worst.eur).toFixed(2)} EUR`)}` +
      `${column(changes.toFixed(1))}${column(((sum.givenKwh / kind.capacityKwh / sums.days) * 365).toFixed(0))}`,
  );
}

function troubleRow(kind: HomeKind, folder: string): void {
  const all = seeds.flatMap((seed) => homeMonths(folder, kind, { seed, months }));
  const sums = sumsOf(all);
  const plain = all.map(selfUse);
  for (const [what, view] of Object.entries(troubles)) {
    if (!kind.sun && what.includes('forecast')) continue;
    const ours = all.map((one) => rollingPlan(one, view));
    const { eur, month } = worstMonth(ours, plain);
    console.log(
      `${kind.letter} ${what.padEnd(34)}${column(`${share(sums, total(ours)).toFixed(1)} %`)}${column(`${(-eur).toFixed(2)} EUR`)}  ${month}`,
    );
  }
}

/** Processor time of one plan of two days, beside one pass over as many numbers. */
function speed(one: Months): void {
  const room = new Room();
  const timed = (times: number, work: () => unknown) => {
    const begun = process.cpuUsage();
    for (let i = 0; i < times; i += 1) work();
    return process.cpuUsage(begun).user / times;
  };
  const best = (times: number, work: () => unknown) => Math.min(...Array.from({ length: 7 }, () => timed(times, work)));
  for (const days of [1, 2]) {
    const steps = one.steps.slice(0, days * 96);
    const numbers = Float64Array.from(steps, ({ buyCt }) => buyCt);
    let kept = 0;
    const pass = best(20_000, () => {
      for (const number of numbers) kept += number;
    });
    const plan = best(2_000, () => marks(one.battery, steps, 12, room));
    console.log(
      `${days * 96} quarter-hours: ${plan.toFixed(1)} us a plan, ${(plan / pass).toFixed(0)} passes over as many numbers${kept === 0 ? ' (none)' : ''}`,
    );
  }
  const before = process.memoryUsage();
  for (let i = 0; i < 20_000; i += 1) marks(one.battery, one.steps.slice(0, 192), 12, room);
  const after = process.memoryUsage();
  const grown = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  console.log(`20,000 plans: ${(grown / 1_024).toFixed(0)} kB more (not collected), room of ${room.bytes / 1_024} kB`);
}

function loop(one: Months): void {
  const rolled: Rolled = rollingPlan(one);
  const year = (rolled.cpuMs / one.steps.length) * 35_040;
  console.log(
    `decisions of a year: ${(year / 1_000).toFixed(1)} s, ${((rolled.cpuMs * 1_000) / rolled.plans).toFixed(0)} us each`,
  );
}

const folder = sharedDir();
if (folder === undefined) {
  console.log('SKIPPED: the folder with market prices is not here.');
} else {
  const titles = [
    'self-use',
    'usual rule',
    'this design',
    'hindsight',
    'share',
    'worst month',
    'changes/day',
    'cycles/a',
  ];
  console.log(`${''.padEnd(36)}${titles.map((title) => column(title)).join('')}`);
  for (const kind of kinds) row(kind, folder);
  console.log(
    `\n${'when things go wrong'.padEnd(36)}${column('share')}${column('worst month')}  against self-consumption`,
  );
  for (const kind of TROUBLES === 'yes' ? kinds : []) troubleRow(kind, folder);
  console.log('');
  const [home] = homeMonths(folder, homeKinds.find(({ letter }) => letter === 'E')!, { months: 1 });
  if (home !== undefined) speed(home);
  if (home !== undefined) loop(home);
}
