import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { editorModule } from '../../support/browser/editor-module.js';

interface Preview {
  readonly averageCt: number | null;
  readonly costUnit: string;
  readonly againstAverageCt: number | null;
}

const { isWholeKnown, planLines } = editorModule<{
  isWholeKnown(plan: object, now: number): boolean;
  planLines(
    plan: object,
    about: { timeZone: string; objective: 'cheapest' | 'dearest'; now: number; isLatest: boolean },
  ): string[];
}>('window/plan-words');

const catalogs = Object.fromEntries(
  ['en-US', 'de'].map((lang) => {
    const path = join(__dirname, '..', '..', '..', '..', 'locales', lang, 'cheapest-window.json');
    return [lang, JSON.parse(readFileSync(path, 'utf8'))];
  }),
);

const now = Date.parse('2026-11-22T08:00:00+01:00');

function lineIn(lang: string, objective: 'cheapest' | 'dearest', { averageCt, costUnit, againstAverageCt }: Preview) {
  const saved = { againstNowCt: null, againstAverageCt };
  const plan = { feasible: true, provisional: false, averageCt, costCt: averageCt, costUnit, saved };
  return linesIn(lang, objective, plan)[1] ?? '';
}

function linesIn(lang: string, objective: 'cheapest' | 'dearest', more: object, isLatest = false): string[] {
  const run = { start: '2026-11-22T12:00:00+01:00', end: '2026-11-22T13:00:00+01:00' };
  const plan = { runs: [run], intervals: [], ...more };
  const words = (key: string, params: Record<string, string | number>) =>
    String(
      key
        .split(':')[1]
        ?.split('.')
        .reduce((node, part) => node?.[part], catalogs[lang]),
    ).replaceAll(/__(\w+)__/g, (_, name) => String(params[name]));
  Object.assign(globalThis, { RED: { _: words, i18n: { lang: () => lang } } });
  try {
    return planLines(plan, { timeZone: 'Europe/Berlin', objective, now, isLatest });
  } finally {
    Reflect.deleteProperty(globalThis, 'RED');
  }
}

describe('editor: whether a price of the window is missing', () => {
  const at = (hour: number) => `2026-11-22T${String(hour).padStart(2, '0')}:00:00+01:00`;
  const hours = (from: number, to: number, more: object = {}) =>
    Array.from({ length: to - from }, (_, index) => {
      return { start: at(from + index), end: at(from + index + 1), amount: 20, ...more };
    });
  const rows = [
    ['not where all is published', hours(6, 12), true],
    ['not where only what is past is missing', [...hours(6, 7, { amount: null }), ...hours(7, 12)], true],
    ['where the end is missing', hours(6, 11), false],
    ['where one is unknown', [...hours(6, 9), ...hours(9, 10, { amount: null }), ...hours(10, 12)], false],
    ['where one is expected', [...hours(6, 11), ...hours(11, 12, { expected: true })], false],
    ['where nothing is known', [], false],
  ] as const;
  for (const [says, intervals, wanted] of rows)
    it(says, () => assert.equal(isWholeKnown({ window: { start: at(6), end: at(12) }, intervals }, now), wanted));
});

describe('editor: a plan in words', () => {
  const rows = [
    ['cheapest', 10.8, 'ct', '10.8 ct less than', '10,8 ct weniger als'],
    ['cheapest', -10.8, 'ct', '10.8 ct more than', '10,8 ct mehr als'],
    ['cheapest', 10.8, 'ct per kW', 'At 1 kW that saves 10.8 ct against', 'Mit 1 kW spart das 10,8 ct gegenüber'],
    ['dearest', 10.8, 'ct', '10.8 ct more than', '10,8 ct mehr als'],
    ['dearest', -10.8, 'ct', '10.8 ct less than', '10,8 ct weniger als'],
    ['dearest', 10.8, 'ct per kW', 'At 1 kW that is 10.8 ct more than', 'Mit 1 kW sind das 10,8 ct mehr als'],
  ] as const;
  for (const averageCt of [25, 0, -7.5])
    for (const [objective, againstAverageCt, costUnit, english, german] of rows)
      it(`${objective} at ${averageCt} ct/kWh, better by ${againstAverageCt} ${costUnit}: what is more is not called less`, () => {
        const plan = { averageCt, costUnit, againstAverageCt };
        for (const [lang, wanted] of [
          ['en-US', english],
          ['de', german],
        ] as const) {
          const line = lineIn(lang, objective, plan);
          assert.ok(line.includes(wanted), line);
          const isAvoided = objective === 'dearest' && againstAverageCt > 0;
          assert.equal(/avoided|vermieden/.test(line), isAvoided, line);
        }
      });

  it('no difference, or an unknown one, is not spoken of', () => {
    for (const objective of ['cheapest', 'dearest'] as const)
      for (const againstAverageCt of [0, 0.04, -0.04, null]) {
        const line = lineIn('en-US', objective, { averageCt: 25, costUnit: 'ct', againstAverageCt });
        assert.doesNotMatch(line, /less|more/);
      }
  });

  const unknown = { feasible: true, provisional: true, averageCt: null, costCt: null };
  for (const [lang, costUnit, expected] of [
    ['en-US', 'ct', ['Expected to cost 16.3 ct.', /^Hatched prices are not published yet/]],
    ['de', 'ct', ['Kostet voraussichtlich 16,3 ct.', /^Schraffierte Preise sind noch nicht veröffentlicht/]],
    ['en-US', 'ct per kW', ['Expected to cost 16.3 ct at 1 kW.', /^Hatched/]],
    ['de', 'ct per kW', ['Kostet mit 1 kW voraussichtlich 16,3 ct.', /^Schraffierte/]],
  ] as const)
    it(`${lang}, ${costUnit}: what a plan is expected to cost, and why it may change`, () => {
      const plan = { ...unknown, costUnit, expectedCostCt: 16.3, intervals: [{ expected: true }] };
      const [, cost, why = ''] = linesIn(lang, 'cheapest', plan);
      assert.equal(cost, expected[0]);
      assert.match(why, expected[1]);
    });

  it('hatched prices are explained also where every run has its price', () => {
    const priced = { feasible: true, provisional: true, averageCt: 30, costCt: 60, costUnit: 'ct' };
    const plan = { ...priced, saved: { againstAverageCt: null }, intervals: [{}, { expected: true }] };
    assert.match(linesIn('en-US', 'cheapest', plan).at(-1) ?? '', /^Hatched prices are not published yet/);
  });

  for (const [lang, costUnit, minutes, isLatest, line] of [
    ['en-US', 'ct', 230, false, 'Done 3 h 50 min earlier for 1.7 ct.'],
    ['de', 'ct', 230, false, '3 h 50 min früher fertig für 1,7 ct.'],
    ['en-US', 'ct per kW', 120, true, 'Starts 2 h later for 1.7 ct at 1 kW.'],
    ['de', 'ct per kW', 5, true, 'Startet 5 min später für 1,7 ct (mit 1 kW).'],
  ] as const)
    it(`${lang}: ${line}`, () => {
      const plan = { ...unknown, costUnit, earlier: { minutes, costCt: 1.7 } };
      assert.ok(linesIn(lang, 'cheapest', plan, isLatest).includes(line));
    });

  it('a run a week ahead has its date', () => {
    const run = { start: '2026-11-29T12:00:00+01:00', end: '2026-11-29T13:00:00+01:00' };
    const [line] = linesIn('en-US', 'cheapest', { ...unknown, costUnit: 'ct', runs: [run] });
    assert.equal(line, 'Runs Sun,\u00a0Nov\u00a029\u00a012:00\u00a0–\u2060\u00a013:00.');
    const [near] = linesIn('en-US', 'cheapest', { ...unknown, costUnit: 'ct' });
    assert.equal(near, 'Runs Sun\u00a012:00\u00a0–\u2060\u00a013:00.');
  });

  it('where the reason says that prices are missing, nothing says it again', () => {
    const missing = {
      ...unknown,
      feasible: false,
      reason: 'missing-prices',
      costUnit: 'ct',
      window: { start: 0, end: 0 },
    };
    const said = linesIn('en-US', 'cheapest', { ...missing, minutesPlanned: 60, minutesMissing: 0 });
    assert.deepEqual(said.filter((line) => /prices/.test(line)).length, 1);
  });

  it('without usual prices it says that not all prices are known, and no cost', () => {
    const lines = linesIn('en-US', 'cheapest', { ...unknown, costUnit: 'ct' });
    assert.equal(lines.length, 2);
    assert.match(lines[1] ?? '', /^Not all prices of the window are known yet/);
  });
});
