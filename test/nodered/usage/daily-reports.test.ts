import assert from 'node:assert/strict';
import fc from 'fast-check';
import { phaseOf } from '#src/account/feed/cadence.js';
import { ApiError, ConfigError, ConsentRequiredError, UnavailableError } from '#src/errors.js';
import { DailyReports, type Finding } from '#src/nodered/usage/daily-reports.js';
import { addDays, civilDate, instantOf, isoLocal } from '#src/time/index.js';
import { nothingReported, type PeriodKind, type Quality, type Reported, type Stretch } from '#src/usage/index.js';
import { ManualClock } from '../../support/clock/manual-clock.js';

const timeZone = 'Europe/Berlin';
const minute = 60_000;
const hour = 60 * minute;
const nodeId = 'usage';
const spread = Math.floor(phaseOf(nodeId) * 30 * minute);
const at = (date: string, time = '16:00') => instantOf(timeZone, date, time);
const unreachable = (retryAfterMs?: number) =>
  new UnavailableError('resource-unreachable', 'no', { sent: false, retryAfterMs });
const consentGone = new ConsentRequiredError('consent-gone', 'no');
const outsideContract = new ConfigError('outside-contract', 'no');
const refused = new ApiError('resource-refused', 'no', { status: 400 });

/** A Nomos whose values come when a test says so, and one reports after another that reads it. */
class Home {
  readonly clock: ManualClock;
  readonly kind: PeriodKind;
  /** `firstDay quality`, in order. */
  readonly told: string[] = [];
  /** When each reading began, local, and what it was about: `firstDay…lastDay`. */
  readonly readAt: string[] = [];
  readonly readDays: string[] = [];
  /** What an reports did after it had been stopped. */
  readonly faults: string[] = [];
  /** How good the values of a period are at this moment. */
  quality: (firstDay: string, now: number) => Quality = () => 'final';
  /** What a reading of these days rejects with. */
  failure: (stretch: Stretch) => Error | undefined = () => undefined;
  /** How long a reading takes, and how long the store takes to answer that it has saved. */
  readMs = 0;
  saveMs = 0;
  /** How far the clock is ahead of the real time. */
  skewMs = 0;
  stored: Reported = nothingReported;
  reports!: DailyReports;

  constructor(start: number, kind: PeriodKind = 'day') {
    this.clock = new ManualClock(start);
    this.kind = kind;
    this.restart();
  }

  /** Ends the reports and begins another from what was stored, as JSON. */
  restart(): void {
    this.reports?.stop();
    this.stored = JSON.parse(JSON.stringify(this.stored));
    const isOver = () => this.reports !== reports;
    const fault = (what: string) => isOver() && this.faults.push(what);
    const reports: DailyReports = new DailyReports(
      {
        nodeId,
        kind: this.kind,
        clock: this.clock,
        onNext: () => {},
        read: async (stretch) => {
          fault(`read ${stretch.firstDay}`);
          return this.#read(stretch, fault);
        },
        save: async (reported) => {
          fault('save');
          this.stored = reported;
          await this.#take(this.saveMs);
        },
      },
      this.stored,
    );
    this.reports = reports;
  }

  /** A stopped reports after which no other begins. */
  stop(): void {
    const { reports } = this;
    this.restart();
    this.reports.stop();
    reports.wake();
  }

  /** Lets time pass quickly: the machine sleeps until shortly before something is to be done. */
  async pass(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    while (this.clock.now() < end) {
      const sleepMs = Math.min(this.reports.nextAt ?? end, end) - this.clock.now();
      if (sleepMs > minute) this.clock.jump(sleepMs - 1_000);
      await this.clock.advance(Math.min(30_000, end - this.clock.now()));
    }
  }

  setSkew(skewMs: number): void {
    this.clock.jump(skewMs - this.skewMs);
    this.skewMs = skewMs;
  }

  async #read({ firstDay, lastDay, periods }: Stretch, fault: (what: string) => void): Promise<readonly Finding[]> {
    this.readAt.push(isoLocal(timeZone, this.clock.now()).slice(0, 16));
    this.readDays.push(firstDay === lastDay ? firstDay : `${firstDay}…${lastDay}`);
    await this.#take(this.readMs);
    const failure = this.failure({ firstDay, lastDay, periods });
    if (failure !== undefined) throw failure;
    return periods.map((period): Finding => {
      const quality = this.quality(period.firstDay, this.clock.now() - this.skewMs);
      const tell = () => {
        fault(`tell ${period.firstDay}`);
        this.told.push(`${period.firstDay} ${quality}`);
      };
      return { period, quality, tell };
    });
  }

  #take(ms: number): Promise<void> | undefined {
    return ms === 0 ? undefined : new Promise((resolve) => void this.clock.after(ms, resolve));
  }

  get next(): string {
    return isoLocal(timeZone, (this.reports.nextAt ?? 0) - spread).slice(0, 16);
  }
}

const finals = (...days: string[]) => days.map((day) => `${day} final`);
const daysFrom = (first: string, count: number) => Array.from({ length: count }, (_, i) => addDays(first, i));

describe('nodered: reporting usage by itself', () => {
  it('waits for 16:00, spread over half an hour, then reports yesterday, and again the next day', async () => {
    const home = new Home(at('2026-11-22', '09:00'));
    assert.equal(home.next, '2026-11-22T16:00');
    await home.clock.advance(7 * hour + spread - 1);
    assert.deepEqual(home.told, []);
    await home.clock.advance(1);
    assert.deepEqual([home.told, home.next], [finals('2026-11-21'), '2026-11-23T16:00']);
    await home.clock.advance(24 * hour);
    assert.deepEqual(home.told, finals('2026-11-21', '2026-11-22'));
  });

  it('homes are spread over the half-hour after 16:00', () => {
    const minutes = Array.from({ length: 200 }, (_, i) => {
      const ports = { kind: 'day', read: async () => [], save: async () => {}, onNext: () => {} } as const;
      const clock = new ManualClock(at('2026-11-22', '09:00'));
      const reports = new DailyReports({ ...ports, clock, nodeId: `node ${i}` }, nothingReported);
      reports.stop();
      return ((reports.nextAt ?? 0) - at('2026-11-22')) / minute;
    });
    assert.ok(minutes.every((after) => after >= 0 && after < 30));
    for (const from of [0, 10, 20])
      assert.ok(minutes.filter((after) => after >= from && after < from + 10).length > 40);
  });

  it('started in the evening it reports at once; a restart does not repeat it', async () => {
    const home = new Home(at('2026-11-22', '20:00'));
    await home.clock.advance(1);
    assert.deepEqual(home.told, finals('2026-11-21'));
    home.restart();
    await home.clock.advance(hour);
    assert.deepEqual([home.told.length, home.readAt.length, home.next], [1, 1, '2026-11-23T16:00']);
  });

  it('catches up in the next evening with what was missed, not in the morning of the start', async () => {
    const home = new Home(at('2026-11-18', '17:00'));
    await home.clock.advance(1);
    home.reports.stop();
    await home.clock.advance(3 * 24 * hour + 15 * hour);
    home.restart();
    await home.clock.advance(1);
    // On the morning of the 22nd the evening of the 21st is what was missed: the days until the 20th.
    assert.deepEqual(home.told, finals(...daysFrom('2026-11-17', 4)));
    await home.clock.advance(9 * hour);
    assert.equal(home.told.at(-1), '2026-11-21 final');
    assert.deepEqual(home.readDays, ['2026-11-17', '2026-11-18…2026-11-20', '2026-11-21']);
  });

  it('late values are looked for every hour until 22:00, then the next day', async () => {
    const home = new Home(at('2026-11-22', '15:00'));
    home.quality = (firstDay) => (firstDay === '2026-11-21' ? 'none' : 'final');
    await home.clock.advance(12 * hour);
    assert.equal(home.readAt.length, 6);
    assert.deepEqual([home.told, home.next], [[], '2026-11-23T16:00']);
    home.quality = () => 'final';
    await home.clock.advance(24 * hour);
    assert.deepEqual(home.told, finals('2026-11-21', '2026-11-22'));
  });

  it('a restart between two looks for late values looks at once, and loses nothing', async () => {
    const home = new Home(at('2026-11-22', '17:00'));
    home.quality = () => 'none';
    await home.clock.advance(30 * minute);
    home.restart();
    await home.clock.advance(1);
    assert.equal(home.readAt.length, 2);
    home.quality = () => 'final';
    await home.clock.advance(hour);
    assert.deepEqual(home.told, finals('2026-11-21'));
  });

  it('what was told with holes is told again when it is whole, and when it is final, but no quality twice', async () => {
    const home = new Home(at('2026-10-31', '12:00'));
    home.quality = (firstDay, now) => {
      if (firstDay !== '2026-10-30') return 'final';
      return now < at('2026-11-02') ? 'holes' : now < at('2026-11-14') ? 'preliminary' : 'final';
    };
    await home.pass(20 * 24 * hour);
    assert.deepEqual(
      home.told.filter((line) => line.startsWith('2026-10-30')),
      ['2026-10-30 holes', '2026-10-30 preliminary', '2026-10-30 final'],
    );
    assert.equal(home.told.length, 22);
  });

  describe('failures', () => {
    it('are tried again after 5 minutes, then more and more slowly, an hour at most', async () => {
      const begin = at('2026-11-22') + spread;
      const home = new Home(begin);
      home.failure = () => unreachable();
      await home.clock.advance(3 * hour);
      const minutes = home.readAt.map((text) => Math.round((Date.parse(`${text}:00+01:00`) - begin) / minute));
      assert.deepEqual(
        minutes.map((after, i) => after - (minutes[i - 1] ?? 0)).map((after) => Math.round(after / 5) * 5 || 0),
        [0, 5, 10, 20, 40, 60],
      );
      home.failure = () => undefined;
      await home.clock.advance(hour);
      assert.deepEqual(home.told, finals('2026-11-21'));
    });

    it('are counted anew after an answer', async () => {
      const home = new Home(at('2026-11-22', '17:00'));
      home.failure = () => unreachable();
      await home.clock.advance(3 * hour);
      home.failure = () => refused;
      await home.clock.advance(hour);
      home.failure = () => unreachable();
      await home.pass(at('2026-11-23') + spread + minute - home.clock.now());
      assert.ok((home.reports.nextAt ?? 0) - home.clock.now() <= 5 * minute);
    });

    it('over midnight do not begin the next day too early', async () => {
      const home = new Home(at('2026-11-22', '23:30'));
      home.failure = () => unreachable(hour);
      await home.clock.advance(1);
      home.failure = () => undefined;
      await home.clock.advance(hour);
      assert.deepEqual(home.told, finals('2026-11-21'));
      assert.deepEqual([home.readAt.length, home.next], [2, '2026-11-23T16:00']);
    });

    it('of the first day do not make restarts forget it', async () => {
      const home = new Home(at('2026-11-02', '12:00'));
      home.failure = () => unreachable();
      await home.clock.advance(8 * hour);
      home.restart();
      await home.clock.advance(28 * hour);
      home.restart();
      home.failure = () => undefined;
      await home.clock.advance(24 * hour);
      assert.deepEqual(home.told, finals('2026-11-01', '2026-11-02', '2026-11-03'));
    });

    it('wait as long as Nomos asks for', async () => {
      const home = new Home(at('2026-11-22', '17:00'));
      home.failure = () => unreachable(2 * hour);
      await home.clock.advance(1);
      home.failure = () => undefined;
      await home.clock.advance(2 * hour - 2);
      assert.equal(home.readAt.length, 1);
      await home.clock.advance(1);
      assert.equal(home.told.length, 1);
    });

    for (const [name, error] of [
      ['Nomos refuses', refused],
      ['a person breaks off', new DOMException('', 'AbortError')],
    ] as const)
      it(`what ${name} is tried again the next day, not after each restart`, async () => {
        const home = new Home(at('2026-11-22', '17:00'));
        home.failure = () => error;
        await home.clock.advance(1);
        home.restart();
        await home.clock.advance(5 * hour);
        assert.deepEqual([home.readAt.length, home.next], [1, '2026-11-23T16:00']);
        home.failure = () => undefined;
        await home.clock.advance(24 * hour);
        assert.deepEqual(home.told, finals('2026-11-21', '2026-11-22'));
      });

    it('of one day keep no later day from being told', async () => {
      const home = new Home(at('2026-11-20', '12:00'));
      const isBad = ({ periods }: Stretch) => periods.some(({ firstDay }) => firstDay === '2026-11-20');
      home.failure = (stretch) => (isBad(stretch) ? refused : undefined);
      await home.pass(40 * 24 * hour);
      assert.deepEqual(home.told, finals('2026-11-19', ...daysFrom('2026-11-21', 38)));
      const counts = daysFrom('2026-11-20', 40).map((day) => home.readAt.filter((text) => text.startsWith(day)).length);
      assert.ok(Math.max(...counts) <= 2, `at most two readings a day: ${counts}`);
    });

    it('of days before the contract began neither stop what follows nor the look for late values', async () => {
      const home = new Home(at('2026-11-20', '12:00'));
      home.failure = ({ lastDay }) => (lastDay < '2026-11-23' ? outsideContract : undefined);
      const isLate = (firstDay: string, now: number) => now < at(addDays(firstDay, 1), '18:00');
      home.quality = (firstDay, now) => (firstDay < '2026-11-23' || isLate(firstDay, now) ? 'none' : 'final');
      await home.pass(40 * 24 * hour);
      assert.deepEqual(home.told, finals(...daysFrom('2026-11-23', 36)));
      const lastEvening = home.readAt.filter((text) => text.startsWith('2026-12-29'));
      assert.ok(lastEvening.at(-1)?.slice(11) ?? '' < '19:00', 'told in the evening of the same day');
    });
  });

  describe('what a person has to put right', () => {
    for (const [name, error] of [
      ['a sign-in', consentGone],
      ['the account', outsideContract],
    ] as const) {
      it(`${name}: it waits, and goes on at once after that`, async () => {
        const home = new Home(at('2026-11-22', '17:00'));
        home.failure = () => error;
        await home.clock.advance(5 * hour);
        assert.deepEqual([home.readAt.length, home.next], [1, '2026-11-23T16:00']);
        home.failure = () => undefined;
        home.reports.wake();
        await home.clock.advance(1);
        assert.deepEqual(home.told, finals('2026-11-21'));
        home.reports.wake();
        await home.clock.advance(hour);
        assert.equal(home.readAt.length, 2);
      });

      it(`${name}: a restart in between changes nothing of that`, async () => {
        const home = new Home(at('2026-11-22', '17:00'));
        home.failure = () => error;
        await home.clock.advance(1);
        home.restart();
        await home.clock.advance(hour);
        assert.equal(home.readAt.length, 2);
        home.failure = () => undefined;
        home.reports.wake();
        await home.clock.advance(1);
        assert.deepEqual([home.told, home.next], [finals('2026-11-21'), '2026-11-23T16:00']);
      });
    }

    it('a first start that was never signed in is caught up with by a restart in the morning', async () => {
      const home = new Home(at('2026-11-22', '12:00'));
      home.failure = () => consentGone;
      await home.pass(18 * hour);
      home.failure = () => undefined;
      home.restart();
      await home.clock.advance(1);
      assert.deepEqual([home.told, home.next], [finals('2026-11-21'), '2026-11-23T16:00']);
    });

    it('without anybody doing anything it tries once a day, and then tells all days', async () => {
      const home = new Home(at('2026-11-22', '12:00'));
      home.failure = () => consentGone;
      await home.pass(5 * 24 * hour);
      assert.equal(home.readAt.length, 5);
      home.failure = () => undefined;
      await home.pass(24 * hour);
      assert.deepEqual(home.told, finals(...daysFrom('2026-11-21', 6)));
    });

    it('a sign-in the next morning brings the day that was missed, and not more', async () => {
      const home = new Home(at('2026-11-22', '17:00'));
      home.failure = () => consentGone;
      await home.pass(17 * hour);
      home.failure = () => undefined;
      home.reports.wake();
      await home.clock.advance(1);
      assert.deepEqual([home.told, home.next], [finals('2026-11-21'), '2026-11-23T16:00']);
    });

    it('a sign-in that nothing waits for reads nothing', async () => {
      const home = new Home(at('2026-11-22', '09:00'));
      home.reports.wake();
      await home.clock.advance(hour);
      assert.deepEqual(home.readAt, []);
    });
  });

  describe('once it is stopped', () => {
    it('it is silent', async () => {
      const home = new Home(at('2026-11-22', '15:00'));
      home.reports.stop();
      home.reports.wake();
      await home.clock.advance(48 * hour);
      assert.deepEqual([home.readAt, home.clock.nextTimerMs], [[], undefined]);
    });

    for (const [what, failure] of [
      ['its answer comes', undefined],
      ['it fails', unreachable()],
    ] as const)
      it(`in the middle of a reading, it neither tells nor stores anything when ${what}`, async () => {
        const home = new Home(at('2026-11-22', '17:00'));
        home.readMs = 10 * minute;
        home.failure = () => failure;
        await home.clock.advance(5 * minute);
        const before = structuredClone(home.stored);
        home.stop();
        await home.clock.advance(2 * hour);
        assert.deepEqual([home.told, home.faults, home.readAt.length], [[], [], 1]);
        assert.deepEqual(home.stored, before);
      });

    it('at any moment while it reads and saves: nothing more is read, told or saved, and nothing is lost', async () => {
      for (let afterMs = 0; afterMs <= 8 * minute; afterMs += minute / 2) {
        const home = new Home(at('2026-11-20', '17:00'));
        home.quality = (firstDay) => (firstDay === '2026-11-20' ? 'holes' : 'preliminary');
        await home.pass(2 * 24 * hour);
        Object.assign(home, { readMs: 50_000, saveMs: 50_000, quality: () => 'final' });
        await home.pass(at('2026-11-23') + spread - home.clock.now());
        await home.clock.advance(afterMs);
        home.restart();
        await home.clock.advance(hour);
        assert.deepEqual(home.faults, [], `after ${afterMs} ms`);
        assert.equal(new Set(home.told).size, home.told.length);
        assert.deepEqual(home.told.slice(-2).sort(), finals('2026-11-20', '2026-11-22'), `after ${afterMs} ms`);
      }
    });
  });

  describe('a clock that is wrong', () => {
    it('in 1970 it reads nothing; once it is set, the time of that day counts', async () => {
      const home = new Home(Date.UTC(1970, 0, 1, 0, 5));
      await home.clock.advance(hour);
      assert.deepEqual(home.readAt, []);
      home.clock.jump(at('2026-11-22', '18:00') - home.clock.now());
      await home.clock.advance(minute);
      assert.deepEqual(home.told, finals('2026-11-21'));
    });

    for (const [name, doneOn, told, next] of [
      ['the first start ever', undefined, [], '2026-11-22T16:00'],
      ['the day before was done', '2026-11-21', [], '2026-11-22T16:00'],
      ['the day before was missed', '2026-11-20', finals('2026-11-20'), '2026-11-22T16:00'],
    ] as const)
      it(`in 1970, set in the morning; ${name}`, async () => {
        const home = new Home(Date.UTC(1970, 0, 1, 0, 5));
        if (doneOn !== undefined) {
          home.stored = {
            until: addDays(doneOn, -1),
            doneOn,
            open: [{ firstDay: '2026-11-18', lastDay: '2026-11-18', told: 'holes' }],
          };
          home.quality = (firstDay) => (firstDay === '2026-11-18' ? 'holes' : 'final');
        }
        home.restart();
        await home.clock.advance(hour);
        home.clock.jump(at('2026-11-22', '10:00') - home.clock.now());
        await home.clock.advance(minute);
        assert.deepEqual([home.told, home.next, home.readAt.length > 0], [told, next, told.length > 0]);
      });

    it('years ahead costs no day after it is put right', async () => {
      const home = new Home(at('2031-01-01', '18:00'));
      await home.clock.advance(1);
      home.clock.jump(at('2026-11-22', '12:00') - home.clock.now());
      await home.clock.advance(2 * 24 * hour);
      assert.deepEqual(home.told.slice(1), finals('2026-11-21', '2026-11-22'));
    });

    it('put back a little over 16:00 while it reads, and nobody signed in before: no day is forgotten', async () => {
      const home = new Home(at('2026-11-21', '17:00'));
      await home.clock.advance(1);
      home.readMs = minute;
      home.failure = () => consentGone;
      await home.pass(at('2026-11-22') + spread + minute / 2 - home.clock.now());
      home.clock.jump(-40 * minute);
      await home.clock.advance(2 * minute);
      home.failure = () => undefined;
      home.reports.wake();
      await home.pass(3 * 24 * hour);
      assert.deepEqual(home.told, finals(...daysFrom('2026-11-20', 5)).slice(0, home.told.length));
      assert.ok(home.told.length >= 4);
    });

    it('a month ahead, and put right while it reads: no day waits for a month', async () => {
      const home = new Home(at('2026-12-22', '12:00'));
      home.skewMs = 30 * 24 * hour;
      home.failure = () => refused;
      home.readMs = minute;
      await home.clock.advance(4 * hour + spread + minute / 2);
      home.setSkew(0);
      await home.clock.advance(2 * minute);
      home.failure = () => undefined;
      await home.pass(3 * 24 * hour);
      assert.deepEqual(home.told.slice(-2), finals('2026-11-23', '2026-11-24'));
    });

    for (const restarts of [false, true])
      for (const [rightFrom, first] of [
        ['06:00', '2026-11-21'],
        ['17:00', '2026-11-22'],
      ] as const)
        it(`two days ahead at the first look ever, right from ${rightFrom} on${restarts ? ', with a restart' : ''}: no day is lost`, async () => {
          const home = new Home(at('2026-11-24', '16:45'));
          home.skewMs = 48 * hour;
          home.quality = (firstDay, now) => (now < at(addDays(firstDay, 1)) ? 'none' : 'final');
          await home.pass(at('2026-11-25', rightFrom) - home.clock.now());
          home.setSkew(0);
          await home.clock.advance(minute);
          if (restarts) home.restart();
          await home.pass(3 * 24 * hour);
          assert.deepEqual(home.told, finals(...daysFrom(first, 4)));
        });

    it('put back by a day after the day is done: nothing is told again', async () => {
      const home = new Home(at('2026-11-22', '17:00'));
      await home.pass(24 * hour);
      home.clock.jump(-24 * hour);
      await home.pass(3 * 24 * hour);
      assert.deepEqual(home.told, finals(...daysFrom('2026-11-21', 4)));
    });
  });

  for (const [kind, start, days, periods] of [
    ['week', '2026-11-18', 15, ['2026-11-09', '2026-11-16', '2026-11-23']],
    ['month', '2026-09-20', 45, ['2026-08-01', '2026-09-01', '2026-10-01']],
  ] as const) {
    it(`a ${kind} is reported once, when it is over`, async () => {
      const home = new Home(at(start, '12:00'), kind);
      await home.pass(days * 24 * hour);
      assert.deepEqual(home.told, finals(...periods));
      assert.equal(home.readAt.length, periods.length);
    });

    it(`a ${kind} whose values are late is looked for hourly on the first day, daily after that`, async () => {
      const home = new Home(at(start, '12:00'), kind);
      await home.pass(24 * hour);
      const readBefore = home.readAt.length;
      home.quality = () => 'none';
      await home.pass((days - 4) * 24 * hour);
      const perDay = new Map<string, number>();
      for (const text of home.readAt.slice(readBefore)) {
        const day = text.slice(0, 10);
        perDay.set(day, (perDay.get(day) ?? 0) + 1);
      }
      const [first, second] = [...perDay.values()];
      assert.deepEqual([first, second], [6, 1]);
      home.quality = () => 'final';
      await home.pass(10 * 24 * hour);
      assert.ok(home.told.includes(`${periods[1]} final`));
    });
  }

  it('over both clock changes every day is reported at its local time', async () => {
    for (const start of ['2026-03-27', '2026-10-23']) {
      const home = new Home(at(start, '12:00'));
      await home.pass(5 * 24 * hour);
      assert.deepEqual(home.told, finals(...daysFrom(addDays(start, -1), 5)));
      for (const [i, text] of home.readAt.entries()) {
        const lateMs = instantOf(timeZone, addDays(start, i), text.slice(11)) - at(addDays(start, i)) - spread;
        assert.ok(Math.abs(lateMs) <= minute, text);
      }
    }
  });

  it('whatever happens: each day is told, in order, and no quality of it twice', async () => {
    const event = fc.record({
      hours: fc.integer({ min: 1, max: 24 }),
      what: fc.constantFrom('restart', 'fail', 'sign-out', 'mend', 'set-clock', 'slow', 'nothing'),
      hoursAhead: fc.integer({ min: -40, max: 40 }),
    });
    const life = fc.record({
      start: fc.constantFrom('2026-03-26', '2026-10-20', '2026-11-02', '2026-12-20'),
      startAt: fc.constantFrom('00:30', '12:00', '16:10', '23:30'),
      late: fc.integer({ min: 0, max: 30 }),
      events: fc.array(event, { maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(life, async ({ start, startAt, late, events }) => {
        const home = new Home(at(start, startAt));
        home.quality = (firstDay, now) => {
          const seen = now - at(addDays(firstDay, 1));
          return seen < late * hour ? 'none' : seen < 60 * hour ? 'preliminary' : 'final';
        };
        for (const { hours, what, hoursAhead } of events) {
          await home.pass(hours * hour);
          if (what === 'restart') home.restart();
          if (what === 'fail') home.failure = () => unreachable();
          if (what === 'sign-out') home.failure = () => consentGone;
          if (what === 'mend') home.failure = () => undefined;
          if (what === 'mend') home.reports.wake();
          if (what === 'set-clock') home.setSkew(hoursAhead * hour);
          if (what === 'slow') [home.readMs, home.saveMs] = [hours * 15_000, hours * 1_000];
        }
        home.failure = () => undefined;
        home.setSkew(0);
        await home.pass(4 * 24 * hour);
        assert.deepEqual(home.faults, []);
        assert.equal(new Set(home.told).size, home.told.length, home.told.join(', '));
        const days = [...new Set(home.told.map((line) => line.split(' ')[0] ?? ''))];
        assert.deepEqual(days, daysFrom(days[0] ?? '', days.length), 'each day, in order');
        assert.ok((days[0] ?? '') <= start, 'from the first on');
        assert.ok((days.at(-1) ?? '') >= addDays(civilDate(timeZone, home.clock.now()), -4), 'up to now');
      }),
      { numRuns: 200 },
    );
  }).timeout(60_000);
});
