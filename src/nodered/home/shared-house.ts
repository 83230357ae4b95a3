import { Alarm } from '../../clock/alarm.js';
import { systemClock } from '../../clock/clock.js';
import {
  type Entry,
  type House,
  housePass,
  limitAt,
  type Member,
  type PassMember,
  type ToldLimit,
  withTold,
} from '../../home/index.js';
import type { PriceSeries } from '../../prices/index.js';
import type { Decision, HouseShare, RunLog, Steps } from '../../runs/index.js';
import type { SunForecast } from '../../sun/index.js';
import { type Ms, msPerHour } from '../../time/index.js';
import type { Red } from '../platform/red.js';
import { inTurn } from '../platform/turns.js';
import { DecisionQueue } from './decision-queue.js';
import type { HomeNodeSettings } from './home-settings.js';
import { HouseSun } from './house-sun.js';

/** A device as its house sees it: a `cheapest-window` node. */
export interface HouseMember extends Member {
  /** False until it knows what it remembers, and from its end on. */
  readonly isRunning: boolean;
  readonly log: RunLog;
  /** Its decision by what the house leaves to it; changes nothing. */
  decide(share: HouseShare, at: Ms, occasion: unknown): Steps<Decision>;
  /** Makes a decision come true: `occasion` is what it was asked for, if it was. */
  commit(decision: Decision, occasion: unknown): void;
  /** What it shows of its plan, as a payload; undefined without one. */
  readonly planShown: object | undefined;
  /** It could not decide, though nobody has asked it for anything. */
  failed(error: unknown): void;
}

/** What a member was asked for. */
export interface Asked {
  readonly member: HouseMember;
  readonly occasion: unknown;
}

interface HouseParts {
  readonly red: Red;
  readonly nodeId: string;
  readonly settings: HomeNodeSettings;
  /** Absent unless fed-in energy is paid by the prices of a contract. */
  readonly watchFeedIn: ((changed: () => void) => { readonly series: PriceSeries; stop(): void }) | undefined;
}

/** How long a house waits for members that do not get ready: the others must not stand still because of them. */
const patienceMs = 10_000;
const keptMs = 48 * msPerHour;

/** What the devices of one house share while Node-RED runs: one order, one limit, one sun. Nothing of it is stored. */
export class SharedHouse {
  readonly queue = new DecisionQueue();
  readonly #parts: HouseParts;
  readonly #members = new Map<string, HouseMember>();
  readonly #alarm = new Alarm(systemClock, () => this.request());
  readonly #sun: HouseSun;
  readonly #feedIn: { readonly series: PriceSeries; stop(): void } | undefined;
  #told: readonly ToldLimit[] = [];
  #order: readonly Entry[] = [];
  #isWanted = false;
  #isClosed = false;
  readonly #waiting: (() => void)[] = [];

  constructor(parts: HouseParts) {
    this.#parts = parts;
    this.#sun = new HouseSun(parts.settings);
    this.#feedIn = parts.watchFeedIn?.(() => this.request());
  }

  get name(): string {
    return this.#parts.settings.name;
  }

  get nodeId(): string {
    return this.#parts.nodeId;
  }

  /** True where a member has to say what power it takes. */
  get needsPower(): boolean {
    const { limitKw, feedIn } = this.#parts.settings;
    return limitKw !== undefined || feedIn !== 'none';
  }

  /** All members in the order of the last pass. */
  get order(): readonly Entry[] {
    return this.#order;
  }

  member(id: string): HouseMember | undefined {
    return this.#members.get(id);
  }

  /** What holds now. */
  rules(now: Ms): House {
    const { limitKw, oneAtATime } = this.#parts.settings;
    return { limitKw, oneAtATime, told: this.#told, surplus: this.#sun.surplus(now - keptMs, this.#feedIn?.series) };
  }

  /** The limit at an instant, kW; undefined = none. */
  limitAt(instant: Ms): number | undefined {
    const { limitKw, oneAtATime } = this.#parts.settings;
    return limitAt({ limitKw, oneAtATime, told: this.#told }, instant);
  }

  join(member: HouseMember): void {
    this.#members.set(member.id, member);
  }

  /** Resolves when all members that have joined are ready, so that the first plan is one of the whole house. */
  async ready(): Promise<void> {
    this.#releaseWhenReady();
    if (this.#allReady()) return;
    await new Promise<void>((resolve) => {
      const cancel = systemClock.after(patienceMs, resolve);
      this.#waiting.push(() => {
        cancel();
        resolve();
      });
    });
  }

  leave(member: HouseMember): void {
    if (this.#members.get(member.id) !== member) return;
    this.#members.delete(member.id);
    this.#order = this.#order.filter((entry) => entry.member.id !== member.id);
    this.#releaseWhenReady();
    this.request();
  }

  /** Asks for a pass soon; one for all who ask until then. */
  request(): void {
    if (this.#isWanted || this.#isClosed) return;
    this.#isWanted = true;
    inTurn(() => {
      this.#isWanted = false;
      this.queue.add({ kind: 'house', begin: () => this.pass(), ended: () => {} });
    });
  }

  /** One pass now; what somebody was asked for is thrown back at the asker where it cannot be, and nothing has changed. */
  *pass(asked?: Asked): Steps<void> {
    const now = systemClock.now();
    const lost = new Set<HouseMember>();
    for (;;) {
      const members = [...this.#members.values()].filter((member) => member.isRunning && !lost.has(member));
      try {
        const passed = members.map((member) => passMember(member, now, asked));
        const { decisions, order } = yield* housePass(passed, this.rules(now), now);
        this.#order = order;
        this.#setAlarm(now);
        for (const member of members) commit(member, decisions, asked);
        const { red, nodeId } = this.#parts;
        if ([...decisions.values()].some(({ replanned }) => replanned))
          red.comms.publish(`nomos/home/${nodeId}`, { changedAt: now }, false);
        return;
      } catch (error) {
        if (!(error instanceof MemberFailure)) throw error;
        lost.add(error.member);
        error.member.failed(error.cause);
      }
    }
  }

  tellSun(forecast: SunForecast): void {
    this.#sun.tell(forecast);
    this.request();
  }

  /** What is left over at the meter now, W, with all that is on. */
  tellSurplus(w: number): void {
    const now = systemClock.now();
    const onW = this.#order.reduce((sum, entry) => sum + (isOn(entry, now) ? entry.w : 0), 0);
    if (this.#sun.measure(Math.max(0, w + onW), now)) this.request();
  }

  tellLimits(limits: readonly ToldLimit[]): void {
    const now = systemClock.now();
    this.#told = limits.reduce((told, limit) => withTold(told, limit, now), this.#told);
    this.request();
  }

  close(): void {
    this.#isClosed = true;
    this.#alarm.stop();
    this.#feedIn?.stop();
    this.queue.close();
  }

  #releaseWhenReady(): void {
    if (this.#allReady()) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #allReady(): boolean {
    return [...this.#members.values()].every(({ isRunning }) => isRunning);
  }

  /** At the edges of told limits what is on may have to pause, though nothing else happens then. */
  #setAlarm(now: Ms): void {
    const edges = this.#told.flatMap(({ start, end }) => [start, end]).filter((edge) => edge > now);
    const next = Math.min(...edges);
    if (Number.isFinite(next)) this.#alarm.set(next, () => this.request());
    else this.#alarm.stop();
  }
}

class MemberFailure extends Error {
  readonly member: HouseMember;

  constructor(member: HouseMember, cause: unknown) {
    super('a member of a house could not decide', { cause });
    this.member = member;
  }
}

function passMember(member: HouseMember, now: Ms, asked: Asked | undefined): PassMember {
  const { id, name, priority, settings, log } = member;
  const isAsked = asked?.member === member;
  return {
    id,
    name,
    priority,
    settings,
    log,
    *decide(share) {
      try {
        return yield* member.decide(share, now, isAsked ? asked.occasion : undefined);
      } catch (error) {
        if (isAsked) throw error;
        throw new MemberFailure(member, error);
      }
    },
  };
}

function commit(member: HouseMember, decisions: ReadonlyMap<string, Decision>, asked: Asked | undefined): void {
  const decision = decisions.get(member.id);
  if (decision === undefined || !member.isRunning) return;
  member.commit(decision, asked?.member === member ? asked.occasion : undefined);
}

function isOn({ on }: Entry, now: Ms): boolean {
  return on !== undefined && on.start <= now && now < on.end;
}
