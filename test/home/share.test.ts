import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Entry, House } from '#src/home/index.js';
import { shareOf } from '#src/home/share.js';
import { defaultRunSettings } from '#src/runs/index.js';
import { contains, type Interval } from '#src/time/index.js';
import { hour, midnight } from './houses.js';
import '../support/mocha/seeds.js';

const now = midnight + 6.5 * hour;
const at = (hours: number) => midnight + hours * hour;
const stretch = (from: number, to: number): Interval => ({ start: at(from), end: at(to) });

function entryOf(id: string, given: Partial<Entry> & { readonly alwaysOnBelowCt?: number | undefined } = {}): Entry {
  const { alwaysOnBelowCt, ...rest } = given;
  const settings = { ...defaultRunSettings, ...(alwaysOnBelowCt !== undefined && { alwaysOnBelowCt }) };
  return {
    member: { id, name: id, priority: 5, settings },
    w: 1000,
    wantedWh: 0,
    ran: [],
    on: undefined,
    isByHand: false,
    isHeld: false,
    frozen: [],
    planned: [],
    extra: [],
    isStuck: false,
    ...rest,
  };
}

const openHouse: House = { oneAtATime: false, told: [], surplus: [] };
const share = (own: Entry, ordered: readonly Entry[], house: Partial<House> = {}) =>
  shareOf(own, { ordered, house: { ...openHouse, ...house }, now, paused: [] });

const stretches = (most: number) =>
  fc.array(
    fc
      .tuple(fc.integer({ min: -10, max: 30 }), fc.integer({ min: 1, max: 6 }))
      .map(([from, length]) => stretch(from, from + length)),
    { maxLength: most },
  );
const entries = fc
  .array(
    fc.record({
      w: fc.constantFrom(1000, 2000, 3000),
      ran: stretches(1),
      on: fc.option(
        fc.integer({ min: 1, max: 6 }).map((hours) => stretch(6, 6 + hours)),
        { nil: undefined },
      ),
      isByHand: fc.boolean(),
      frozen: stretches(1),
      planned: stretches(2),
      extra: stretches(1),
      alwaysOnBelowCt: fc.constantFrom(undefined, 5),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) => all.map((given, index) => entryOf(`m${index}`, given)));
const rules = fc.record({
  limitKw: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
  oneAtATime: fc.boolean(),
  told: fc.array(
    fc.integer({ min: 0, max: 8 }).map((limitKw) => ({ ...stretch(8, 12), limitKw, hard: false })),
    { maxLength: 1 },
  ),
});

const isOnIn = (times: readonly Interval[], instant: number) => times.some((time) => contains(time, instant));
const ons = ({ on }: Entry) => (on === undefined ? [] : [on]);
const fixed = (entry: Entry) => [...ons(entry), ...entry.frozen];
const certain = (entry: Entry) => [...fixed(entry), ...entry.planned];

describe('home: what a house leaves to a member', () => {
  it('is closed where it and those it gives way to would exceed the limit: earlier ones whatever they take, later ones what stays', () => {
    fc.assert(
      fc.property(entries, fc.nat(3), rules, (ordered, which, given) => {
        const place = which % ordered.length;
        const own = ordered[place] as Entry;
        const { closed, closedToExtra } = share(own, ordered, given);
        for (let hours = -11; hours < 40; hours += 1) {
          const instant = at(hours);
          const told = given.told.find((one) => contains(one, instant));
          const limitW =
            1000 * Math.min(given.limitKw ?? Number.POSITIVE_INFINITY, told?.limitKw ?? Number.POSITIVE_INFINITY);
          const isShut = (takes: (entry: Entry, index: number) => readonly Interval[]) => {
            const taking = ordered.filter((entry, index) => index !== place && isOnIn(takes(entry, index), instant));
            const w = taking.reduce((sum, entry) => sum + entry.w, own.w);
            return w > limitW || (given.oneAtATime && taking.length > 0);
          };
          const stays = own.frozen.length > 0 ? ons : fixed;
          assert.equal(
            isOnIn(closed, instant),
            isShut((entry, index) => (index < place ? certain(entry) : stays(entry))),
            `at ${hours}`,
          );
          const isExtraShut = isShut((entry, index) =>
            index < place ? [...certain(entry), ...entry.extra] : certain(entry),
          );
          const mindsExtra = own.member.settings.alwaysOnBelowCt !== undefined;
          assert.equal(isOnIn(closedToExtra, instant), mindsExtra && isExtraShut, `extra at ${hours}`);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is the sun that those before it and those who are on by hand do not take', () => {
    const surplus = Array.from({ length: 40 }, (_, hours) => ({
      ...stretch(hours - 10, hours - 9),
      w: 4000,
      feedInCt: 8,
    }));
    fc.assert(
      fc.property(entries, fc.nat(3), (ordered, which) => {
        const place = which % ordered.length;
        const own = ordered[place] as Entry;
        const { sun } = share(own, ordered, { surplus });
        for (let hours = -10; hours < 30; hours += 1) {
          const takesSun = (entry: Entry, index: number) =>
            index < place
              ? isOnIn([...certain(entry), ...entry.ran], at(hours))
              : index > place && entry.isByHand && isOnIn(ons(entry), at(hours));
          const othersW = ordered.filter(takesSun).reduce((sum, { w }) => sum + w, 0);
          const leftW = Math.min(own.w, 4000 - othersW);
          const piece = sun.find((one) => contains(one, at(hours)));
          assert.equal(piece?.kw, leftW > 0 ? leftW / 1000 : undefined, `at ${hours}`);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('closed times are whole days around now, so that no moment changes them', () => {
    const [own, other] = [entryOf('a'), entryOf('b', { w: 3000, planned: [stretch(-100, 900)] })];
    const { closed } = share(own, [other, own], { limitKw: 3 });
    assert.deepEqual(closed, [stretch(-24, 32 * 24)]);
  });

  for (const [name, own, others, expected] of [
    ['who is on for longer', stretch(5, 9), { b: stretch(4, 9) }, 1],
    ['not who is on for less long', stretch(5, 9), { b: stretch(6, 9) }, 0],
    ['whose name comes first of those that began together', stretch(5, 9), { a: stretch(5, 9), z: stretch(5, 9) }, 1],
    ['everybody, where it is off itself', undefined, { a: stretch(5, 9), z: stretch(6, 9) }, 2],
    ['everybody, also who begins just now', undefined, { z: { start: now, end: at(9) } }, 1],
    ['nobody whose run is over', undefined, { b: { start: at(4), end: now } }, 0],
    ['nobody whose run is to come', undefined, { b: stretch(7, 9) }, 0],
  ] as [string, Interval | undefined, Record<string, Interval>, number][])
    it(`takes now: ${name}`, () => {
      const asked = entryOf('m', { on: own });
      const ordered = [asked, ...Object.entries(others).map(([id, on]) => entryOf(id, { on }))];
      const told = [{ ...stretch(6, 7), limitKw: 4, hard: false }];
      assert.deepEqual(share(asked, ordered, { limitKw: 9, told }).now, { othersKw: expected, limitKw: 4 });
    });

  it('who is named has to pause', () => {
    const [a, b] = [entryOf('a'), entryOf('b')];
    const pauses = [a, b].map((own) => shareOf(own, { ordered: [a, b], house: openHouse, now, paused: ['b'] }).pauses);
    assert.deepEqual(pauses, [false, true]);
  });
});
