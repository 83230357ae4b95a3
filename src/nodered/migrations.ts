import { invalidValue } from '../errors.js';

type Stored = Readonly<Record<string, unknown>>;

/** One step per version of a node's stored properties: `[0]` lifts version 1 to 2, and so on. */
const steps: Readonly<Record<string, readonly ((stored: Stored) => Stored)[]>> = {
  'nomos-account': [],
  'nomos-prices': [],
  'cheapest-window': [],
};

/** Lifts stored properties to the newest version; throws `invalid-value` for a version that a newer package wrote. */
export function migrate(type: string, stored: unknown): Stored {
  const { version = 1, ...properties } = stored as Stored;
  const climb = steps[type] ?? [];
  const newest = climb.length + 1;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1 || version > newest) {
    throw invalidValue('version', version, `1 … ${newest}`);
  }
  return climb.slice(version - 1).reduce<Stored>((lifted, step) => step(lifted), properties);
}
