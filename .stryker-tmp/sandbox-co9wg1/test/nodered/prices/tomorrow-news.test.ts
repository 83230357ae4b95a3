// @ts-nocheck
import assert from 'node:assert/strict';
import { type TomorrowState, type TomorrowTold, tomorrowNews } from '#src/nodered/prices/tomorrow-news.js';

describe('nodered: news about tomorrow', () => {
  it('tells each thing once a day, whatever the order of a day', () => {
    const day = (today: string, isComplete: boolean, isLate: boolean): TomorrowState => ({ today, isComplete, isLate });
    const states = [
      day('11-22', false, false),
      day('11-22', false, true),
      day('11-22', false, true),
      day('11-22', true, true),
      day('11-22', true, true),
      day('11-23', false, false),
      day('11-23', true, false),
      day('11-23', true, true),
    ];
    let told: TomorrowTold = {};
    const events = states.map((state) => {
      const news = tomorrowNews(told, state);
      told = news.told;
      return news.event ?? '-';
    });
    assert.deepEqual(events, ['-', 'tomorrow-missing', '-', 'tomorrow-available', '-', '-', 'tomorrow-available', '-']);
  });
});
