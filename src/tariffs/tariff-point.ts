import type { Ms } from '../time/index.js';
import type { Amount } from './agreed.js';

/** A price of a source, in its own unit and in ours. */
export interface TariffPoint extends Amount {
  readonly start: Ms;
  /** Exclusive; undefined where the source tells none. */
  readonly end: Ms | undefined;
}
