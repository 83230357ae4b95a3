import type { PassMember } from '../../home/index.js';
import type { Decision } from '../../runs/index.js';
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
export function passMember(member: HouseMember, now: Ms, asked: Asked | undefined): PassMember {
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

/** Makes the decision of a member come true, if there is one and it still runs. */
export function commit(member: HouseMember, decisions: ReadonlyMap<string, Decision>, asked: Asked | undefined): void {
  const decision = decisions.get(member.id);
  if (decision === undefined || !member.isRunning) return;
  member.commit(decision, asked?.member === member ? asked.occasion : undefined);
}
