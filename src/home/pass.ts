import type { Steps } from '../planner/index.js';
import type { Decision, HouseShare, RunLog } from '../runs/index.js';
import { contains, type Ms } from '../time/index.js';
import { type Entry, entryOf, type Member } from './entry.js';
import { inOrder, pausing } from './order.js';
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
 * because of others moves to the front, each once, and the pass goes on from there. What a member takes that is on, or whose
 * runs are frozen, is entered before everything else.
 */
export function* housePass(members: readonly PassMember[], house: House, now: Ms): Steps<Pass> {
  const entries = new Map<string, Entry>(members.map((member) => [member.id, entryOf(member, member.log, now)]));
  const byId = new Map(members.map((member) => [member.id, member]));
  const paused = toPause([...entries.values()], house, now);
  const promoted: string[] = [];
  const decided = new Map<string, { readonly key: string; readonly decision: Decision }>();
  for (let round = 0; round < mostRounds + members.length; round += 1) {
    const hasChanged = yield* decideInTurn({ entries, byId, decided }, { house, now, paused, promoted });
    if (hasChanged) continue;
    const stuck = inOrder(entries.values(), promoted).find(
      ({ isStuck, member }) => isStuck && !promoted.includes(member.id),
    );
    if (stuck === undefined) break;
    promoted.push(stuck.member.id);
  }
  return {
    decisions: new Map([...decided].map(([id, { decision }]) => [id, decision])),
    order: inOrder(entries.values(), promoted),
  };
}

interface Books {
  readonly entries: Map<string, Entry>;
  readonly byId: ReadonlyMap<string, PassMember>;
  readonly decided: Map<string, { readonly key: string; readonly decision: Decision }>;
}

interface Terms {
  readonly house: House;
  readonly now: Ms;
  readonly paused: readonly string[];
  readonly promoted: readonly string[];
}

/** True when a member has decided anew, because it has not yet or is left something else. */
function* decideInTurn({ entries, byId, decided }: Books, terms: Terms): Steps<boolean> {
  const { now, promoted } = terms;
  let hasChanged = false;
  for (const {
    member: { id },
  } of inOrder(entries.values(), promoted)) {
    const ordered = inOrder(entries.values(), promoted);
    const [own, member] = [entries.get(id), byId.get(id)];
    if (own === undefined || member === undefined) continue;
    const share = shareOf(own, { ordered, ...terms });
    const key = JSON.stringify(share);
    if (decided.get(id)?.key === key) continue;
    const decision = yield* member.decide(share);
    decided.set(id, { key, decision });
    entries.set(id, entryOf(member, decision.log, now, decision));
    hasChanged = true;
  }
  return hasChanged;
}

/** Who has to give way now: where a limit is hard, also what has begun. */
function toPause(entries: readonly Entry[], { told, limitKw }: House, now: Ms): readonly string[] {
  const hard = told.find((limit) => limit.hard && contains(limit, now));
  if (hard === undefined) return [];
  const on = entries.filter((entry) => entry.on !== undefined && contains(entry.on, now));
  return pausing(inOrder(on, []), watts(Math.min(hard.limitKw, limitKw ?? hard.limitKw)));
}
