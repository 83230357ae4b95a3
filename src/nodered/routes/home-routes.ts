import { systemClock } from '../../clock/clock.js';
import { ConfigError } from '../../errors.js';
import type { HomeAnswer, HomesAnswer } from '../../protocol/admin-api.js';
import { marketTimeZone } from '../../time/index.js';
import type { Runtime } from '../account/runtime.js';
import { homeSteps, memberRuns } from '../home/home-message.js';
import { deployedHouses } from '../home/home-node.js';
import type { HouseMember } from '../home/house-members.js';
import type { SharedHouse } from '../home/shared-house.js';
import { isoText } from '../platform/instants.js';
import { answer } from './route-guards.js';

/** Registers what the sidebar asks about a house. */
export function registerHomeRoutes({ red, routes, translate }: Runtime): void {
  routes.get(
    '/nomos/homes/:id',
    red.auth.needsPermission('nomos.read'),
    answer(translate, ({ params }) => homesAnswer(String(params.id))),
  );
}

function placeOf(member: { readonly z?: string | undefined } | undefined): { readonly z?: string } {
  return member?.z === undefined ? {} : { z: member.z };
}

function idleOf(member: HouseMember | undefined): { readonly idle?: string } {
  return member?.idle === undefined ? {} : { idle: member.idle };
}

function homesAnswer(editorId: string): HomesAnswer {
  const houses = deployedHouses(editorId);
  if (houses.length === 0) throw new ConfigError('no-home', 'the house is missing or disabled');
  return { homes: houses.map(homeAnswer) };
}

function homeAnswer(house: SharedHouse): HomeAnswer {
  const now = systemClock.now();
  const limitKw = house.limitAt(now);
  return {
    now: isoText(now),
    timeZone: marketTimeZone,
    nodeId: house.place.nodeId,
    name: house.name,
    ...placeOf(house.place),
    ...(limitKw !== undefined && { limitKw }),
    members: house.order.map((entry) => ({
      nodeId: entry.member.id,
      name: entry.member.name,
      ...placeOf(house.member(entry.member.id)),
      ...idleOf(house.member(entry.member.id)),
      priority: entry.member.priority,
      isStuck: entry.isStuck,
      runs: memberRuns(entry, now).map(({ start, end, w }) => ({
        start: isoText(start),
        end: isoText(end),
        kw: w / 1000,
      })),
    })),
    steps: homeSteps(house, now).map(({ start, end, kw, limitKw: most, sunKw }) => ({
      start: isoText(start),
      end: isoText(end),
      kw,
      ...(most !== undefined && { limitKw: most }),
      sunKw,
    })),
  };
}
