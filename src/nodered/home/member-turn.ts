import { type House, housePass, type Pass, type PassMember } from '../../home/index.js';
import type { Decision, Steps } from '../../runs/index.js';
import type { Ms } from '../../time/index.js';
import type { HouseMember } from './house-members.js';

/** What a member was asked for. */
export interface Asked {
  readonly member: HouseMember;
  readonly occasion: unknown;
}

/** A member could not decide, though nobody has asked it for anything. */
export class MemberFailure extends Error {
  readonly member: HouseMember;

  constructor(member: HouseMember, cause: unknown) {
    super('a member of a house could not decide', { cause });
    this.member = member;
  }
}

/** A member as the pass sees it. What it was `asked` for fails the whole pass where it cannot be, anything else only this member. */
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

/** What a pass is made from. */
interface PassParts {
  readonly members: readonly HouseMember[];
  readonly house: House;
  readonly now: Ms;
  readonly asked?: Asked | undefined;
  /** Plans beside the members, and is none of them. */
  readonly guest?: PassMember | undefined;
}

/** A pass over those of the members that can decide, and those that cannot; what somebody was asked for, or a guest, throws. */
export function* passOfAble({
  members,
  house,
  now,
  asked,
  guest,
}: PassParts): Steps<Pass & { readonly failures: readonly MemberFailure[] }> {
  const failures: MemberFailure[] = [];
  for (;;) {
    const able = members.filter((member) => failures.every((failure) => failure.member !== member));
    const taking = able.map((member) => passMember(member, now, asked));
    try {
      return { ...(yield* housePass(guest ? [...taking, guest] : taking, house, now)), failures };
    } catch (error) {
      if (!(error instanceof MemberFailure)) throw error;
      failures.push(error);
    }
  }
}

/** Makes the decision of a member come true, if there is one and it still runs. */
export function commit(member: HouseMember, decisions: ReadonlyMap<string, Decision>, asked: Asked | undefined): void {
  const decision = decisions.get(member.id);
  if (decision === undefined || !member.isRunning) return;
  member.commit(decision, asked?.member === member ? asked.occasion : undefined);
}
