import { systemClock } from '../../clock/clock.js';
import type { Member } from '../../home/index.js';
import type { Decision, HouseShare, RunLog, Steps } from '../../runs/index.js';
import type { Ms } from '../../time/index.js';

/** A device as its house sees it: a `cheapest-window` node. */
export interface HouseMember extends Member {
  /** Its id in the editor, which inside a subflow is that of the template. */
  readonly editorId: string;
  /** See `RedNode.z`. */
  readonly z?: string | undefined;
  /** False until it knows what it remembers, and from its end on. */
  readonly isRunning: boolean;
  readonly log: RunLog;
  /** Its decision by what the house leaves to it; changes nothing. */
  decide(share: HouseShare, at: Ms, occasion: unknown): Steps<Decision>;
  /** Makes a decision come true: `occasion` is what it was asked for, if it was. */
  commit(decision: Decision, occasion: unknown): void;
  /** What it shows of its plan, as a payload; undefined without one. */
  readonly planShown: object | undefined;
  /** Why it has no planned run, as a key of the shared catalog; undefined where it has one, or nothing is decided yet. */
  readonly idle: string | undefined;
  /** It could not decide, though nobody has asked it for anything. */
  failed(error: unknown): void;
}

/** How long a house waits for members that do not get ready: the others must not stand still because of them. */
const patienceMs = 10_000;

/** Who shares a house, and whether all of them know what they remember. */
export class HouseMembers {
  readonly #members = new Map<string, HouseMember>();
  /** Those that have ended and may be back soon. */
  readonly #away = new Map<string, HouseMember>();
  readonly #waiting: (() => void)[] = [];

  get(id: string): HouseMember | undefined {
    return this.#members.get(id);
  }

  /** Those that run, and those that are away, whose place is kept. */
  present(): HouseMember[] {
    const running = [...this.#members.values()].filter(({ isRunning }) => isRunning);
    const away = [...this.#away.values()].filter(({ id }) => running.every((member) => member.id !== id));
    return [...running, ...away];
  }

  join(member: HouseMember): void {
    this.#members.set(member.id, member);
  }

  /**
   * Its place is kept, where it has one, until it is forgotten. False for one that has not joined, or whose place another one with
   * the same id has taken.
   */
  leave(member: HouseMember, hasPlace: boolean): boolean {
    if (this.#members.get(member.id) !== member) return false;
    this.#members.delete(member.id);
    if (hasPlace) this.#away.set(member.id, member);
    this.#releaseWhenReady();
    return true;
  }

  /** Keeps the place of one that has left no longer. */
  forget(member: HouseMember): void {
    if (this.#away.get(member.id) === member) this.#away.delete(member.id);
  }

  /** Resolves when all members that have joined are ready, so that the first plan is one of the whole house. */
  async ready(): Promise<void> {
    this.#releaseWhenReady();
    if (this.#areReady()) return;
    await new Promise<void>((resolve) => {
      const cancel = systemClock.after(patienceMs, resolve);
      this.#waiting.push(() => {
        cancel();
        resolve();
      });
    });
  }

  #releaseWhenReady(): void {
    if (this.#areReady()) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #areReady(): boolean {
    return [...this.#members.values()].every(({ isRunning }) => isRunning);
  }
}
