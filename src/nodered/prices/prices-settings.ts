import { invalidValue } from '../../errors.js';
import type { LevelLimits } from '../../prices/index.js';
import { pricesSettings } from '../../protocol/prices-settings.js';
import type { SettingsOf } from '../../protocol/setting.js';
import { migrate } from '../values/migrations.js';
import { decoderOf } from '../values/settings.js';

type Stored = SettingsOf<typeof pricesSettings>;

/** The unit of the amounts that a node sends. */
export type PriceUnit = Stored['unit'];
/** The shape of the series on output 2: our own, or the one that power-saver's nodes read. */
export type SeriesFormat = Stored['format'];

/** What a `nomos-prices` node stores. */
export type PricesNodeSettings = Omit<Stored, keyof LevelLimits> & { readonly levels: LevelLimits };

const decode = decoderOf(pricesSettings);

/** Decodes the stored properties of any version; throws `invalid-value` naming field, value and what is allowed. */
export function decodePricesSettings(stored: unknown): PricesNodeSettings {
  const { veryCheapBelow, cheapBelow, normalBelow, expensiveBelow, minSpreadCt, ...others } = decode(
    migrate('nomos-prices', stored),
  );
  const levels = { veryCheapBelow, cheapBelow, normalBelow, expensiveBelow, minSpreadCt };
  return { ...others, levels: checkLevels(levels) };
}

function checkLevels(levels: LevelLimits): LevelLimits {
  const order = ['veryCheapBelow', 'cheapBelow', 'normalBelow', 'expensiveBelow'] as const;
  order.slice(1).forEach((name, index) => {
    const below = order[index];
    if (below === undefined || levels[name] >= levels[below]) return;
    throw invalidValue(name, levels[name], `${levels[below]} (${below}) … 1`);
  });
  return levels;
}
