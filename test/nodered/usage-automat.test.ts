import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { phaseOf } from '#src/account/cadence.js';
import { ConsentRequiredError, UnavailableError } from '#src/errors.js';
import { type Finding, UsageAutomat } from '#src/nodered/usage-automat.js';
import { addDays, instantOf, isoLocal } from '#src/time/index.js';
import { nothingReported, type PeriodKind, type Quality, type Reported, type Stretch } from '#src/usage/index.js';
import { ManualClock } from '../support/manual-clock.js';

const timeZone = 'Europe/Berlin';
const minute = 60_000;
const hour = 60 * minute;
const nodeId = 'usage';
const spread = Math.floor(phaseOf(nodeId) * 30 * minute);
const at = (date: string, time = '16:00') => instantOf(timeZone, date, time);
const unreachable = (retryAfterMs?: number) =>
  new UnavailableError('resource-unreachable', 'no', { sent: false, retryAfterMs });

/** A Nomos whose values come when a test says so, and one automat after another that reads it. */
class Home {
  readonly clock: ManualClock;
  readonly kind: PeriodKind;
  /** `firstDay quality`, in order. */
  readonly told: string[] = [];
  /** When each reading began, local. */
  readonly readAt: string[] = [];
  /** How good the values of a period are at this moment. */
  quality: (firstDay: string, now: number) => Quality = () => 'final';
  failure: Error | undefined;
  stored: Reported = nothingReported;
  automat!: UsageAutomat;

  constructor(start: number, kind: PeriodKind = 'day') {
    this.clock = new ManualClock(start);
    this.kind = kind;
    this.restart();
  }

  /** Ends the automat and begins another from what was stored, as JSON. */
  restart(): void {
    this.automat?.stop();
    this.stored = JSON.parse(JSON.stringify(this.stored));
    this.automat = new UsageAutomat(
      {
        ...{ nodeId, kind: this.kind, clock: this.clock, onNext: () => {} },
        read: (stretch) => this.#read(stretch),
        save: async (reported) => {
          this.stored = reported;
        },
      },
      this.stored,
    );
  }

  async #read({ periods }: Stretch): Promise<readonly Finding[]> {
    this.readAt.push(isoLocal(timeZone, this.clock.now()).slice(0, 16));
    if (this.failure !== undefined) throw this.failure;
    return periods.map((period): Finding => {
      const quality = this.quality(period.firstDay, this.clock.now());
      return { period, quality, tell: () => void this.told.push(`${period.firstDay} ${quality}`) };
    });
  }

  get next(): string {
    return isoLocal(timeZone, (this.automat.nextAt ?? 0) - spread).slice(0, 16);
  }
}

describe('nodered: reporting usage by itself', () => {
  it('waits for 16:00, spread over half an hour, then reports yesterday, and again the next day', async () => {
    const home = new Home(at('2026-11-22', '09:00'));
    assert.equal(home.next, '2026-11-22T16:00');
    await home.clock.advance(7 * hour + spread - 1);
    assert.deepEqual(home.told, []);
    await home.clock.advance(1);
    assert.deepEqual([home.told, home.next], [['2026-11-21 final'], '2026-11-23T16:00']);
    await home.clock.advance(24 * hour);
    assert.deepEqual(home.told, ['2026-11-21 final', '2026-11-22 final']);
  });

  it('started in the evening it reports at once; a restart does not repeat it', async () => {
    const home = new Home(at('2026-11-22', '20:00'));
    await home.clock.advance(1);
    assert.deepEqual(home.told, ['2026-11-21 final']);
    home.restart();
    await home.clock.advance(hour);
    assert.deepEqual([home.told.length, home.next], [1, '2026-11-23T16:00']);
  });

  it('catches up in the next evening with what was missed, not in the morning of the start', async () => {
    const home = new Home(at('2026-11-18', '17:00'));
    await home.clock.advance(1);
    home.automat.stop();
    await home.clock.advance(3 * 24 * hour + 15 * hour);
    home.restart();
    await home.clock.advance(1);
    // On the morning of the 22nd the evening of the 21st is what was missed: the days until the 20th.
    assert.deepEqual(
      home.told,
      ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'].map((day) => `${day} final`),
    );
    await home.clock.advance(9 * hour);
    assert.equal(home.told.at(-1), '2026-11-21 final');
    assert.equal(home.readAt.length, 3);
  });

  it('late values are looked for every hour until 22:00, then the next day', async () => {
    const home = new Home(at('2026-11-22', '15:00'));
    home.quality = (firstDay) => (firstDay === '2026-11-21' ? 'none' : 'final');
    await home.clock.advance(12 * hour);
    assert.equal(home.readAt.length, 6);
    assert.deepEqual([home.told, home.next], [[], '2026-11-23T16:00']);
    home.quality = () => 'final';
    await home.clock.advance(24 * hour);
    assert.deepEqual(home.told, ['2026-11-21 final', '2026-11-22 final']);
  });

  it('a failure is tried again after 5 minutes, then more and more slowly, an hour at most', async () => {
    const home = new Home(at('2026-11-22', '16:00') + spread);
    home.failure = unreachable();
    await home.clock.advance(3 * hour);
    const begin = at('2026-11-22', '16:00') + spread;
    const minutes = home.readAt.map((text) => Math.round((Date.parse(`${text}:00+01:00`) - begin) / minute));
    assert.deepEqual(
      minutes.map((after, i) => after - (minutes[i - 1] ?? 0)).map((after) => Math.round(after / 5) * 5 || 0),
      [0, 5, 10, 20, 40, 60],
    );
    home.failure = undefined;
    await home.clock.advance(hour);
    assert.deepEqual(home.told, ['2026-11-21 final']);
  });

  it('a failure over midnight does not begin the next day too early', async () => {
    const home = new Home(at('2026-11-22', '23:30'));
    home.failure = unreachable(hour);
    await home.clock.advance(1);
    home.failure = undefined;
    await home.clock.advance(hour);
    assert.deepEqual(home.told, ['2026-11-21 final']);
    assert.deepEqual([home.readAt.length, home.next], [2, '2026-11-23T16:00']);
  });

  it('a first day that could not be read is not forgotten by restarts', async () => {
    const home = new Home(at('2026-11-02', '12:00'));
    home.failure = unreachable();
    await home.clock.advance(8 * hour);
    home.restart();
    await home.clock.advance(28 * hour);
    home.restart();
    home.failure = undefined;
    await home.clock.advance(24 * hour);
    assert.deepEqual(home.told, ['2026-11-01 final', '2026-11-02 final', '2026-11-03 final']);
  });

  it('waits as long as Nomos asks for', async () => {
    const home = new Home(at('2026-11-22', '17:00'));
    home.failure = unreachable(2 * hour);
    await home.clock.advance(1);
    home.failure = undefined;
    await home.clock.advance(2 * hour - 2);
    assert.equal(home.readAt.length, 1);
    await home.clock.advance(1);
    assert.equal(home.told.length, 1);
  });

  it('without a consent it waits for a person, and goes on at once after the sign-in', async () => {
    const home = new Home(at('2026-11-22', '17:00'));
    home.failure = new ConsentRequiredError('consent-gone', 'no');
    await home.clock.advance(5 * hour);
    assert.equal(home.readAt.length, 1);
    home.failure = undefined;
    home.automat.wake();
    await home.clock.advance(1);
    assert.deepEqual(home.told, ['2026-11-21 final']);
    home.automat.wake();
    await home.clock.advance(hour);
    assert.equal(home.readAt.length, 2);
  });

  it('is silent once it is stopped', async () => {
    const home = new Home(at('2026-11-22', '15:00'));
    home.automat.stop();
    home.automat.wake();
    await home.clock.advance(48 * hour);
    assert.deepEqual([home.readAt, home.clock.nextTimerMs], [[], undefined]);
  });

  it('a clock that is not set yet reads nothing; once it is set, the time of that day counts', async () => {
    const home = new Home(Date.UTC(1970, 0, 1, 0, 5));
    await home.clock.advance(hour);
    assert.deepEqual(home.readAt, []);
    home.clock.jump(at('2026-11-22', '18:00') - home.clock.now());
    await home.clock.advance(minute);
    assert.deepEqual(home.told, ['2026-11-21 final']);
  });

  it('a clock that was years ahead costs no day after it is put right', async () => {
    const home = new Home(at('2031-01-01', '18:00'));
    await home.clock.advance(1);
    home.clock.jump(at('2026-11-22', '12:00') - home.clock.now());
    await home.clock.advance(2 * 24 * hour);
    assert.deepEqual(home.told.slice(1), ['2026-11-21 final', '2026-11-22 final']);
  });

  for (const [kind, start, days, periods] of [
    ['week', '2026-11-18', 15, ['2026-11-09', '2026-11-16', '2026-11-23']],
    ['month', '2026-09-20', 45, ['2026-08-01', '2026-09-01', '2026-10-01']],
  ] as const)
    it(`a ${kind} is reported once, when it is over`, async () => {
      const home = new Home(at(start, '12:00'), kind);
      await home.clock.advance(days * 24 * hour);
      assert.deepEqual(
        home.told,
        periods.map((day) => `${day} final`),
      );
    }).timeout(60_000);

  it('over both clock changes every day is reported at its local time', async () => {
    for (const start of ['2026-03-27', '2026-10-23']) {
      const home = new Home(at(start, '12:00'));
      await home.clock.advance(5 * 24 * hour);
      assert.deepEqual(
        home.told,
        Array.from({ length: 5 }, (_, i) => `${addDays(start, i - 1)} final`),
      );
      const local = isoLocal(timeZone, at(start) + spread).slice(11, 16);
      assert.ok(home.readAt.every((text) => text.slice(11) === local || text.slice(11) > '16:00'));
    }
  });

  it('whatever is restarted or fails: each day is told, in order, and no quality of it twice', async () => {
    const event = fc.record({
      hours: fc.integer({ min: 1, max: 30 }),
      what: fc.constantFrom('restart', 'fail', 'mend', 'nothing'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 25 }), fc.integer({ min: 0, max: 30 }), async (events, late) => {
        const home = new Home(at('2026-11-02', '12:00'));
        home.quality = (firstDay, now) => {
          const seen = now - at(addDays(firstDay, 1));
          return seen < late * hour ? 'none' : seen < 60 * hour ? 'preliminary' : 'final';
        };
        for (const { hours, what } of events) {
          await home.clock.advance(hours * hour);
          if (what === 'restart') home.restart();
          if (what === 'fail') home.failure = unreachable();
          if (what === 'mend') home.failure = undefined;
        }
        home.failure = undefined;
        await home.clock.advance(3 * 24 * hour);
        assert.equal(new Set(home.told).size, home.told.length, home.told.join(', '));
        const days = [...new Set(home.told.map((line) => line.split(' ')[0] ?? ''))];
        assert.deepEqual([...days].sort(), days, 'in order');
        for (let day = '2026-11-02'; day < (days.at(-1) ?? ''); day = addDays(day, 1))
          assert.ok(days.includes(day), `${day} is missing`);
        assert.ok((days.at(-1) ?? '') >= addDays(isoLocal(timeZone, home.clock.now()).slice(0, 10), -4));
      }),
      { numRuns: 25 },
    );
  }).timeout(60_000);
});
