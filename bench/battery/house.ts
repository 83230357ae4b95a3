import { civilDate, clockTime, type Ms } from '#src/time/index.js';
import { seededRandom } from '../fleet-simulation.js';
import { type Quarter, quarterMs, timeZone } from './prices.js';

/** What a simulated house uses and its panels give in each quarter-hour, kWh, and what a forecast says the day before. */
export interface House {
  readonly usedKwh: Float64Array;
  readonly sunKwh: Float64Array;
  readonly forecastKwh: Float64Array;
}

/** How it is made; `forecastError` is the standard deviation of a day's forecast, as a share. */
export interface HouseKind {
  readonly kwhPerYear: number;
  readonly heatPumpKwh: number;
  readonly peakKw: number;
  readonly forecastError: number;
  readonly seed: number;
}

/** W of a household of three in each hour; only their relation counts. */
const hourly = [8, 7, 6, 6, 6, 7, 11, 15, 14, 13, 13, 15, 18, 15, 13, 13, 14, 18, 24, 26, 23, 19, 14, 10];
const hourlySum = hourly.reduce((sum, one) => sum + one, 0);
const latitude = (51 * Math.PI) / 180;

/** The same house for the same seed: days differ, quarter-hours scatter, appliances run now and then. */
export function simulateHouse(quarters: readonly Quarter[], kind: HouseKind): House {
  const random = seededRandom(kind.seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const numbers = () => new Float64Array(quarters.length);
  const house = { usedKwh: numbers(), sunKwh: numbers(), forecastKwh: numbers() };
  let date = '';
  let day = { use: 1, clear: 0.5, error: 1, cold: 0 };
  let [clear, applianceKwh] = [0.5, 0];
  for (const [i, { start }] of quarters.entries()) {
    const today = civilDate(timeZone, start);
    if (today !== date) {
      date = today;
      clear = Math.min(1, Math.max(0.08, 0.5 + 0.55 * (clear - 0.5) + 0.27 * normal()));
      const cold = Math.max(0, 9 - 9 * seasonal(start) + 2.5 * normal());
      day = { use: Math.exp(0.15 * normal()), clear, error: Math.exp(kind.forecastError * normal()), cold };
    }
    const hour = hourOf(start);
    if (hour > 7 && hour < 21 && random() < 0.012) applianceKwh = 0.4 + random();
    const running = Math.min(applianceKwh, 0.35);
    applianceKwh -= running;
    const base = ((hourly[Math.floor(hour)] as number) / hourlySum / 4) * (kind.kwhPerYear / 365) * 0.85;
    const heat = (kind.heatPumpKwh / 365 / 96) * (day.cold / 7.5) * (hour < 5 ? 0.7 : 1.1);
    const scatter = Math.exp(0.35 * normal() - 0.06);
    house.usedKwh[i] = base * day.use * scatter + running * (kind.kwhPerYear / 4_000) + heat * Math.exp(0.2 * normal());
    const sun = kind.peakKw * 0.88 * sunHeight(start) ** 1.1 * day.clear * 0.25;
    house.sunKwh[i] = Math.min(kind.peakKw * 0.25, sun * Math.max(0, 1 + 0.35 * (1 - day.clear) * normal()));
    house.forecastKwh[i] = sun * day.error;
  }
  return house;
}

function hourOf(instant: Ms): number {
  const [hour = 0, minute = 0] = clockTime(timeZone, instant).split(':').map(Number);
  return hour + minute / 60;
}

/** -1 in January, 1 in July. */
function seasonal(instant: Ms): number {
  return -Math.cos((2 * Math.PI * ((instant / 86_400_000 + 4) % 365.25)) / 365.25);
}

/** The sine of the height of the sun over Kassel in the middle of a quarter-hour; 0 at night. */
function sunHeight(start: Ms): number {
  const middle = start + quarterMs / 2;
  const declination =
    ((23.4 * Math.PI) / 180) * -Math.cos((2 * Math.PI * ((middle / 86_400_000 + 11) % 365.25)) / 365.25);
  const hourAngle = ((((middle / 3_600_000) % 24) + 0.63 - 12) / 12) * Math.PI;
  const height =
    Math.sin(latitude) * Math.sin(declination) + Math.cos(latitude) * Math.cos(declination) * Math.cos(hourAngle);
  return Math.max(0, height);
}
