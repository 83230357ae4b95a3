import type { Connection } from '../../account/session/connection.js';
import { type Ms, marketTimeZone } from '../../time/index.js';
import type { NodeStatus } from '../platform/red.js';
import type { Translate } from '../platform/texts.js';
import { troubleText } from '../prices/price-status.js';
import { shownInstant } from '../values/local-format.js';

/** What became of the last question. */
export type QueryState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'reading'; readonly resource: string }
  | {
      readonly kind: 'answered';
      readonly resource: string;
      readonly count: number;
      readonly isCut: boolean;
      readonly at: Ms;
    }
  | { readonly kind: 'failed'; readonly text: string; readonly at: Ms };

interface QuerySituation {
  /** Undefined while the stored tokens are being read. */
  readonly connection: Connection | undefined;
  readonly state: QueryState;
  readonly now: Ms;
}

/** The status of `nomos-query`: what is being read or was read last, or what is in the way. */
export function queryStatus(translate: Translate, { connection, state, now }: QuerySituation): NodeStatus {
  if (state.kind === 'reading') {
    return {
      fill: 'blue',
      shape: 'dot',
      text: translate('status.reading', { resource: translate(`resources.${state.resource}`) }),
    };
  }
  const feed = { phase: 'waiting', tomorrowComplete: false } as const;
  const trouble = troubleText(translate, { connection, series: [], state: feed, now });
  const isNew = connection?.phase === 'new';
  // Without a first sign-in the answer to a message says more than that there is none.
  if (trouble !== undefined && !(isNew && state.kind !== 'ready'))
    return { fill: isNew ? 'grey' : 'red', shape: 'ring', text: trouble };
  if (state.kind === 'ready') return { fill: 'grey', shape: 'ring', text: translate('status.ready') };
  const time = shownInstant(translate, marketTimeZone, state.at, now);
  if (state.kind === 'failed') {
    return { fill: 'red', shape: 'ring', text: translate('status.failed', { text: state.text, time }) };
  }
  const { count, isCut } = state;
  const resource = translate(`resources.${state.resource}`);
  const text = translate(isCut ? 'status.answered-cut' : 'status.answered', { resource, count, time });
  return { fill: 'green', shape: 'dot', text };
}
