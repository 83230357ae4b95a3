import { type PriceColumn, type Shape, shapes } from './shapes.js';

type Fields = Readonly<Record<string, unknown>>;

/** A list of prices somewhere in what came, and how to read it. */
export interface FoundList {
  /** Where it stands, e.g. `payload.data.today`. */
  readonly path: string;
  readonly rows: readonly unknown[];
  readonly shape: Shape;
  /** The columns by the names that the rows give them. */
  readonly start: string;
  readonly end: string | undefined;
  readonly price: { readonly column: PriceColumn; readonly names: readonly (readonly string[])[] };
  /** What stands around the list, from the nearest on: a unit or a currency may stand there. */
  readonly around: readonly Fields[];
}

interface Place {
  readonly path: string;
  /** The names on the way, the last one first. */
  readonly names: readonly string[];
  readonly around: readonly Fields[];
}

/** More rows than anyone has prices for; a list is read up to one row beyond. */
export const mostRows = 20_000;
const deepest = 16;
const mostVisited = 3_000;
const sampledRows = 5;
const mostColumns = 100;

/** What stands beside prices and looks like them: other energies, other directions, other quantities. */
const otherThings = /gas|co2|solar|feed_?-?in|export|production|return|teruglever|temperature|weather/i;
/** The names of streets: the prices of a home may be called by its address, and many a street is a `Gasse`. */
const street =
  /(?:gasse|stra(?:\u00df|ss)e|str\.|weg|platz|allee|straat|laan|gatan?|v\u00e4g(?:en)?|vei(?:en)?)(?!\p{L})/iu;

/** True for what carries a list of prices in one of the shapes that we read; looks at a few rows only. */
export function looksLikePrices(payload: unknown): boolean {
  return findLists(payload).length > 0;
}

/**
 * The lists of prices in what came, however deep they stand in it, all of the one shape that fits best; none when there
 * is nothing that we can read.
 */
export function findLists(payload: unknown): FoundList[] {
  const found = new Finder().search(payload);
  const best = Math.min(...found.map(({ shape }) => shapes.indexOf(shape)));
  return found.filter(({ shape }) => shapes.indexOf(shape) === best);
}

class Finder {
  readonly #found: FoundList[] = [];
  #visited = 0;

  search(payload: unknown): FoundList[] {
    this.#visit(payload, { path: 'payload', names: [], around: [] });
    return this.#found;
  }

  #visit(value: unknown, place: Place): void {
    this.#visited += 1;
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
    if (this.#visited > mostVisited || place.names.length > deepest) return;
    if (Array.isArray(value)) this.#visitList(value, place);
    else this.#visitFields(value as Fields, place);
  }

  #visitList(list: readonly unknown[], place: Place): void {
    const pairs = asPairs(list);
    const match = matched(pairs ?? list, place);
    if (match !== undefined) this.#found.push(match);
    else if (pairs === undefined) {
      // The elements of a list stand under its own name.
      const names = [place.names[0] ?? '', ...place.names];
      for (const [index, element] of list.slice(0, mostVisited).entries()) {
        this.#visit(element, { ...place, path: `${place.path}[${index}]`, names });
      }
    }
  }

  #visitFields(fields: Fields, place: Place): void {
    const entries = Object.keys(fields)
      .slice(0, mostVisited)
      .map((name) => [name, fields[name]] as const);
    const rows = entries.length <= mostColumns ? asRows(entries) : undefined;
    const match = rows && matched(rows, { ...place, around: [fields, ...place.around] });
    if (match !== undefined) this.#found.push(match);
    for (const [name, value] of entries) {
      if ((otherThings.test(name) && !street.test(name)) || this.#visited > mostVisited) continue;
      const names = [name, ...place.names];
      this.#visit(value, { path: `${place.path}.${name}`, names, around: [fields, ...place.around] });
    }
  }
}

/** The list as it is read by the first shape that fits; undefined when none does. */
function matched(rows: readonly unknown[], place: Place): FoundList | undefined {
  const sample = [...rows.slice(0, sampledRows), rows.at(-1)].filter(isFields);
  const names = new Map(sample.flatMap((row) => Object.keys(row).map((name) => [simplified(name), name] as const)));
  for (const shape of shapes) {
    if (!isCalled(shape, place)) continue;
    const start = firstOf(shape.start, names);
    const price = start === undefined ? undefined : priceOf(shape, names);
    if (start === undefined || price === undefined) continue;
    const { path, around } = place;
    return { path, rows, shape, start, end: firstOf(shape.end ?? [], names), price, around };
  }
  return undefined;
}

function isCalled({ list, within }: Shape, { names }: Place): boolean {
  if (list !== undefined && !list.test(names[0] ?? '')) return false;
  return within === undefined || names.some((name) => within.test(name));
}

function priceOf({ prices }: Shape, names: ReadonlyMap<string, string>): FoundList['price'] | undefined {
  for (const column of prices) {
    const own = column.names.map((name) => {
      const [outer = '', ...inner] = name.split('.');
      const written = names.get(outer);
      return written === undefined ? undefined : [written, ...inner];
    });
    const complete = own.filter((name) => name !== undefined);
    if (complete.length === own.length) return { column, names: complete };
  }
  return undefined;
}

function firstOf(wanted: readonly string[], names: ReadonlyMap<string, string>): string | undefined {
  const known = wanted.find((name) => names.has(name));
  return known === undefined ? undefined : names.get(known);
}

function simplified(name: string): string {
  return name.length > 40 ? '' : name.toLowerCase().replace(/[\s_-]/g, '');
}

/** A list of pairs of time and price, as charts take them, with names; undefined for any other list. */
function asPairs(list: readonly unknown[]): Fields[] | undefined {
  const [first] = list;
  if (!Array.isArray(first) || first.length !== 2 || first.some((one) => typeof one === 'object' && one !== null)) {
    return undefined;
  }
  return list.slice(0, mostRows + 1).map((pair) => (Array.isArray(pair) ? { time: pair[0], price: pair[1] } : {}));
}

/** Rows out of lists that stand side by side, one of times and one of prices; undefined without such lists. */
function asRows(entries: readonly (readonly [string, unknown])[]): Fields[] | undefined {
  const columns = entries.flatMap(([name, value]) =>
    Array.isArray(value) && value.length > 0 && !isFields(value[0])
      ? [[name, value as readonly unknown[]] as const]
      : [],
  );
  if (columns.length < 2) return undefined;
  const length = Math.min(mostRows + 1, Math.max(...columns.map(([, list]) => list.length)));
  return Array.from({ length }, (_, index) => Object.fromEntries(columns.map(([name, list]) => [name, list[index]])));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
