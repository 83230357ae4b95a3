import { ConfigError, invalidValue } from '../../errors.js';

type Stored = Readonly<Record<string, unknown>>;
/** Steps by node type, one per version of the stored properties: `[0]` lifts version 1 to 2, and so on. */
export type Migrations = Readonly<Record<string, readonly ((stored: Stored) => Stored)[]>>;

const ours: Migrations = {
  'nomos-account': [],
  'nomos-home': [],
  'nomos-prices': [],
  'nomos-query': [],
  'nomos-usage': [],
  'cheapest-window': [],
  'home-battery': [],
};

/**
 * Lifts stored properties to the newest version; a node without a version has the first.
 *
 * Throws `settings-too-new` for a version that a newer package wrote, `invalid-value` for what is no version at all.
 */
export function migrate(type: string, stored: unknown, migrations = ours): Stored {
  const { version = 1, ...properties } = stored as Stored;
  const steps = migrations[type] ?? [];
  const newest = steps.length + 1;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw invalidValue('version', version, `1 … ${newest}`);
  }
  if (version > newest) {
    throw new ConfigError('settings-too-new', `settings of version ${version}, known are 1 to ${newest}`, {
      params: { version, newest },
    });
  }
  return steps.slice(version - 1).reduce<Stored>((lifted, step) => step(lifted), properties);
}
