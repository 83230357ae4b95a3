import type { Steps } from '../planner/index.js';
import { type Decision, type HouseShare, isSame, type RunLog } from '../runs/index.js';
import { contains, type Ms } from '../time/index.js';
import { type Entry, entryOf, type Member } from './entry.js';
import { inOrder, type Moves, pausing, usualOrder } from './order.js';
import { watts } from './power.js';
import { type House, shareOf } from './share.js';

/** A member with what it remembers. */
export interface PassMember extends Member {
  readonly log: RunLog;
  /** Its decision by what the house leaves to it, always from the same log; it changes nothing by itself. */
  decide(share: HouseShare): Steps<Decision>;
}

/** What became of a pass. */
export interface Pass {
  readonly decisions: ReadonlyMap<string, Decision>;
  /** All members in the order in which they were planned. */
  readonly order: readonly Entry[];
}

/** More rounds than any order of beginnings needs; each one begins only where something else has changed. */
const mostRounds = 12;

/**
 * One pass over a house: every member decides in turn, beside what those before it have entered. Whoever has no plan only
 * because of others moves to the front, each once, and the pass goes on from there; where that leaves somebody without a
 * plan, it is tried the other way round, and counts if then all have one. What a member takes that is on, or whose runs are
 * frozen, is entered before everything else.
 */
export function* housePass(members: readonly PassMember[], house: House, now: Ms): Steps<Pass> {
  const found = yield* passInOrder(members, { house, now, isReversed: false });
  if (!found.order.some(({ isStuck }) => isStuck)) return found;
  const other = yield* passInOrder(members, { house, now, isReversed: true });
  return other.order.some(({ isStuck }) => isStuck) ? found : other;
}

function stuckIn(order: readonly Entry[]): number {
  return order.filter(({ isStuck }) => isStuck).length;
}

interface Occasion {
  readonly house: House;
  readonly now: Ms;
  readonly isReversed: boolean;
}

function* passInOrder(members: readonly PassMember[], { house, now, isReversed }: Occasion): Steps<Pass> {
  const entries = new Map<string, Entry>(members.map((member) => [member.id, entryOf(member, member.log, now)]));
  const books: Books = { entries, byId: new Map(members.map((member) => [member.id, member])), decided: new Map() };
  const paused = [...toPause([...entries.values()], house, now)];
  const promoted: string[] = [];
  let best: Pass | undefined;
  for (;;) {
    const moves = { promoted, isReversed };
    for (let round = 0; round < mostRounds; round += 1)
      if (!(yield* decideInTurn(books, { house, now, paused, moves }))) break;
    // Whoever was just begun by hand gives way at once.
    const late = toPause([...entries.values()], house, now).filter((id) => !paused.includes(id));
    for (const id of late) books.decided.delete(id);
    paused.push(...late);
    if (late.length > 0) continue;
    const order = inOrder(entries.values(), moves);
    // Nobody makes way for what does not help.
    if (best === undefined || stuckIn(order) < stuckIn(best.order))
      best = { order, decisions: new Map([...books.decided].map(([id, { decision }]) => [id, decision])) };
    const stuck = order.find(({ isStuck, member: { id } }) => isStuck && !promoted.includes(id));
    if (stuck === undefined) return best;
    promoted.push(stuck.member.id);
    // Many plans of many members: others get their turn in between.
    yield;
  }
}

/** A decision and what it was made from. */
interface Decided {
  readonly decision: Decision;
  readonly share: HouseShare;
  /** All members in order as they were then, and which of them it is. */
  readonly ordered: readonly Entry[];
  readonly at: number;
}

interface Books {
  readonly entries: Map<string, Entry>;
  readonly byId: ReadonlyMap<string, PassMember>;
  readonly decided: Map<string, Decided>;
}

interface Terms {
  readonly house: House;
  readonly now: Ms;
  readonly paused: readonly string[];
  readonly moves: Moves;
}

/** True when a member has decided anew, because it has not yet or is left something else. */
function* decideInTurn({ entries, byId, decided }: Books, terms: Terms): Steps<boolean> {
  let hasChanged = false;
  const ordered = inOrder(entries.values(), terms.moves);
  for (const [at, own] of ordered.entries()) {
    const { id } = own.member;
    const [before, member] = [decided.get(id), byId.get(id)];
    if (member === undefined || (before && isLeftTheSame(before, ordered, at))) continue;
    const share = shareOf(own, { ordered, ...terms });
    const isDecided = before !== undefined && isSame(before.share, share);
    const decision = isDecided ? before.decision : yield* member.decide(share);
    decided.set(id, { decision, share, ordered: [...ordered], at });
    if (isDecided) continue;
    const entry = entryOf(member, member.log, terms.now, decision);
    entries.set(id, entry);
    ordered[at] = entry;
    hasChanged = true;
  }
  return hasChanged;
}

/** True where nobody has done anything since that could leave something else to the member at a place. */
function isLeftTheSame(before: Decided, ordered: readonly Entry[], at: number): boolean {
  if (before.at !== at) return false;
  const mindsPlans = before.ordered[at]?.member.settings.alwaysOnBelowCt !== undefined;
  return before.ordered.every((entry, place) => {
    const other = ordered[place];
    if (other === entry) return true;
    if (other === undefined || place < at || entry.member !== other.member) return false;
    return isSame(givesNoWay(entry, mindsPlans), givesNoWay(other, mindsPlans));
  });
}

/** What counts of a member for those before it. */
function givesNoWay({ w, on, frozen, isByHand, planned }: Entry, mindsPlans: boolean): Partial<Entry> {
  return { w, on, frozen, isByHand, ...(mindsPlans && { planned }) };
}

/** Who has to give way now: where a limit is hard, also what has begun. */
function toPause(entries: readonly Entry[], { told, limitKw }: House, now: Ms): readonly string[] {
  const hard = told.find((limit) => limit.hard && contains(limit, now));
  if (hard === undefined) return [];
  const on = entries.filter((entry) => entry.on !== undefined && contains(entry.on, now));
  return pausing(inOrder(on, usualOrder), watts(Math.min(hard.limitKw, limitKw ?? hard.limitKw)));
}
