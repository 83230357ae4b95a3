import { invalidValue } from '../../errors.js';
import { noLimitKw, type ToldLimit } from '../../home/index.js';
import type { SunForecast } from '../../sun/index.js';
import { instantsOf, type Ms } from '../../time/index.js';
import type { Message } from '../platform/red.js';
import { isAbsent } from '../values/absent.js';
import { plainValue, propertyOf } from '../values/plain-value.js';
import { toldSun } from '../values/told-sun.js';
import { unpacked } from '../values/unpacked.js';

/** What a message says to a house, whichever of its members it reaches. */
export type HomeInput =
  | { readonly kind: 'sun'; readonly forecast: SunForecast | undefined }
  | { readonly kind: 'surplus'; readonly w: number | undefined }
  | { readonly kind: 'limits'; readonly limits: readonly ToldLimit[] }
  | { readonly kind: 'show' };

const mostKw = 1000;
const mostLimits = 1000;
const longestNumber = 40;
const wattsPerKw = 1000;
/** 2020: a number before it is no time but minutes, and as a time it would be over, so that there were no limit. */
const firstInstant = 1_577_836_800_000;
const powerText = /^([-+]?\d+(?:[.,]\d+)?) ?(kw|w)?$/;

/**
 * Reads what a message says to a house, by its topic or the command `home`; undefined where it says something else. Throws
 * `invalid-value` naming field, value and what is allowed. Local times are those of the zone.
 */
export function readHomeInput(message: Message, timeZone: string): HomeInput | undefined {
  if (isWord(propertyOf(message, 'command'), 'home')) return { kind: 'show' };
  const topic = propertyOf(message, 'topic');
  if (typeof topic !== 'string') return undefined;
  const payload = () => unpacked(propertyOf(message, 'payload'));
  if (topic === 'nomos/pv' || /(^|\/)solar-forecast$/.test(topic))
    return { kind: 'sun', forecast: toldSun(payload(), timeZone) };
  if (topic === 'nomos/surplus') return { kind: 'surplus', w: readWatts(plainValue(payload())) };
  if (topic === 'nomos/limit') return { kind: 'limits', limits: readLimits(plainValue(payload()), timeZone) };
  return undefined;
}

function isWord(value: unknown, word: string): boolean {
  return typeof value === 'string' && value.length <= longestNumber && value.trim().toLowerCase() === word;
}

/** Below 0 the house takes power: then nothing is left over. Undefined where a hub says that the meter is away. */
function readWatts(payload: unknown): number | undefined {
  if (isAbsent(payload)) return undefined;
  const kw = powerKw(payload, 'w');
  if (kw === undefined) throw invalidValue('payload', payload, { rule: 'number' });
  return kw * wattsPerKw;
}

function readLimits(payload: unknown, timeZone: string): ToldLimit[] {
  if (!Array.isArray(payload)) return [readLimit('payload', payload, timeZone)];
  if (payload.length > mostLimits) throw invalidValue('payload.length', payload.length, `0 … ${mostLimits}`);
  return payload.map((limit, index) => readLimit(`payload[${index}]`, limit, timeZone));
}

function readLimit(path: string, given: unknown, timeZone: string): ToldLimit {
  if (given === null || powerKw(given, 'kw') !== undefined) return readLimit(path, { limitKw: given }, timeZone);
  if (typeof given !== 'object' || Array.isArray(given) || !('limitKw' in given))
    throw invalidValue(path, given, '{limitKw, from, until, hard}');
  const { limitKw, from, until, hard = false } = given as Readonly<Record<string, unknown>>;
  if (typeof hard !== 'boolean') throw invalidValue(`${path}.hard`, hard, 'true | false');
  // An hour that the autumn has twice: a limit holds rather too long than too short.
  const start = readInstants(`${path}.from`, from, timeZone)[0] ?? Number.NEGATIVE_INFINITY;
  const end = readInstants(`${path}.until`, until, timeZone).at(-1) ?? Number.POSITIVE_INFINITY;
  if (end <= start) throw invalidValue(`${path}.until`, until, { rule: 'after-start' });
  return { start, end, limitKw: readKw(`${path}.limitKw`, limitKw), hard };
}

/** Null takes back what was told. */
function readKw(field: string, value: unknown): number {
  if (value === null) return noLimitKw;
  const kw = powerKw(value, 'kw');
  if (kw === undefined || kw < 0 || kw > mostKw) throw invalidValue(field, value, `0 … ${mostKw} | null`);
  return kw;
}

function readInstants(field: string, value: unknown, timeZone: string): readonly Ms[] {
  if (value === undefined || value === null || value === '') return [];
  const instants = instantsOf(timeZone, value);
  if (!instants.some((instant) => instant >= firstInstant)) throw invalidValue(field, value, { rule: 'row-time' });
  return instants;
}

/**
 * A power in kW: a number, or a text that may name its unit (`4,2 kW`, `4200 W`); undefined for anything else. A comma or,
 * before W, a point that could part thousands is nobody's guess.
 */
function powerKw(value: unknown, unit: 'kw' | 'w'): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? inKw(value, unit) : undefined;
  if (typeof value !== 'string' || value.length > longestNumber || value.trim() === '') return undefined;
  const plain = Number(value);
  if (Number.isFinite(plain)) return inKw(plain, unit);
  const [, number = '', told = unit] = powerText.exec(value.trim().toLowerCase()) ?? [];
  const isDoubtful = /,\d{3}$/.test(number) || (told === 'w' && /\.\d{3}$/.test(number));
  return number === '' || isDoubtful ? undefined : inKw(Number(number.replace(',', '.')), told as typeof unit);
}

function inKw(power: number, unit: 'kw' | 'w'): number {
  return unit === 'kw' ? power : power / wattsPerKw;
}
