import { element } from '../form/dom.js';
import { dateIn, shownDayTime, shownMoney, shownNumber, shownPrice, shownTime, text } from '../form/text.js';
import { cheapestHour, hourFrom } from './hour-cost.js';
import {
  cheapestAhead,
  intervalAt,
  priceFigures,
  type ShownInterval,
  type ShownPrices,
  tomorrowNews,
} from './price-day.js';

const levelTexts: Readonly<Record<string, string>> = {
  'very-cheap': 'nomos-sidebar.level.veryCheap',
  cheap: 'nomos-sidebar.level.cheap',
  normal: 'nomos-sidebar.level.normal',
  expensive: 'nomos-sidebar.level.expensive',
  'very-expensive': 'nomos-sidebar.level.veryExpensive',
};

const componentTexts: Readonly<Record<string, string>> = {
  electricity: 'nomos-sidebar.component.electricity',
  grid: 'nomos-sidebar.component.grid',
  levies: 'nomos-sidebar.component.levies',
};

const newsTexts = {
  loading: 'nomos-sidebar.loading',
  empty: 'nomos-sidebar.empty',
  tomorrow: 'nomos-sidebar.tomorrow',
  tomorrowLate: 'nomos-sidebar.tomorrowLate',
  tomorrowUnpriced: 'nomos-sidebar.tomorrowUnpriced',
};

/** The price now, in large. */
export function priceNow({ intervals, now }: ShownPrices): HTMLElement {
  const current = intervalAt(intervals, now);
  const known = current !== undefined && current.priceCt !== null ? shownNumber(current.priceCt, 1) : '–';
  return element('div', { className: 'nomos-now' }, [
    element('strong', { textContent: known }),
    element('span', { textContent: ' ct/kWh' }),
    element('span', { className: 'nomos-level', textContent: levelWord(current?.level) }),
  ]);
}

/** The figures of today, the cheapest time ahead, and what is to come. */
export function priceOutlook(content: ShownPrices): HTMLElement {
  const { intervals, now, timeZone } = content;
  const outlook = element('div', { className: 'nomos-outlook' }, [figuresOfToday(intervals, now, timeZone)]);
  const best = cheapestAhead(intervals, now);
  if (best && best.priceCt !== null) {
    const params = { price: shownPrice(best.priceCt), time: shownDayTime(best.start, timeZone) };
    outlook.append(element('p', { textContent: text('nomos-sidebar.best', params) }));
  }
  const hour = hourLine(intervals, now, timeZone);
  if (hour) outlook.append(element('p', { className: 'nomos-hour', textContent: hour }));
  const news = tomorrowNews(content);
  if (news !== undefined) outlook.append(element('p', { textContent: text(newsTexts[news]) }));
  return outlook;
}

/** What 1 kW costs for an hour from now on, against the cheapest hour ahead; undefined where either is unknown. */
function hourLine(intervals: readonly ShownInterval[], now: number, timeZone: string): string | undefined {
  const [hour, best] = [hourFrom(intervals, now), cheapestHour(intervals, now)];
  if (!hour || !best) return undefined;
  const [cost, least] = [shownMoney(hour.costCt), shownMoney(best.costCt)];
  if (cost === least) return text('nomos-sidebar.hourNow', { cost });
  const saved = shownMoney(hour.costCt - best.costCt);
  return text('nomos-sidebar.hour', { cost, least, saved, time: shownDayTime(best.start, timeZone) });
}

/** One interval in words: time, price, level and what the price is made of. */
export function hoverLine(interval: ShownInterval, timeZone: string): string {
  const time = `${shownDayTime(interval.start, timeZone)} – ${shownTime(interval.end, timeZone)}`;
  if (interval.priceCt === null) return `${time}: ${text('nomos-sidebar.unknown')}`;
  const parts = Object.entries(interval.components).map(([name, amountCt]) => {
    const key = componentTexts[name];
    return `${key ? text(key) : name} ${shownNumber(amountCt, 1)}`;
  });
  const level = levelWord(interval.level);
  if (interval.expected) return `${time}: ${text('nomos-sidebar.expected', { price: shownPrice(interval.priceCt) })}`;
  const made = parts.length > 0 ? ` (${parts.join(', ')})` : '';
  return `${time}: ${shownPrice(interval.priceCt)}${level ? `, ${level}` : ''}${made}`;
}

function figuresOfToday(intervals: readonly ShownInterval[], now: number, timeZone: string): HTMLElement {
  const today = dateIn(timeZone, now);
  const figures = priceFigures(intervals.filter(({ start }) => dateIn(timeZone, start) === today));
  const list = element('dl', { className: 'nomos-figures' });
  if (!figures) return list;
  const rows = [
    ['nomos-sidebar.lowest', figures.lowestCt],
    ['nomos-sidebar.mean', figures.meanCt],
    ['nomos-sidebar.highest', figures.highestCt],
  ] as const;
  for (const [key, amountCt] of rows) {
    const name = element('dt', { textContent: text(key) });
    list.append(element('div', {}, [name, element('dd', { textContent: shownNumber(amountCt, 1) })]));
  }
  return list;
}

function levelWord(level: string | undefined): string {
  const key = level === undefined ? undefined : levelTexts[level];
  return key ? text(key) : '';
}
