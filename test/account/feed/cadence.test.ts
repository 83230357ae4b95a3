import assert from 'node:assert/strict';
import {
  type Attempts,
  type CadenceContext,
  callsOn,
  missing,
  nextRequest,
  nightOf,
  noAttempts,
  phaseOf,
} from '#src/account/feed/cadence.js';
import { buildSeries, type PriceSeries } from '#src/prices/index.js';
import { civilDay, clockTime, instantOf, msPerMinute } from '#src/time/index.js';
import { dayPoints } from '../../support/nomos/nomos-days.js';

const berlin = 'Europe/Berlin';
const [today, tomorrow, dayAfter] = ['2026-11-22', '2026-11-23', '2026-11-24'];
const at = (time: string, date = today) => instantOf(berlin, date, time);
const pointsOf = (...dates: string[]) => dates.flatMap((date) => dayPoints(date));
/** The price that begins at the instant is not known. */
const holed = (points: ReturnType<typeof pointsOf>, hole: number) =>
  buildSeries(points.map((point) => (point.start === hole ? { ...point, priceCt: null } : point)));

const series: Record<string, PriceSeries> = {
  nothing: [],
  today: buildSeries(pointsOf(today)),
  both: buildSeries(pointsOf(today, tomorrow)),
  'today with a hole': holed(pointsOf(today), at('20:00')),
  'both, today with a hole': holed(pointsOf(today, tomorrow), at('20:00')),
  'both, tomorrow with a hole': holed(pointsOf(today, tomorrow), at('20:00', tomorrow)),
  'today until noon': buildSeries(pointsOf(today).filter(({ start }) => start < at('12:00'))),
};
const context = (known: string, time: string, phase: number): CadenceContext => ({
  timeZone: berlin,
  phase,
  series: series[known] ?? [],
  now: at(time),
});

describe('account: when Nomos is asked', () => {
  const answered = (time: string) => ({ answeredAt: at(time) });
  const notBefore = (time: string) => ({ notBefore: at(time) });
  for (const [known, time, phase, more, expected] of [
    ['nothing', '09:00', 0, {}, '09:00 today..today'],
    ['nothing', '12:58', 0, {}, '12:58 today..tomorrow'],
    ['nothing', '12:57', 0, {}, '12:57 today..today'],
    ['nothing', '13:12', 0.5, {}, '13:12 today..today'],
    ['nothing', '13:13', 0.5, {}, '13:13 today..tomorrow'],
    ['nothing', '23:45', 0.5, {}, '23:45 today..tomorrow'],
    ['nothing', '09:00', 0, notBefore('09:30'), '09:30 today..today'],
    ['today until noon', '11:59', 0, answered('08:00'), '12:58 today..tomorrow'],
    ['today until noon', '12:00', 0, answered('08:00'), '12:00 today..today'],
    ['today', '09:00', 0, {}, '12:58 tomorrow..tomorrow'],
    ['today', '09:00', 0.5, {}, '13:13 tomorrow..tomorrow'],
    ['today', '09:00', 0, notBefore('13:10'), '13:10 tomorrow..tomorrow'],
    ['today', '15:00', 0.5, {}, '13:13 tomorrow..tomorrow'],
    ['today', '23:29', 0.5, {}, '13:13 tomorrow..tomorrow'],
    ['today', '23:30', 0.5, {}, '+00:05 tomorrow..tomorrow'],
    ['today', '15:00', 0.5, notBefore('23:29'), '23:29 tomorrow..tomorrow'],
    ['today', '15:00', 0.5, notBefore('23:30'), '+00:05 tomorrow..tomorrow'],
    ['today', '23:50', 0, {}, '+00:00 tomorrow..tomorrow'],
    ['today', '23:50', 0.5, { notBefore: at('00:07', tomorrow) }, '+00:07 tomorrow..tomorrow'],
    ['both', '15:00', 0, {}, '+12:58 dayAfter..dayAfter'],
    ['both', '15:00', 0.5, notBefore('15:30'), '+13:13 dayAfter..dayAfter'],
    ['both, tomorrow with a hole', '15:00', 0.5, { day: today, calls: 5 }, '13:13 tomorrow..tomorrow'],
    ['both, tomorrow with a hole', '15:00', 0.5, { day: today, calls: 6 }, '+00:05 tomorrow..tomorrow'],
    ['both, tomorrow with a hole', '15:00', 0.5, { day: '2026-11-21', calls: 6 }, '13:13 tomorrow..tomorrow'],
    ['today', '15:00', 0.5, { day: today, calls: 60 }, '13:13 tomorrow..tomorrow'],
    ['today with a hole', '05:00', 0, {}, '06:00 today..today'],
    ['today with a hole', '05:00', 0.5, {}, '07:00 today..today'],
    ['today with a hole', '05:00', 0.5, notBefore('07:10'), '07:10 today..today'],
    ['today with a hole', '09:00', 0, answered('05:59'), '06:00 today..today'],
    ['today with a hole', '09:00', 0, answered('06:00'), '12:58 today..tomorrow'],
    ['today with a hole', '13:30', 0, notBefore('14:00'), '14:00 today..tomorrow'],
    ['both, today with a hole', '15:00', 0, answered('08:00'), '+12:58 today..dayAfter'],
    ['both, today with a hole', '15:00', 0, {}, '06:00 today..today'],
  ] as const satisfies readonly (readonly [string, string, number, Partial<Attempts>, string])[])
    it(`${known} known at ${time}, phase ${phase}, ${JSON.stringify(more)} -> ${expected}`, () => {
      const asked = nextRequest(context(known, time, phase), { ...noAttempts, ...more });
      const nameOf = (date: string) => ({ [today]: 'today', [tomorrow]: 'tomorrow', [dayAfter]: 'dayAfter' })[date];
      const sign = asked.at >= civilDay(berlin, tomorrow).start ? '+' : '';
      const shown = `${sign}${clockTime(berlin, asked.at)} ${nameOf(asked.firstDay)}..${nameOf(asked.lastDay)}`;
      assert.equal(shown, expected);
    });

  for (const [known, time, rest, isTomorrow] of [
    ['nothing', '09:00', true, false],
    ['nothing', '13:00', true, true],
    ['today', '09:00', false, false],
    ['today', '12:57', false, false],
    ['today', '12:58', false, true],
    ['both', '13:00', false, false],
    ['both, tomorrow with a hole', '13:00', false, true],
    ['today until noon', '11:59', false, false],
    ['today until noon', '12:00', true, false],
  ] as const)
    it(`what lacks: ${known} known at ${time} -> rest ${rest}, tomorrow ${isTomorrow}`, () =>
      assert.deepEqual(missing(context(known, time, 0)), { rest, tomorrow: isTomorrow }));

  it('the night begins at 23:30 and ends within ten minutes after midnight', () => {
    const midnight = civilDay(berlin, today).end;
    for (const [phase, minutes] of [
      [0, 0],
      [0.25, 2.5],
      [0.5, 5],
    ] as const)
      assert.deepEqual(nightOf(context('today', '09:00', phase)), {
        closing: at('23:30'),
        reopening: midnight + minutes * msPerMinute,
      });
  });

  it('the requests of a day are those of that day', () => {
    const attempts = { ...noAttempts, day: today, calls: 3 };
    assert.deepEqual([callsOn(attempts, today), callsOn(attempts, tomorrow), callsOn(noAttempts, today)], [3, 0, 0]);
  });

  it('a home keeps its place among all others from version to version', () => {
    const places = ['', 'sub_1', 'sub_2', 'sub_home00000001', 'ü'].map((id) => Number(phaseOf(id).toFixed(9)));
    assert.deepEqual(places, [0.668922188, 0.331506717, 0.951626918, 0.771211202, 0.755334483]);
  });
});
