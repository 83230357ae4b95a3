import assert from 'node:assert/strict';
import { localInstant } from '../../sandbox/local-time.js';
import { leastCost } from './least-cost.js';
import { onTimes, replay } from './replay.js';
import { devices } from './soak-flow.js';
import type { SoakEvent, SoakRecord, Trouble } from './soak-run.js';

const hour = 3_600_000;
const start = localInstant('2026-10-23', '12:00');
const end = localInstant('2026-10-28', '12:00');
const schedule = { start, end, blows: [], lateDays: [] };
/** Dear, and cheap from 01:00 to 06:00 UTC, a little dearer every quarter-hour. */
const prices = new Map<number, number>();
for (let at = start - 24 * hour; at < end + 24 * hour; at += hour / 4) {
  const ofDay = (at % (24 * hour)) / hour;
  prices.set(at, ofDay >= 1 && ofDay < 6 ? 10 + ofDay : 30);
}

/** What devices do that do it right. */
function rightEvents(): SoakEvent[] {
  const events: SoakEvent[] = [];
  for (const day of ['2026-10-24', '2026-10-25', '2026-10-26', '2026-10-27', '2026-10-28']) {
    const one = Date.parse(`${day}T01:00:00Z`);
    const say = (from: string, at: number, payload: boolean) => events.push({ from: `${from}-1`, at, payload });
    say('pump', one, true);
    say('pump', one + 5 * hour, false);
    // Nobody judges the night before the first day, in which the window ends an hour sooner.
    if (day === '2026-10-24') continue;
    say('boiler', one, true);
    say('boiler', one + 2 * hour, false);
    say('car', one + 2 * hour, true);
    say('car', one + 4.5 * hour, false);
  }
  return events.sort((a, b) => a.at - b.at);
}

function judged(events: readonly SoakEvent[], troubles: readonly Trouble[] = []): string[] {
  const record: SoakRecord = { end, events, troubles, lives: [], vitals: [] };
  return replay(record, schedule, prices).flatMap(({ device, date, wrong }) =>
    wrong === undefined ? [] : [`${date} ${device}: ${wrong}`],
  );
}

const move = (events: readonly SoakEvent[], from: string, byMs: number) =>
  events.map((event) =>
    event.from === from && new Date(event.at).getUTCDate() === 26 ? { ...event, at: event.at + byMs } : event,
  );

describe('the replay of a soak', () => {
  it('finds nothing where all is right, also in the night that has an hour more', () => {
    assert.deepEqual(judged(rightEvents()), []);
  });

  it('finds a run that could have been cheaper', () => {
    assert.match(judged(move(rightEvents(), 'boiler-1', -hour)).join(), /2026-10-25 boiler: paid .* instead of/);
  });

  it('finds a quarter-hour too many, and a whole run that is missing', () => {
    const longer = rightEvents().map((event) =>
      event.from === 'car-1' && !event.payload ? { ...event, at: event.at + hour / 4 } : event,
    );
    assert.match(judged(longer)[0] ?? '', /car: 165.0 minutes/);
    assert.match(judged(rightEvents().filter(({ from }) => from !== 'car-1'))[0] ?? '', /car: 0.0 minutes/);
  });

  it('finds a device that is on above its limit', () => {
    const early = move(rightEvents(), 'pump-1', -hour / 4);
    assert.match(judged(early).join(), /2026-10-26 pump: .* on at 30 ct, .* off at 15.75 ct/);
  });

  it('with trouble, forgives that it was dearer, and nothing else', () => {
    const at = Date.parse('2026-10-26T00:00:00Z');
    const troubles: Trouble[] = [{ kind: 'kill', from: at, to: at + 1_000 }];
    assert.deepEqual(judged(move(rightEvents(), 'boiler-1', -hour), troubles), []);
    const twice = [
      ...rightEvents(),
      { from: 'boiler-1', at: at - 2 * hour, payload: true },
      { from: 'boiler-1', at: at - hour, payload: false },
    ].sort((a, b) => a.at - b.at);
    assert.match(judged(twice, troubles).join(), /2026-10-25 boiler: 180.0 minutes, at most/);
  });

  it('with a wrong clock, forgives a run for as long as it was wrong, and the allowance; not a minute more', () => {
    const at = Date.parse('2026-10-26T15:00:00Z');
    const wrongMs = 35 * 60_000;
    const troubles: Trouble[] = [{ kind: 'wrong', from: at, to: at + wrongMs }];
    const besides = (ms: number) =>
      [
        ...rightEvents(),
        { from: 'boiler-1', at, payload: true },
        { from: 'boiler-1', at: at + ms, payload: false },
      ].sort((a, b) => a.at - b.at);
    assert.deepEqual(judged(besides(wrongMs), troubles), []);
    assert.match(judged(besides(wrongMs + 31 * 60_000), troubles).join(), /boiler: 186.0 minutes, at most 185.0/);
  });

  it('knows the least that runs of at least half an hour can cost, beside others', () => {
    const [boiler] = devices;
    const window = { start: localInstant('2026-10-26', '22:00'), end: localInstant('2026-10-27', '06:00') };
    const cheapest = new Map(prices);
    for (let at = window.start; at < window.end; at += hour / 4) cheapest.set(at, 20);
    // One cheap quarter-hour alone cannot be run, but with the one before or after it.
    cheapest.set(window.start + 2 * hour, 10);
    const least = (others: { start: number; end: number }[]) => leastCost(boiler!, window, cheapest, others);
    assert.equal(least([]), (7 * 20 + 10) * (3 / 4));
    assert.equal(least([{ start: window.start + 2 * hour, end: window.start + 2.1 * hour }]), 8 * 20 * (3 / 4));
    assert.equal(least([window]), Number.POSITIVE_INFINITY);
  });

  it('takes a plug as it was told last', () => {
    const say = (at: number, payload: boolean) => ({ from: 'boiler-1', at, payload });
    assert.deepEqual(onTimes([say(1, true), say(2, true), say(5, false), say(6, false), say(8, true)], 'boiler', 9), [
      { start: 1, end: 5 },
      { start: 8, end: 9 },
    ]);
  });
});
