import type { RulesAnswer } from '../../protocol/admin-api.js';
import { clockTimeOf } from '../../protocol/clock-time.js';
import { spanText } from '../../protocol/span-text.js';
import { isFieldsList, numberOf, shownValue } from '../form/stored-value.js';
import { shownMoney, shownNumber, text } from '../form/text.js';

type Settings = Readonly<Record<string, unknown>>;

const ruleTexts: Readonly<Record<string, string>> = {
  exclude: 'cheapest-window.preview.rule.exclude',
  minRunMinutes: 'cheapest-window.preview.rule.minRunMinutes',
  minPauseMinutes: 'cheapest-window.preview.rule.minPauseMinutes',
  maxOffMinutes: 'cheapest-window.preview.rule.maxOffMinutes',
  maxStarts: 'cheapest-window.preview.rule.maxStarts',
  startAlignMinutes: 'cheapest-window.preview.rule.startAlignMinutes',
  maxPriceCt: 'cheapest-window.preview.rule.maxPriceCt',
};
const moreTexts = { whole: 'cheapest-window.preview.moreCt', perKw: 'cheapest-window.preview.moreCtPerKw' };
const lostTexts = { whole: 'cheapest-window.preview.lostCt', perKw: 'cheapest-window.preview.lostCtPerKw' };

/** What each rule costs, in a sentence for each; a rule that nobody has words for is left out. */
export function ruleLines({ costs }: RulesAnswer, settings: Settings, costUnit: string): string[] {
  const amounts = settings.objective === 'dearest' ? lostTexts : moreTexts;
  const amountText = costUnit === 'ct' ? amounts.whole : amounts.perKw;
  return costs.flatMap(({ rule, costCt }) => {
    const key = ruleTexts[rule];
    const amount = text(amountText, { amount: shownMoney(costCt) });
    return key === undefined ? [] : [text(key, { amount, value: shownRule(rule, settings[rule]) })];
  });
}

/** The value of a rule in words: a number, a length, or stretches of the day. */
function shownRule(rule: string, value: unknown): string {
  if (isFieldsList(value)) return value.map(shownStretch).join(', ');
  const number = numberOf(value);
  if (rule === 'maxOffMinutes' && Number.isFinite(number)) return spanText(number);
  return Number.isFinite(number) ? shownNumber(number, 0) : shownValue(value);
}

function shownStretch({ from, to }: Settings): string {
  return `${clockTimeOf(from) ?? shownValue(from)} ${text('cheapest-window.text.and')} ${clockTimeOf(to) ?? shownValue(to)}`;
}
