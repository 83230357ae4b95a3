import type { BatteryAnswer, BatteryRequest, PricesAnswer } from '../../protocol/admin-api.js';
import { askForPrices, PreviewPane } from '../chart/preview-pane.js';
import { expectedIntervals, fromToday, withExpected } from '../chart/price-day.js';
import { post } from '../form/ask.js';
import { element, toggle } from '../form/dom.js';
import { text } from '../form/text.js';
import { bandsOf, batteryLines } from './battery-words.js';

const usualSoc = '50';

type Question = Omit<BatteryRequest, 'socPercent'>;

/** The preview of a battery in its place of the open dialog; `changed` is called when somebody moves the slider of what is stored. */
export function batteryPreview(place: HTMLElement, changed: () => void): PreviewPane<Question> {
  const slider = element('input', { type: 'range', min: '0', max: '100', step: '1', value: usualSoc });
  slider.setAttribute('aria-label', text('home-battery.preview.stored'));
  const told = element('output');
  const tell = () => {
    told.textContent = `${slider.value} %`;
    slider.setAttribute('aria-valuetext', told.textContent);
  };
  tell();
  slider.addEventListener('input', tell);
  slider.addEventListener('input', () => {
    pane.forget();
    changed();
  });
  const label = element('span', { textContent: text('home-battery.preview.stored') });
  const sliderRow = element('div', { className: 'nomos-field nomos-slider' }, [label, slider, told]);
  toggle(sliderRow, 'hidden');
  const answer = async (question: Question, isCurrent: () => boolean): Promise<void> => {
    const request: BatteryRequest = { ...question, socPercent: Number(slider.value) };
    const [prices, planned] = await Promise.all([askForPrices(request), post<BatteryAnswer>('nomos/battery', request)]);
    if (!isCurrent()) return;
    if (!prices.ok) return pane.tell([prices.refusal.text]);
    if (prices.answer.loading) return pane.wait(question, isCurrent);
    if (!planned.ok) return pane.refuse(planned.refusal.text);
    const { isExample, socPercent, plan } = planned.answer;
    pane.tell(batteryLines(planned.answer));
    const isTold = socPercent !== request.socPercent;
    toggle(sliderRow, isExample || !isTold ? 'shown' : 'hidden');
    if (plan.feasible) draw(pane, prices.answer, planned.answer);
  };
  const pane = new PreviewPane<Question>(place, answer, [sliderRow]);
  return pane;
}

function draw(pane: PreviewPane<Question>, prices: PricesAnswer, answer: BatteryAnswer): void {
  const { plan, timeZone, socPercent } = answer;
  const now = Date.parse(answer.now);
  const expected = plan.intervals.filter((interval) => interval.expected);
  const shown = expectedIntervals(expected.map(({ start, end, buyCt }) => ({ start, end, amount: buyCt })));
  const percents = plan.intervals.map((interval) => ({ at: Date.parse(interval.end), percent: interval.socPercent }));
  pane.draw({
    intervals: withExpected(fromToday(prices, now), shown),
    runs: bandsOf(answer),
    now,
    timeZone,
    stored: [{ at: now, percent: socPercent }, ...percents],
  });
}
