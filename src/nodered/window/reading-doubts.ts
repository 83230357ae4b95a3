import type { TariffReading } from '../../tariffs/index.js';
import type { RedNode } from '../platform/red.js';
import type { Translate } from '../platform/texts.js';

/** Tells what a person should know of how prices were read. */
export type ReadingDoubts = (reading: TariffReading | undefined) => void;

const doubts = {
  assumed: 'log.prices-assumed',
  contradictions: 'log.prices-contradicting',
  otherLists: 'log.prices-of-others',
} as const;
const kinds = Object.keys(doubts) as (keyof typeof doubts)[];

/** Makes the teller of a node: it warns of each kind of doubt once, and again when it has been away in between. */
export function readingDoubts(node: RedNode, translate: Translate): ReadingDoubts {
  let told: readonly string[] = [];
  return (reading) => {
    const present = kinds.filter((kind) => reading?.[kind] !== undefined);
    for (const kind of present) {
      if (!told.includes(kind)) node.warn(translate(doubts[kind], { count: reading?.[kind] }));
    }
    told = present;
  };
}
