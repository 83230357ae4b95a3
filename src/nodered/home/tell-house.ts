import { systemClock } from '../../clock/clock.js';
import type { HomeInput } from './home-input.js';
import { homePayload } from './home-message.js';
import type { SharedHouse } from './shared-house.js';

/** Tells a house what a message says; gives the payload of the answer where it asks for one. Throws `invalid-value` for too many limits. */
export function tellHouse(house: SharedHouse, told: HomeInput, timeZone: string): object | undefined {
  switch (told.kind) {
    case 'sun':
      if (told.forecast !== undefined) house.tellSun(told.forecast);
      return undefined;
    case 'surplus':
      if (told.w !== undefined) house.tellSurplus(told.w);
      return undefined;
    case 'limits':
      house.tellLimits(told.limits);
      return undefined;
    case 'show':
      return homePayload(house, systemClock.now(), timeZone);
  }
}
