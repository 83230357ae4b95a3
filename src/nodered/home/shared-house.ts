import { Alarm, againAfterMs } from '../../clock/alarm.js';
import { systemClock } from '../../clock/clock.js';
import { type Entry, type House, limitAt, type Pass, type PassMember, type ToldLimit } from '../../home/index.js';
import type { PriceSeries } from '../../prices/index.js';
import type { Steps } from '../../runs/index.js';
import type { SunForecast } from '../../sun/index.js';
import type { Ms } from '../../time/index.js';
import { deployEnded } from '../platform/flows-started.js';
import type { Red } from '../platform/red.js';
import { settingsStore } from '../platform/settings-store.js';
import { errorText, sharedTexts } from '../platform/texts.js';
import { DecisionQueue } from '../turns/decision-queue.js';
import { inTurn, type Outcome } from '../turns/turns.js';
import { HomeMemory } from './home-memory.js';
import type { HomeNodeSettings } from './home-settings.js';
import { type HouseMember, HouseMembers } from './house-members.js';
import { HouseTold } from './house-told.js';
import { type Asked, commit, passOfAble } from './member-turn.js';

/** Where a house stands. */
interface HousePlace {
  readonly nodeId: string;
  /** Its id in the editor, which inside a subflow is that of the template. */
  readonly editorId: string;
  /** See `RedNode.z`. */
  readonly z: string | undefined;
}

interface HouseParts {
  readonly red: Red;
  readonly place: HousePlace;
  readonly settings: HomeNodeSettings;
  /** Hears what the store rejects with. */
  readonly unsaved: (error: unknown) => void;
}

/** Watches the prices of a feed-in contract, until it is stopped. */
export type WatchFeedIn = (changed: () => void) => { readonly series: PriceSeries; stop(): void };

/** What the devices of one house share while Node-RED runs: one order, one limit, one sun. Only what it was told is stored. */
export class SharedHouse {
  readonly queue = new DecisionQueue();
  readonly #parts: HouseParts;
  readonly #members = new HouseMembers();
  readonly #alarm = new Alarm(systemClock, () => this.request());
  readonly #told: HouseTold;
  readonly #recalled: Promise<void>;
  #feedIn: ReturnType<WatchFeedIn> | undefined;
  #order: readonly Entry[] = [];
  #isWanted = false;
  #failures = 0;
  #isClosed = false;

  constructor(parts: HouseParts) {
    this.#parts = parts;
    const { red, place, unsaved: failed } = parts;
    const { nodeId } = place;
    const store = settingsStore(red.settings);
    this.#told = new HouseTold(parts.settings, new HomeMemory({ store, nodeId, clock: systemClock, failed }));
    this.#recalled = this.#told.recall(systemClock.now());
  }

  /** Counts what fed-in energy earns by these prices from now on; absent = nobody knows what it earns. */
  payFeedIn(watch?: WatchFeedIn): void {
    const before = this.#feedIn;
    before?.stop();
    this.#feedIn = watch?.(() => this.request());
    if (before !== undefined) this.request();
  }

  get name(): string {
    return this.#parts.settings.name;
  }

  get place(): HousePlace {
    return this.#parts.place;
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
    const surplus = this.#told.surplus(now, this.#feedIn?.series);
    return { limitKw, oneAtATime, told: this.#told.limits, surplus };
  }

  /** The limit at an instant, kW; undefined = none. */
  limitAt(instant: Ms): number | undefined {
    const { limitKw, oneAtATime } = this.#parts.settings;
    return limitAt({ limitKw, oneAtATime, told: this.#told.limits }, instant);
  }

  join(member: HouseMember): void {
    this.#members.join(member);
  }

  /** Resolves when the house knows what it was told, and all members are ready or have had their time to be. */
  async ready(): Promise<void> {
    await Promise.all([this.#recalled, this.#members.ready()]);
  }

  /** A deploy ends a device and begins it again: nobody is to take its place in between. */
  leave(member: HouseMember): void {
    const hasPlace = this.#order.some((entry) => entry.member.id === member.id);
    if (!this.#members.leave(member, hasPlace)) return;
    void deployEnded(this.#parts.red)
      .then(() => this.#members.ready())
      .then(() => this.#forget(member));
  }

  #forget(member: HouseMember): void {
    this.#members.forget(member);
    const present = this.#members.present();
    this.#order = this.#order.filter((entry) => present.some(({ id }) => id === entry.member.id));
    this.request();
  }

  /** Asks for a pass soon; one for all who ask until then. */
  request(): void {
    if (this.#isWanted || this.#isClosed) return;
    this.#isWanted = true;
    inTurn(() => {
      this.#isWanted = false;
      this.queue.add({ kind: 'house', begin: () => this.pass(), ended: (outcome) => this.#ended(outcome) });
    });
  }

  /** What fails here is no member's, which would be left out. */
  #ended(outcome: Outcome<void> | undefined): void {
    if (outcome === undefined || !('error' in outcome)) return;
    const { red } = this.#parts;
    red.log.error(`[nomos] ${errorText(sharedTexts(red), outcome.error)}`);
    this.#alarm.set(systemClock.now() + againAfterMs(this.#failures++), () => this.request());
  }

  /** One pass now; what somebody was asked for is thrown back at the asker where it cannot be, and nothing has changed. */
  *pass(asked?: Asked): Steps<void> {
    const now = systemClock.now();
    const members = this.#members.present();
    const { decisions, order, failures } = yield* passOfAble({ members, house: this.rules(now), now, asked });
    this.#order = order;
    this.#failures = 0;
    this.#setAlarm(now);
    for (const { member, cause } of failures) if (member.isRunning) member.failed(cause);
    for (const member of members) commit(member, decisions, asked);
    const { red, place } = this.#parts;
    if ([...decisions.values()].some(({ replanned }) => replanned))
      red.comms.publish(`nomos/home/${place.editorId}`, { changedAt: now }, false);
  }

  /** The pass with a device of the editor as it is to be, beside all members but itself, once; changes nothing. */
  preview(guest: PassMember, now: Ms): Steps<Pass> {
    const members = this.#members.present();
    const own = members.find(({ editorId }) => editorId === guest.id);
    return passOfAble({ members: members.filter((member) => member !== own), house: this.rules(now), now, guest });
  }

  tellSun(forecast: SunForecast): void {
    this.#told.tellSun(forecast, systemClock.now());
    this.request();
  }

  /** What is left over at the meter now, W, with all that is on. */
  tellSurplus(w: number): void {
    const now = systemClock.now();
    const onW = this.#order.reduce((sum, entry) => sum + (isOn(entry, now) ? entry.w : 0), 0);
    if (this.#told.measure(Math.max(0, w + onW), now)) this.request();
  }

  /** Throws `invalid-value` for more limits than anybody can mean. */
  tellLimits(limits: readonly ToldLimit[]): void {
    this.#told.tellLimits(limits, systemClock.now());
    this.request();
  }

  /** Resolves when what it was told is saved, or cannot be. */
  close(): Promise<void> {
    this.#isClosed = true;
    this.#alarm.stop();
    this.#feedIn?.stop();
    this.queue.close();
    return this.#told.close();
  }

  #setAlarm(now: Ms): void {
    const next = this.#told.nextEdge(now);
    if (next === undefined) this.#alarm.stop();
    else this.#alarm.set(next, () => this.request());
  }
}

function isOn({ on }: Entry, now: Ms): boolean {
  return on !== undefined && on.start <= now && now < on.end;
}
