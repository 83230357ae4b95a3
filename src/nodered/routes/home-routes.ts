import { systemClock } from '../../clock/clock.js';
import { ConfigError } from '../../errors.js';
import type { HomeAnswer } from '../../protocol/admin-api.js';
import { marketTimeZone } from '../../time/index.js';
import type { Runtime } from '../account/runtime.js';
import { homeSteps, memberRuns } from '../home/home-message.js';
import { deployedHouse } from '../home/home-node.js';
import { isoText } from '../platform/instants.js';
import { answer } from './route-guards.js';

/** Registers what the sidebar asks about a house. */
export function registerHomeRoutes({ red, routes, translate }: Runtime): void {
  routes.get(
    '/nomos/homes/:id',
    red.auth.needsPermission('nomos.read'),
    answer(translate, ({ params }) => homeAnswer(String(params.id))),
  );
}

function placeOf(member: { readonly z?: string | undefined } | undefined): { readonly z?: string } {
  return member?.z === undefined ? {} : { z: member.z };
}

function homeAnswer(id: string): HomeAnswer {
  const house = deployedHouse(id);
  if (house === undefined) throw new ConfigError('no-home', 'the house is missing or disabled');
  const now = systemClock.now();
  const limitKw = house.limitAt(now);
  return {
    now: isoText(now),
    timeZone: marketTimeZone,
    name: house.name,
    ...(limitKw !== undefined && { limitKw }),
    members: house.order.map((entry) => ({
      nodeId: entry.member.id,
      name: entry.member.name,
      ...placeOf(house.member(entry.member.id)),
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
