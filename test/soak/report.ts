import type { Sandbox } from '../../sandbox/index.js';
import { localDate } from '../../sandbox/local-time.js';
import { judge } from '../kill/judge.js';
import type { Prices } from './least-cost.js';
import { replay, type Verdict } from './replay.js';
import type { Schedule } from './schedule.js';
import type { SoakRecord } from './soak-run.js';

/** The figures of a soak. */
export interface SoakReport {
  readonly verdicts: readonly Verdict[];
  readonly wrong: readonly Verdict[];
  /** Quarter-hours whose price was told, and those of them that were told wrong. */
  readonly pricesTold: number;
  readonly pricesWrong: readonly string[];
  /** Connections that were lost without being revoked. */
  readonly lost: number;
  readonly calls: {
    readonly perDay: number;
    readonly most: number;
    readonly spoilt: number;
    readonly renewals: number;
  };
  /** Growth in MiB a month, over all lives of at least `longLifeDays`. */
  readonly heapMibAMonth: number;
  readonly handles: readonly [number, number];
  readonly savesADay: number;
  readonly errors: readonly string[];
  readonly battery: { readonly withCt: number; readonly withoutCt: number };
}

const longLifeDays = 8;
const monthMs = 30 * 86_400_000;
const meterHours = 1 / 12;

/** Makes the figures from what was seen and what the simulated Nomos knows. */
export function reportOf(record: SoakRecord, schedule: Schedule, prices: Prices, { ledger }: Sandbox): SoakReport {
  const verdicts = replay(record, schedule, prices);
  const { entries } = ledger;
  const revokedAt = record.troubles.filter(({ kind }) => kind === 'revoke');
  const isRevoked = (number: number) => {
    const at = entries.find((entry) => entry.number === number)?.at ?? 0;
    return revokedAt.some(({ from, to }) => at >= from && at <= to);
  };
  const days = new Map<string, number>();
  for (const { at } of entries) days.set(localDate(at), (days.get(localDate(at)) ?? 0) + 1);
  const told = record.events.filter(({ from }) => from === 'prices-1');
  const steady = record.vitals.filter(({ heapBytes }) => heapBytes !== undefined);
  return {
    verdicts,
    wrong: verdicts.filter(({ wrong }) => wrong !== undefined),
    pricesTold: told.length,
    pricesWrong: wrongPrices(record, prices),
    lost: judge(entries, record.lives).filter(({ request }) => !isRevoked(request)).length,
    calls: {
      perDay: entries.length / Math.max(1, (schedule.end - schedule.start) / 86_400_000),
      most: Math.max(...days.values()),
      spoilt: entries.filter(({ fault }) => fault !== undefined).length,
      renewals: entries.filter(({ grant }) => grant === 'refresh_token').length,
    },
    heapMibAMonth: heapSlope(steady),
    handles: [
      Math.min(...steady.map(({ handles = 0 }) => handles)),
      Math.max(...steady.map(({ handles = 0 }) => handles)),
    ],
    savesADay: savesADay(steady),
    errors: [...new Set(record.events.flatMap(({ error }) => (error === undefined ? [] : [String(error)])))],
    battery: batteryMoney(record, prices),
  };
}

/** A price that was told while the clock was right and is not the one of that quarter-hour. */
function wrongPrices({ events, troubles }: SoakRecord, prices: Prices): string[] {
  return events.flatMap(({ at, from, payload }) => {
    if (from !== 'prices-1' || typeof payload !== 'number') return [];
    if (troubles.some((trouble) => trouble.kind === 'wrong' && trouble.from <= at && at <= trouble.to + 60_000))
      return [];
    const start = Math.floor(at / 900_000) * 900_000;
    return prices.get(start) === payload ? [] : [`${new Date(at).toISOString()}: ${payload}, not ${prices.get(start)}`];
  });
}

type Vital = SoakRecord['vitals'][number];

function byLife(vitals: readonly Vital[]): Vital[][] {
  const lives = new Map<number, Vital[]>();
  for (const vital of vitals) lives.set(vital.life, [...(lives.get(vital.life) ?? []), vital]);
  return [...lives.values()];
}

/** One slope for all long lives, each from a level of its own: what a month adds. The first two days warm up. */
function heapSlope(vitals: readonly Vital[]): number {
  let [over, under] = [0, 0];
  for (const life of byLife(vitals)) {
    const [born] = life;
    if (born === undefined || life.at(-1)!.at - born.at < longLifeDays * 86_400_000) continue;
    const points = life
      .filter(({ at }) => at - born.at > 2 * 86_400_000)
      .map(({ at, heapBytes = 0 }) => ({ x: at / monthMs, y: heapBytes / 2 ** 20 }));
    const mean = (pick: 'x' | 'y') => points.reduce((sum, point) => sum + point[pick], 0) / points.length;
    const [x, y] = [mean('x'), mean('y')];
    for (const point of points) {
      over += (point.x - x) * (point.y - y);
      under += (point.x - x) ** 2;
    }
  }
  return under === 0 ? 0 : over / under;
}

function savesADay(vitals: readonly Vital[]): number {
  let [saves, ms] = [0, 0];
  for (const life of byLife(vitals)) {
    saves += (life.at(-1)?.saves ?? 0) - (life[0]?.saves ?? 0);
    ms += (life.at(-1)?.at ?? 0) - (life[0]?.at ?? 0);
  }
  return ms === 0 ? 0 : (saves / ms) * 86_400_000;
}

/** What the grid cost with the battery as it was told, and without one; ct, 8 ct for what is fed in. */
function batteryMoney({ events }: SoakRecord, prices: Prices): { withCt: number; withoutCt: number } {
  let [withCt, withoutCt] = [0, 0];
  const bill = (watts: number, price: number) => ((watts > 0 ? price : 8) * watts * meterHours) / 1_000;
  for (const { at, from, gridW, netW } of events) {
    if (from !== 'meter') continue;
    const price = prices.get(Math.floor(at / 900_000) * 900_000);
    if (price === undefined) continue;
    withCt += bill(gridW, price);
    withoutCt += bill(netW, price);
  }
  return { withCt, withoutCt };
}

/** What the devices paid, and the least that it could have been, ct, over windows in which nothing went wrong. */
function paid(verdicts: readonly Verdict[]): { readonly paidCt: number; readonly leastCt: number } {
  const exact = verdicts.filter(({ by }) => by === 'exact');
  const sum = (pick: 'paidCt' | 'leastCt') => exact.reduce((total, verdict) => total + verdict[pick], 0);
  return { paidCt: sum('paidCt'), leastCt: sum('leastCt') };
}

/** The figures in words, one a line. */
export function linesOf(report: SoakReport): string[] {
  const { verdicts, wrong, calls, handles, battery } = report;
  const switches = (judged: readonly Verdict[]) => judged.reduce((sum, one) => sum + one.switches, 0);
  const exact = verdicts.filter(({ by }) => by === 'exact');
  const { paidCt, leastCt } = paid(verdicts);
  return [
    `switches: ${switches(verdicts) - switches(wrong)} right, ${switches(wrong)} wrong`,
    `windows and days: ${verdicts.length}, ${exact.length} of them had to be the cheapest; ${wrong.length} wrong`,
    `paid in those: ${(paidCt / 100).toFixed(2)} EUR, the least possible ${(leastCt / 100).toFixed(2)} EUR`,
    `prices told: ${report.pricesTold}, ${report.pricesWrong.length} wrong`,
    `tokens lost: ${report.lost}; ${calls.renewals} renewals`,
    `calls: ${calls.perDay.toFixed(1)} a day, ${calls.most} on the worst day, ${calls.spoilt} spoilt`,
    `heap: ${report.heapMibAMonth.toFixed(2)} MiB a month; open handles and timers: ${handles.join(' to ')}`,
    `saves: ${report.savesADay.toFixed(0)} a day`,
    `battery: the house paid ${(battery.withCt / 100).toFixed(2)} EUR with it, ${(battery.withoutCt / 100).toFixed(2)} EUR without`,
    ...wrong.map(({ device, date, wrong: what }) => `WRONG ${date} ${device}: ${what}`),
    ...report.pricesWrong.map((line) => `WRONG PRICE ${line}`),
    ...report.errors.map((error) => `error: ${error}`),
  ];
}
