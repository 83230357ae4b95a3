import { isKnown, type PriceSeries, type UsualDay } from '../prices/index.js';
import { civilDate, type Ms } from '../time/index.js';
import { type HouseProfile, nothingLearned } from './expected/house-profile.js';
import { householdShape } from './expected/house-shape.js';
import { type BatteryLog, type BatteryState, emptyBatteryLog } from './log.js';
import { planBattery, type ToldForecast, usualKwhPerYear } from './plan.js';
import type { BatterySettings } from './settings.js';
import { stateOf } from './state.js';
import { knowledgeOf } from './stored-energy.js';
import { type BatteryPlanView, batteryView } from './view.js';

/** What a battery with these settings would do now. */
export interface BatteryPreview {
  readonly state: BatteryState;
  readonly plan: BatteryPlanView;
  readonly socPercent: number;
  /** True where nothing is known of the house, and a usual one stands in for it. */
  readonly isExample: boolean;
}

interface Known {
  readonly prices: PriceSeries;
  readonly feedIn?: PriceSeries | undefined;
  /** What power usually costs, as far as it is learned. */
  readonly usual?: UsualDay | undefined;
  /** What the deployed node remembers; absent where there is none. */
  readonly log?: BatteryLog | undefined;
  /** The forecast of the sun that it was told. */
  readonly forecast?: ToldForecast | undefined;
  /** Stored where no reading says so; half of it when absent. */
  readonly socPercent?: number | undefined;
}

const usualSocPercent = 50;
/** An example roof of 8 kWp yields so much on an average day, kWh, and so much more or less in summer and winter. */
const sunKwh = { mean: 22, season: 15 };
const sunrise = 7 * 60;
const sunset = 19 * 60;

/** Plans as a node with these settings would now; a battery or a house that nobody told of is an example. */
export function previewBattery(settings: BatterySettings, known: Known, now: Ms): BatteryPreview {
  const { prices, feedIn, usual, forecast, log = emptyBatteryLog } = known;
  const isToldLately = log.stored !== undefined && knowledgeOf(log.stored, now) !== 'unknown';
  const percent = (isToldLately ? log.stored?.percent : known.socPercent) ?? usualSocPercent;
  const stored = { percent, at: now, toldAt: now };
  const { override: _, step: __, state: ___, ...kept } = log;
  const own = { ...kept, stored, options: {} };
  const around = { prices, feedIn, usual, forecast, now };
  const first = planBattery(own, settings, around);
  const isExample = first === 'learning' || (typeof first !== 'string' && first.house === 'shape');
  const example = () => ({ ...own, profile: exampleProfile(now, settings.timeZone) });
  const outcome = first === 'learning' ? planBattery(example(), settings, around) : first;
  const state = stateOf(own, { ...around, settings }, { outcome, keeps: false });
  const plan = batteryView(typeof outcome === 'string' ? undefined : outcome, {
    settings,
    state,
    learnedDays: log.profile.days,
    isProvisional: isExample,
    hasFeedIn: (feedIn?.length ?? 0) > 0,
    pricesUntil: prices.findLast(isKnown)?.end ?? null,
  });
  return { state, plan, socPercent: percent, isExample };
}

/** A usual house with a usual roof, for the season of `now`. */
function exampleProfile(now: Ms, timeZone: string): HouseProfile {
  const month = Number(civilDate(timeZone, now).slice(5, 7));
  const kwh = sunKwh.mean - sunKwh.season * Math.cos(((month - 0.5) / 12) * 2 * Math.PI);
  const house = householdShape(usualKwhPerYear);
  // Below zero it is night.
  const daylight = house.map((_, quarter) =>
    Math.max(0, Math.sin((Math.PI * (quarter * 15 - sunrise)) / (sunset - sunrise))),
  );
  const sum = daylight.reduce((total, share) => total + share, 0);
  const net = house.map((drawn, quarter) => drawn - (kwh * (daylight[quarter] ?? 0)) / sum);
  return { ...nothingLearned, net, days: 1, learnedAt: now };
}
