import type { BatteryAnswer, BatteryModeName, BatteryWhy } from '../../protocol/admin-api.js';
import { modeWord } from '../chart/battery-mode.js';
import type { ChartRun } from '../chart/price-chart.js';
import { sharedText, shownDayTime, shownMoney, shownNumber, shownStretch, text } from '../form/text.js';

const mostShown = 6;

interface Band {
  readonly mode: BatteryModeName;
  readonly start: string;
  readonly end: string;
}

/** A plan in sentences, the most important first. */
export function batteryLines(answer: BatteryAnswer): string[] {
  const { plan, isExample, timeZone } = answer;
  const why = whySentence(answer.why);
  if (!plan.feasible) return [why];
  const lines = [why, caption(answer)];
  const bands = stretches(answer).filter(({ mode }) => mode !== 'auto');
  const shown = bands.slice(0, mostShown).map(({ mode, start, end }) => {
    return `${modeWord(mode)} ${shownStretch({ start, end }, timeZone)}`;
  });
  if (shown.length > 0) lines.push(text('home-battery.preview.bands', { bands: shown.join(', ') }));
  if (isExample) lines.push(text('home-battery.preview.example'));
  if (plan.intervals.some(({ expected }) => expected)) lines.push(text('home-battery.preview.hatched'));
  return lines;
}

/** Why now, in the editor's language. */
function whySentence({ code, mode, priceCt, storedValueCt, minimumPercent }: BatteryWhy): string {
  const shownCt = (ct: number | null) => (ct === null ? '–' : shownNumber(ct, 1));
  return sharedText(`battery-why.${code}`, {
    price: shownCt(priceCt),
    stored: shownCt(storedValueCt),
    minimum: shownNumber(minimumPercent, 0),
    mode: modeWord(mode),
  });
}

/** The modes of a plan as bands of a chart, self-consumption included. */
export function bandsOf(answer: BatteryAnswer): ChartRun[] {
  return stretches(answer).map(({ mode, start, end }) => ({
    start: Date.parse(start),
    end: Date.parse(end),
    mode,
  }));
}

function caption({ plan, timeZone }: BatteryAnswer): string {
  const { saved, cycles, pricesUntil } = plan;
  return text('home-battery.preview.saves', {
    amount: shownMoney(saved.againstSelfUseCt ?? 0),
    until: pricesUntil === null ? '–' : shownDayTime(pricesUntil, timeZone),
    cycles: shownNumber(cycles ?? 0, 1),
  });
}

function stretches({ plan }: BatteryAnswer): Band[] {
  const bands: Band[] = [];
  for (const { mode, start, end } of plan.intervals) {
    const last = bands.at(-1);
    if (last?.mode === mode) bands[bands.length - 1] = { ...last, end };
    else bands.push({ mode, start, end });
  }
  return bands;
}
