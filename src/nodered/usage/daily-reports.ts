import { phaseOf } from '../../account/feed/cadence.js';
import { Alarm } from '../../clock/alarm.js';
import { type Clock, clockSetSince } from '../../clock/clock.js';
import { ConfigError, ConsentRequiredError, NomosError, UnavailableError } from '../../errors.js';
import {
  addDays,
  type CivilDate,
  civilDate,
  instantOf,
  type Ms,
  marketTimeZone,
  msPerHour,
  msPerMinute,
} from '../../time/index.js';
import {
  afterDay,
  afterReading,
  duePeriods,
  isBetter,
  lookedAhead,
  type OpenPeriod,
  type PeriodKind,
  type Quality,
  type Reported,
  type Stretch,
  stretchesOf,
  withNewPeriods,
} from '../../usage/index.js';

/** What was found of a period, and how to tell it. */
export interface Finding {
  readonly period: OpenPeriod;
  readonly quality: Quality;
  readonly tell: () => void;
}

/** What daily reports stand on. */
export interface ReportPorts {
  readonly nodeId: string;
  readonly kind: PeriodKind;
  readonly clock: Clock;
  /** Reads some periods that follow one another, in its turn; rejects with what reading rejects with. */
  readonly read: (stretch: Stretch) => Promise<readonly Finding[]>;
  /** Stores what is remembered; must not reject. */
  readonly save: (reported: Reported) => Promise<void>;
  /** Called when the next reading has been set. */
  readonly onNext: () => void;
}

/** From this local time on there are values of the day before. */
const readyTime = '16:00';
const spreadMs = 30 * msPerMinute;
/** After this local time, values that are late are left for the next day. */
const closingTime = '22:00';

/**
 * Reports every new period by itself, once a day after 16:00 local time, spread over half an hour, and again when its
 * values have become better. What was missed is caught up with.
 */
export class DailyReports {
  readonly #ports: ReportPorts;
  readonly #alarm: Alarm;
  #reported: Reported;
  #nextAt: Ms | undefined;
  #failures = 0;
  #awaitsPerson = false;
  #isReading = false;
  #isStopped = false;

  constructor(ports: ReportPorts, reported: Reported) {
    this.#ports = ports;
    this.#reported = reported;
    this.#alarm = new Alarm(ports.clock, () => this.#setNext(this.#dailyAt()));
    this.#setNext(this.#dailyAt());
  }

  /** When it reads next. */
  get nextAt(): Ms | undefined {
    return this.#nextAt;
  }

  /** Tries again at once where a person had to do something first: sign in, or correct the account. */
  wake(): void {
    if (this.#awaitsPerson) this.#setNext(this.#ports.clock.now());
  }

  stop(): void {
    this.#isStopped = true;
    this.#alarm.stop();
  }

  #setNext(at: Ms): void {
    if (this.#isStopped) return;
    this.#nextAt = at;
    // Which day it is, and whether it is done, shows only when a clock that stood in 1970 has been set.
    const next = at === clockSetSince ? () => this.#setNext(this.#dailyAt()) : () => void this.#run();
    this.#alarm.set(at, next);
    this.#ports.onNext();
  }

  /** The time of the first day that is not done, also where it is past; the first time of all is today's. */
  #dailyAt(): Ms {
    const { doneOn, until } = this.#reported;
    const day = until === undefined ? this.#today() : this.#day();
    const isDone = doneOn !== undefined && doneOn >= day && !lookedAhead(this.#reported, day);
    return Math.max(this.#readyAt(isDone ? addDays(day, 1) : day), clockSetSince);
  }

  #readyAt(day: CivilDate): Ms {
    return instantOf(marketTimeZone, day, readyTime) + Math.floor(phaseOf(this.#ports.nodeId) * spreadMs);
  }

  /** The day whose time has come last: before 16:00 that of yesterday, so that nothing new is looked for too early. */
  #day(): CivilDate {
    const today = this.#today();
    return this.#ports.clock.now() >= this.#readyAt(today) ? today : addDays(today, -1);
  }

  #today(): CivilDate {
    return civilDate(marketTimeZone, this.#ports.clock.now());
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    // A clock that is set while something is being read must not begin a second reading.
    if (this.#isReading) return;
    this.#isReading = true;
    this.#awaitsPerson = false;
    const day = this.#day();
    const failure = await this.#readDue(day).catch((error: unknown) => error);
    this.#isReading = false;
    if (this.#isStopped) return;
    if (failure instanceof UnavailableError) this.#setNext(this.#ports.clock.now() + this.#retryMs(failure));
    else this.#rest(day, failure);
  }

  /** Reads what is due; gives the failure of the newest, throws what concerns all of them. */
  async #readDue(day: CivilDate): Promise<unknown> {
    const { until } = this.#reported;
    this.#reported = withNewPeriods(this.#reported, this.#ports.kind, day);
    // Before anything can fail: a restart must not forget a day that could not be read yet.
    if (this.#reported.until !== until) await this.#ports.save(this.#reported);
    let failure: unknown;
    for (const stretch of stretchesOf(duePeriods(this.#reported, day))) failure = await this.#readStretch(stretch);
    return failure;
  }

  /** Gives the failure of a question that was wrong, which must not keep other days from being told. */
  async #readStretch(stretch: Stretch): Promise<unknown> {
    if (this.#isStopped) return undefined;
    try {
      for (const finding of await this.#ports.read(stretch)) this.#take(finding);
    } catch (error) {
      const concernsAll = error instanceof UnavailableError || error instanceof ConsentRequiredError;
      if (concernsAll || !(error instanceof NomosError)) throw error;
      const newest = stretch.periods.at(-1);
      if (newest === undefined || stretch.periods.length === 1) return error;
      return this.#readStretch({ ...newest, periods: [newest] });
    }
    if (!this.#isStopped) await this.#ports.save(this.#reported);
    return undefined;
  }

  #take({ period, quality, tell }: Finding): void {
    if (this.#isStopped) return;
    if (isBetter(quality, period.told)) tell();
    this.#reported = afterReading(this.#reported, period, quality);
  }

  /** Values may be late: the newest period is looked for every hour until the evening. */
  #rest(day: CivilDate, failure: unknown): void {
    this.#failures = 0;
    const now = this.#ports.clock.now();
    const isAwaited = this.#reported.open.some(({ told, lastDay }) => told === 'none' && lastDay === addDays(day, -1));
    if (failure === undefined && isAwaited && now + msPerHour < instantOf(marketTimeZone, day, closingTime)) {
      this.#setNext(now + msPerHour);
      return;
    }
    this.#awaitsPerson = failure instanceof ConsentRequiredError || failure instanceof ConfigError;
    // What a person has to put right first is tried again after a restart, too; all else tomorrow.
    if (!this.#awaitsPerson) {
      this.#reported = afterDay(this.#reported, day);
      void this.#ports.save(this.#reported);
    }
    this.#setNext(this.#readyAt(addDays(day, 1)));
  }

  /** 5 minutes, then twice as long each time, at most an hour; not before Nomos wants it. */
  #retryMs({ retryAfterMs = 0 }: UnavailableError): number {
    this.#failures += 1;
    return Math.max(retryAfterMs, Math.min(msPerHour, 5 * msPerMinute * 2 ** (this.#failures - 1)));
  }
}
