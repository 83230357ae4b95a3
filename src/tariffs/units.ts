/** The unit of a price as a source spells it, made into one that we can calculate with. */
export interface TariffUnit {
  /** How it is told, e.g. `EUR/MWh`. */
  readonly name: string;
  /** Hundredths of the currency (ct, öre, pence) per kWh for one of it. */
  readonly ctPerKwh: number;
}

/** A unit of which a source may say only a part: `kWh` beside a currency, or a currency alone. */
export interface UnitWords {
  readonly currency?: string;
  /** True for ct, öre, pence: a hundredth of a currency. */
  readonly isHundredth?: boolean;
  readonly energy?: string;
}

const longestUnit = 40;

const energies: Readonly<Record<string, number>> = { Wh: 1000, kWh: 1, MWh: 0.001, GWh: 0.000_001 };

const hundredths: Readonly<Record<string, readonly string[]>> = {
  ct: ['ct', 'cts', 'c', '¢', 'cent', 'cents', 'eurocent', 'eurocents', 'eurcent', 'eurcents', 'eurct', '€ct', '€cent'],
  öre: ['öre', 'øre', 'ore'],
  p: ['p', 'pence', 'penny'],
  Rp: ['rp', 'rappen'],
};

const currencies: Readonly<Record<string, readonly string[]>> = {
  EUR: ['eur', 'euro', 'euros', '€'],
  GBP: ['gbp', '£'],
  SEK: ['sek'],
  NOK: ['nok'],
  DKK: ['dkk'],
  kr: ['kr', 'krona', 'kronor', 'krone', 'kroner'],
  CHF: ['chf', 'fr', 'sfr'],
  PLN: ['pln', 'zł', 'zl'],
  CZK: ['czk', 'kč', 'kc'],
  HUF: ['huf', 'ft'],
  RON: ['ron', 'lei'],
  BGN: ['bgn'],
  USD: ['usd', '$'],
  AUD: ['aud'],
  NZD: ['nzd'],
};

const hundredthByWord = byWord(hundredths);
const currencyByWord = byWord(currencies);

/**
 * The unit of a text such as `ct/kWh`, `€ / MWh` or `EUR per kWh`; hundredths without an energy (`ct`) are per kWh.
 *
 * Undefined for anything that is no unit of a price, also for a currency or an energy alone.
 */
export function parseUnit(text: unknown): TariffUnit | undefined {
  const words = unitWords(text);
  return words && unitOf(words);
}

/** What a text says of a unit, in whole or in part; undefined when it says nothing that we know. */
export function unitWords(text: unknown): UnitWords | undefined {
  if (typeof text !== 'string' || text.length > longestUnit) return undefined;
  const plain = text.toLowerCase().replace(/\s+/g, '');
  const energy = Object.keys(energies)
    .toReversed()
    .find((known) => plain.endsWith(known.toLowerCase()));
  const money = (energy === undefined ? plain : plain.slice(0, -energy.length)).replace(/(\/|per|pro|je|_|-|\.)+$/, '');
  const more = energy === undefined ? {} : { energy };
  if (money === '') return energy === undefined ? undefined : more;
  const hundredth = hundredthByWord.get(money);
  if (hundredth !== undefined) return { ...more, currency: hundredth, isHundredth: true };
  const currency = currencyByWord.get(money);
  return currency === undefined ? undefined : { ...more, currency, isHundredth: false };
}

/** The unit made of its parts; undefined while one is missing. */
export function unitOf({ currency, isHundredth = false, energy }: UnitWords): TariffUnit | undefined {
  const per = energy ?? (isHundredth ? 'kWh' : undefined);
  const perKwh = per === undefined ? undefined : energies[per];
  if (currency === undefined || perKwh === undefined) return undefined;
  return { name: `${currency}/${per}`, ctPerKwh: (isHundredth ? 1 : 100) * perKwh };
}

function byWord(table: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(table).flatMap(([name, words]) => words.map((word) => [word, name] as const)));
}
