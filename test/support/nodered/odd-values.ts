import type { Random } from '../../planner/oracle/random.js';

type Make = (random: Random, depth: number) => unknown;

function throwUp(): never {
  throw new Error('a value that does not want to be read');
}

function nested(levels: number): unknown {
  let inner: unknown = 1;
  for (let level = 0; level < levels; level += 1) inner = [inner];
  return inner;
}

function circle(): unknown {
  const fields: Record<string, unknown> = { start: 0 };
  fields.self = [fields, fields];
  return fields;
}

/** Fails a little later. The sender has taken care of it; a promise that we made of it would end the process. */
function failingLater(): Promise<never> {
  const promise = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('failed later')), 5));
  promise.catch(() => undefined);
  return promise;
}

class Bristling {
  get options(): never {
    return throwUp();
  }
  toString(): never {
    return throwUp();
  }
  toJSON(): never {
    return throwUp();
  }
  valueOf(): never {
    return throwUp();
  }
}

/** What JSON can carry, so that a stored flow can hold it. */
const storable: readonly Make[] = [
  (random) => random.pick([0, -0, 1, -1, 0.5, 1e9, -1e9, 1e308, 60, 1_795_352_400_000]),
  (random) => random.pick(['', ' ', '0', '1', '-1', '2,5', '1e3', 'off', 'ON', 'true', 'null', '07:00', '2026-11-22']),
  (random) =>
    random.pick(['2026-11-22T07:00:00+01:00', `\${HOME}`, '__proto__', '<b>', '$t(errors.no-account)', '😀\ud83d']),
  (random) => random.pick(['0', ' ', ',', '[', 'é', '\ud83d']).repeat(random.pick([50, 1_000, 100_000])),
  (random) => random.pick([true, false, null]),
  (random, depth) => Array.from({ length: random.whole(0, 4) }, () => storableValue(random, depth + 1)),
  (random, depth) =>
    Object.fromEntries(
      Array.from({ length: random.whole(0, 4) }, () => [nameOf(random), storableValue(random, depth + 1)]),
    ),
];

const odd: readonly Make[] = [
  (random) => random.pick([Number.NaN, Number.POSITIVE_INFINITY, undefined, 5n, 1n << 4_000n, Symbol('x'), throwUp]),
  (random) => random.pick([Object(5), Object('off'), Object(false), new Date(0), new Date(Number.NaN), /a*/]),
  (random) => random.pick([Buffer.from('off'), new Map([['a', 1]]), new Set([1]), new Error('x'), new Bristling()]),
  (random) =>
    random.pick([Object.create(null), circle(), nested(20_000), nested(5), new Array(20_000).fill({ start: 1 })]),
  (random) => random.pick([Promise.resolve(1), failingLater(), [failingLater()]]),
  () => Object.defineProperty({ a: 1 }, 'start', { enumerable: true, get: throwUp }),
  () => new Proxy({}, { get: throwUp, has: throwUp, ownKeys: throwUp }),
  () => Object.defineProperty([], '0', { enumerable: true, get: throwUp }),
];

/** A value that a stored flow may hold. */
export function storableValue(random: Random, depth = 0): unknown {
  return random.pick(depth > 3 ? storable.slice(0, 5) : storable)(random, depth);
}

/** A value of any kind that a message may carry. */
export function oddValue(random: Random): unknown {
  return random.pick(random.chance(0.5) ? odd : storable)(random, 0);
}

export function nameOf(random: Random): string {
  return random.pick(['start', 'end', 'value', 'command', 'options', 'override', 'minutes', 'powerKw', 'state', 'x']);
}

/** Gives a property that throws when it is read. */
export function bristling(fields: object, name: string): object {
  return Object.defineProperty(fields, name, { enumerable: true, configurable: true, get: throwUp });
}
