import type { BatteryState } from '../../battery/index.js';
import type { BatteryWhy } from '../../protocol/admin-api.js';
import { isoLocal, type Ms } from '../../time/index.js';
import type { NodeStatus } from '../platform/red.js';
import { asFits } from '../platform/status-line.js';
import type { Translate } from '../platform/texts.js';
import { shownInstant, shownNumber } from '../values/local-format.js';

/** Where nothing is planned, and so nobody can say when that ends. */
const withoutPlan = ['learning', 'no-prices', 'no-soc', 'guard'];

/** Why the battery does what it does now, in no language yet. */
export function whyOf({ mode, reason, priceCt, storedValueCt, minimumPercent }: BatteryState): BatteryWhy {
  const isStoring = reason === 'worth-more-later' && mode === 'auto';
  return {
    code: isStoring ? 'sun-later' : reason,
    mode,
    priceCt: priceCt ?? null,
    storedValueCt: storedValueCt ?? null,
    minimumPercent,
  };
}

/** The same in one sentence in the runtime's language. */
export function whySentence(translate: Translate, state: BatteryState): string {
  const { code, mode, priceCt, storedValueCt, minimumPercent } = whyOf(state);
  return translate(`battery-why.${code}`, {
    price: shownCt(translate, priceCt),
    stored: shownCt(translate, storedValueCt),
    minimum: minimumPercent,
    mode: translate(`battery-modes.${mode}`),
  });
}

/** The status of `home-battery`: what it does, until when, and what speaks for it as far as there is room. */
export function batteryStatus(
  translate: Translate,
  state: BatteryState,
  about: {
    readonly timeZone: string;
    readonly now: Ms;
    readonly percent: number | undefined;
    readonly isUnsure: boolean;
  },
): NodeStatus {
  const { mode, reason, until } = state;
  const word = translate(`battery-modes.${mode}`);
  if (withoutPlan.includes(reason)) {
    const text = `${word} · ${translate(`battery-reasons.${reason}`)}`;
    return { fill: reason === 'learning' ? 'yellow' : 'red', shape: 'ring', text };
  }
  const time = until === undefined ? undefined : shownInstant(translate, about.timeZone, until, about.now);
  const what = orderText(translate, state, word);
  const said = time === undefined ? what : translate('status.until', { what, time });
  const text = asFits(said, ...further(translate, state, about.percent));
  return about.isUnsure ? { fill: 'yellow', shape: 'ring', text } : { fill: 'green', shape: 'dot', text };
}

function orderText(translate: Translate, { mode, powerKw, targetPercent }: BatteryState, word: string): string {
  if (mode !== 'charge' && mode !== 'discharge') return word;
  const percent = Math.round(targetPercent ?? 0);
  return translate('status.battery-power', { word, power: shownNumber(translate, powerKw ?? 0, 1), percent });
}

function further(translate: Translate, state: BatteryState, percent: number | undefined): string[] {
  const { mode, reason, priceCt, storedValueCt } = state;
  if (reason === 'override') return [translate('battery-reasons.override')];
  if (mode === 'auto') return percent === undefined ? [] : [`${Math.round(percent)} %`];
  const stored =
    storedValueCt === undefined
      ? []
      : [translate('status.battery-stored', { stored: shownCt(translate, storedValueCt) })];
  return mode === 'charge' && priceCt !== undefined ? [`${shownCt(translate, priceCt)} ct`, ...stored] : stored;
}

function shownCt(translate: Translate, ct: number | null | undefined): string {
  return ct == null ? '–' : shownNumber(translate, ct, 1);
}

/** An instant as messages tell it; undefined stays undefined. */
export function isoOrNull(timeZone: string, instant: Ms | null): string | null {
  return instant === null ? null : isoLocal(timeZone, instant);
}
