import assert from 'node:assert/strict';
import { ConfigError } from '#src/errors.js';
import type { PriceSeries, UsualDay } from '#src/prices/index.js';
import {
  type Cause,
  type Command,
  closingLog,
  type Decision,
  decide,
  emptyRunLog,
  type HouseShare,
  type RunLog,
  type RunSettings,
} from '#src/runs/index.js';
import type { Ms } from '#src/time/index.js';
import { clock } from './prices.js';

/** What happens to a simulated device from outside. */
export type Happening =
  | { readonly at: Ms; readonly command: Command }
  | { readonly at: Ms; readonly settings: RunSettings }
  | { readonly at: Ms; readonly series: PriceSeries; readonly usual?: UsualDay }
  | { readonly at: Ms; readonly house: HouseShare }
  /** For 40 s the clock shows another time. */
  | { readonly at: Ms; readonly clockByMs: number }
  /** No process and no power from `at` to `until`. */
  | { readonly at: Ms; readonly powerCutUntil: Ms }
  /** Node-RED is stopped on purpose and started again at once. */
  | { readonly at: Ms; readonly restart: true };

export interface Story {
  readonly settings: RunSettings;
  readonly series: PriceSeries;
  readonly usual?: UsualDay;
  readonly house?: HouseShare;
  readonly from: Ms;
  readonly to: Ms;
  readonly happenings?: readonly Happening[];
  readonly log?: RunLog;
  /** True when a refused command is part of the story. */
  readonly mayRefuse?: true;
}

export interface Switch {
  readonly at: Ms;
  readonly on: boolean;
}

/** A decision with what it was made from. */
export interface Lived extends Decision {
  readonly at: Ms;
  readonly cause: Cause;
  readonly series: PriceSeries;
}

/** What was seen: when the device was switched, what was told, and the last decision. */
export interface Seen {
  readonly switches: readonly Switch[];
  readonly onTimes: readonly { readonly start: Ms; readonly end: Ms }[];
  readonly events: readonly { readonly at: Ms; readonly kind: string }[];
  readonly decisions: readonly Lived[];
  readonly last: Decision;
}

/** Lives through a story alarm by alarm; the log goes through JSON at each step, as if it were stored and read. */
export function live(story: Story): Seen {
  const device = new SimulatedDevice(story);
  const happenings = [...(story.happenings ?? [])].sort((a, b) => a.at - b.at);
  device.step(story.from, 'start');
  for (;;) {
    const next = happenings[0];
    const alarm = device.last.nextAlarmAt ?? Number.POSITIVE_INFINITY;
    const now = Math.min(alarm, next?.at ?? Number.POSITIVE_INFINITY);
    if (now > story.to) break;
    device.checkCalm(now);
    if (next !== undefined && next.at === now) device.meet(happenings.shift() as Happening);
    else device.step(now, 'alarm');
  }
  return device.seen(story.to);
}

class SimulatedDevice {
  last!: Decision;
  #settings: RunSettings;
  #series: PriceSeries;
  #usual: UsualDay | undefined;
  #house: HouseShare | undefined;
  #log: RunLog;
  #on = false;
  readonly #mayRefuse: boolean;
  readonly #switches: Switch[] = [];
  readonly #events: { at: Ms; kind: string }[] = [];
  readonly #decisions: Lived[] = [];

  constructor(story: Story) {
    this.#settings = story.settings;
    this.#series = story.series;
    this.#usual = story.usual;
    this.#house = story.house;
    this.#log = story.log ?? emptyRunLog;
    this.#mayRefuse = story.mayRefuse ?? false;
  }

  meet(happening: Happening): void {
    const { at } = happening;
    if ('command' in happening) this.#obey(at, happening.command);
    else if ('restart' in happening) this.#restart(at);
    else if ('powerCutUntil' in happening) this.#powerCut(at, happening.powerCutUntil);
    else if ('clockByMs' in happening) {
      this.step(at + happening.clockByMs, 'alarm');
      this.step(at + 40_000, 'alarm');
    } else if ('house' in happening) {
      this.#house = happening.house;
      this.step(at, 'alarm');
      // Whoever had to give way once is not told so again.
      this.#house = { ...happening.house, pauses: false };
    } else if ('settings' in happening) {
      this.#settings = happening.settings;
      this.#restart(at);
    } else {
      this.#series = happening.series;
      this.#usual = happening.usual ?? this.#usual;
      this.step(at, 'prices');
    }
  }

  #restart(at: Ms): void {
    this.#log = closingLog(this.#log, at);
    this.step(at, 'start');
  }

  #obey(now: Ms, command: Command): void {
    try {
      this.#checkApart(now, command);
      const isStarted = this.#log.job?.kind === 'start';
      this.step(now, 'command', command);
      // The first one ends what was started by hand, the second one the window that this was started in.
      if (!isStarted || (command.kind !== 'cancel' && command.kind !== 'stop')) this.#checkTwice(now, command);
    } catch (error) {
      if (!this.#mayRefuse || !(error instanceof ConfigError)) throw error;
    }
  }

  step(now: Ms, cause: Cause, command?: Command): void {
    const dueAt = cause === 'start' ? undefined : this.last?.nextAlarmAt;
    const situation = { ...this.#situation(), now, dueAt };
    const decision = decide({ ...situation, cause, ...(command && { command }) });
    const log = JSON.parse(JSON.stringify(decision.log)) as RunLog;
    this.#checkAgain(decide({ ...situation, log, cause: cause === 'start' ? 'alarm' : cause }), decision, now);
    if (!decision.saveLog) {
      // When it was last said again may be lost.
      const { sentAt } = log;
      const before = { ...this.#log, ...(sentAt !== undefined && { sentAt }) };
      assert.deepEqual(log, before, 'a log that is not to be saved has not changed');
    }
    this.#log = log;
    if (decision.output.send && decision.output.on !== undefined) this.#switch(now, decision.output.on);
    if (decision.state.on !== undefined) {
      assert.equal(this.#on, decision.state.on, `the device is as the state says at ${clock(now)}`);
    }
    for (const event of decision.events) this.#events.push({ at: now, kind: event.kind });
    this.#decisions.push({ ...decision, at: now, cause, series: this.#series });
    this.last = decision;
  }

  seen(to: Ms): Seen {
    const onTimes: { start: Ms; end: Ms }[] = [];
    for (const { at, on } of [...this.#switches, { at: to, on: false }]) {
      const open = onTimes.at(-1);
      if (on) onTimes.push({ start: at, end: Number.NaN });
      else if (open !== undefined && Number.isNaN(open.end)) open.end = at;
    }
    return { switches: this.#switches, onTimes, events: this.#events, decisions: this.#decisions, last: this.last };
  }

  #situation() {
    return { settings: this.#settings, series: this.#series, usual: this.#usual, house: this.#house, log: this.#log };
  }

  /** By time alone nothing changes between two alarms: asked halfway, nothing may be told or sent either. */
  checkCalm(until: Ms): void {
    const before = this.#decisions.at(-1);
    const now = before && Math.floor((before.at + until) / 2);
    if (before === undefined || now === undefined || now <= before.at) return;
    const halfway = decide({ ...this.#situation(), now, dueAt: before.nextAlarmAt, cause: 'alarm' });
    const seen = ({ events, output, state, nextAlarmAt, plan }: Decision) => {
      const { planId, feasible, provisional } = plan ?? {};
      return {
        told: events.map(({ kind }) => kind),
        sends: output.send,
        state,
        nextAlarmAt,
        planId,
        feasible,
        provisional,
      };
    };
    const calm = { ...seen(before), told: [], sends: false };
    assert.deepEqual(seen(halfway), calm, `nothing happens at ${clock(now)}, after ${clock(before.at)}`);
  }

  /** A command does the same where the alarm of the same instant has been heard before it. */
  #checkApart(now: Ms, command: Command): void {
    const situation = { ...this.#situation(), now, dueAt: this.last?.nextAlarmAt };
    const together = decide({ ...situation, cause: 'command', command });
    const { log, nextAlarmAt: dueAt } = decide({ ...situation, cause: 'alarm' });
    const apart = decide({ ...situation, log, dueAt, cause: 'command', command });
    const seen = ({ state, nextAlarmAt, plan }: Decision) => ({ state, nextAlarmAt, runs: plan?.runs });
    assert.deepEqual(seen(together), seen(apart), `a command by itself at ${clock(now)}: ${JSON.stringify(command)}`);
  }

  /** What is said twice is done once. */
  #checkTwice(now: Ms, command: Command): void {
    const again = decide({ ...this.#situation(), now, dueAt: this.last.nextAlarmAt, cause: 'command', command });
    const seen = ({ state, nextAlarmAt, plan }: Decision) => ({ state, nextAlarmAt, runs: plan?.runs });
    assert.deepEqual(seen(again), seen(this.last), `said twice at ${clock(now)}: ${JSON.stringify(command)}`);
  }

  /** Asked at once again, nothing may change, be told or be sent. */
  #checkAgain(again: Decision, first: Decision, now: Ms): void {
    const where = `asked twice at ${clock(now)}`;
    assert.deepEqual(JSON.parse(JSON.stringify(again.log)), JSON.parse(JSON.stringify(first.log)), where);
    assert.equal(again.saveLog, false, where);
    assert.deepEqual(again.events, [], where);
    assert.equal(again.replanned, false, where);
    assert.equal(again.output.send, false, where);
    assert.equal(again.state.on, first.state.on, where);
    assert.equal(again.nextAlarmAt, first.nextAlarmAt, where);
    assert.ok(first.nextAlarmAt === null || first.nextAlarmAt > now, `the next alarm is ahead at ${clock(now)}`);
  }

  #powerCut(from: Ms, until: Ms): void {
    if (this.#on) this.#switch(from, false);
    this.#on = false;
    // What the plug remembers is lost too, so the first message after the power is back counts whatever it says.
    this.step(until, 'start');
  }

  #switch(at: Ms, on: boolean): void {
    if (on !== this.#on) this.#switches.push({ at, on });
    this.#on = on;
  }
}

/** `02:00-03:00 05:00-06:00` in Berlin. */
export function drawn(stretches: readonly { readonly start: Ms; readonly end: Ms }[]): string {
  return stretches.map(({ start, end }) => `${clock(start)}-${clock(end)}`).join(' ');
}

/** `02:00 started, 03:00 finished`. */
export function told(seen: Seen): string {
  return seen.events.map(({ at, kind }) => `${clock(at)} ${kind}`).join(', ');
}
