import * as z from 'zod/mini';
import { type BatteryPreview, previewBattery } from '../../battery/index.js';
import { systemClock } from '../../clock/clock.js';
import type { BatteryAnswer } from '../../protocol/admin-api.js';
import type { Runtime } from '../account/runtime.js';
import { batteryPayload } from '../battery/battery-message.js';
import { decodeBatterySettings } from '../battery/battery-settings.js';
import { whyOf } from '../battery/battery-words.js';
import { rememberedOf } from '../battery/deployed-batteries.js';
import { isoText } from '../platform/instants.js';
import { decodeFields, numberField, textField } from '../values/fields.js';
import { knownPrices } from './price-routes.js';
import { answer, refuseForeign } from './route-guards.js';

const previewBody = z.object({
  accountId: textField,
  subscription: textField,
  feedInSubscription: textField,
  nodeId: textField,
  socPercent: numberField({ min: 0, max: 100 }),
  settings: z.unknown(),
});

/** The route that shows in a dialog what a battery would do; it never asks Nomos for more than a feed would. */
export function registerBatteryRoutes(runtime: Runtime): void {
  const { red, routes, translate } = runtime;
  routes.post(
    '/nomos/battery',
    red.auth.needsPermission('nomos.read'),
    refuseForeign,
    answer(translate, async (request) => {
      const { settings, ...asked } = decodeFields(previewBody, request.body);
      const { accountId = '', subscription = '', feedInSubscription = '', nodeId = '', socPercent } = asked;
      const battery = decodeBatterySettings(settings);
      const { series: prices, usual } = await knownPrices(runtime, accountId, subscription);
      const feedIn = feedInSubscription === '' ? undefined : await knownPrices(runtime, accountId, feedInSubscription);
      const known = { prices, usual, feedIn: feedIn?.series, socPercent, ...rememberedOf(nodeId) };
      const now = systemClock.now();
      return previewAnswer(previewBattery(battery, known, now), { timeZone: battery.timeZone, now });
    }),
  );
}

function previewAnswer(
  { state, plan: shown, socPercent, isExample }: BatteryPreview,
  { timeZone, now }: { readonly timeZone: string; readonly now: number },
): BatteryAnswer {
  const plan = batteryPayload(shown, timeZone);
  return { timeZone, now: isoText(now), why: whyOf(state), socPercent, isExample, plan };
}
