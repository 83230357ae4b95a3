import assert from 'node:assert/strict';
import { NomosError, shownValue } from '#src/errors.js';
import { decodeAccountSettings } from '#src/nodered/account/account-settings.js';
import { errorText } from '#src/nodered/platform/texts.js';
import { decodePricesSettings } from '#src/nodered/prices/prices-settings.js';
import { decodeQuerySettings, queryOf } from '#src/nodered/query/query-settings.js';
import { readUsageInput } from '#src/nodered/usage/usage-input.js';
import { decodeUsageSettings } from '#src/nodered/usage/usage-settings.js';
import { typedValue } from '#src/nodered/values/typed-value.js';
import { readWindowInput } from '#src/nodered/window/window-input.js';
import { decodeRunOptions, decodeRunSettings, decodeWindowSettings } from '#src/nodered/window/window-settings.js';
import { decodePrices, decodeSubscriptions } from '#src/nomos/decode.js';
import { decodeUsage } from '#src/nomos/usage-decode.js';
import { usualReader } from '../support/nomos/price-reader.js';
import { catalog, languages } from './catalogs.js';

/** What zod says where a schema of ours says nothing itself. */
const foreign =
  /Invalid input|Invalid option|Invalid string|expected (string|number|object|array|nonoptional|boolean)|received |Unrecognized key|Too (big|small)|__\w+__|\[object|undefined is not|Cannot (read|convert)/;

const wrongValues: readonly unknown[] = [
  ...[
    null,
    true,
    -1,
    0.5,
    1e9,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    'text',
    '-1',
    '0.5',
    '1e9',
    '2026-13-45',
    '25:99',
  ],
  ...[[], [1], ['x'], [null], [{}], [{ minutes: 1 }], [{ minutes: 0, powerKw: -1 }], {}, { x: 1 }, { state: 5 }],
  'x'.repeat(2_000),
];
/** What JSON cannot carry, but a message can. */
const oddValues: readonly unknown[] = [Promise.resolve(), new Map(), new Date(Number.NaN), 5n, Symbol('x'), () => 1];

const runNames =
  'mode objective durationMinutes energyKwh powerKw profile partial from to weekdays timeZone withinHours deadline maxPriceCt ' +
  'maxPriceAppliesTo alwaysOnBelowCt missingPrices fallbackStart minRunMinutes minPauseMinutes maxStarts tie startAlignMinutes ' +
  'replan outputNoPlan resend';
const queryNames = 'resource subscription from to entryStatus kind maxItems invoice';
const usage = decodeUsageSettings({ version: 1 });
const { query } = decodeQuerySettings({ version: 1 });

/** Every boundary with the names of its fields; `unknown` is none of them. */
const boundaries: readonly [what: string, names: string, read: (value: never) => unknown][] = [
  [
    'cheapest-window',
    `${runNames} trigger priceSource outputOutside sendOnStart name topic version`,
    decodeWindowSettings,
  ],
  ['a preview', `${runNames} trigger priceSource outputOutside sendOnStart`, decodeRunSettings],
  ['msg.options of cheapest-window', `${runNames} unknown`, decodeRunOptions],
  [
    'a message to cheapest-window',
    'command options override',
    (message) => readWindowInput(message, 'account', usualReader),
  ],
  ['nomos-prices', 'name topic unit format missingAt veryCheapBelow minSpreadCt version', decodePricesSettings],
  ['nomos-account', 'name baseUrl grant subscription version', decodeAccountSettings],
  ['nomos-usage', 'name topic period fixedPriceCt automatic version', decodeUsageSettings],
  ['msg.options of nomos-usage', 'subscription period date from to fixedPriceCt unknown', usageOptions],
  ['a message to nomos-usage', 'command options window days', usageMessage],
  ['nomos-query', `${queryNames} name topic personalData version`, decodeQuerySettings],
  ['msg.options of nomos-query', `${queryNames} unknown`, (options) => queryOf(query, options)],
  ['typed values', 'bool num str json none', typedValues],
  ['prices of Nomos', 'items resolution', decodePrices],
  ['contracts of Nomos', 'items has_more next_page', decodeSubscriptions],
  ['usage of Nomos', 'meter_type resolution data', (answer) => decodeUsage(answer, 'day')],
];

function usageOptions(options: unknown): unknown {
  return readUsageInput({ options }, usage, '2026-11-22');
}

function usageMessage(message: Record<string, unknown>): unknown {
  return readUsageInput(message, usage, '2026-11-22');
}

function typedValues(fields: Record<string, unknown>): unknown {
  return Object.entries(fields).map(([type, value]) => typedValue('onValue', value, type));
}

/** How a real Node-RED fills a text. */
const translator =
  (texts: Map<string, string>) =>
  (key: string, params: Readonly<Record<string, unknown>> = {}) =>
    (texts.get(key) ?? key).replace(/__(\w+?)__/g, (_, name) => String(params[name] ?? `__${name}__`));

describe('locales: sentences about wrong values', () => {
  for (const language of languages) {
    const translate = translator(catalog(language, 'nomos-account'));
    for (const [what, names, read] of boundaries)
      it(`${language}: ${what}: are ours, whatever is wrong`, () => {
        const values = what.endsWith('of Nomos') ? wrongValues : [...wrongValues, ...oddValues];
        const wrong = names.split(' ').flatMap((name) => values.map((value) => ({ [name]: value })));
        const whole = /^msg|preview|of Nomos/.test(what) ? values : [];
        let refused = 0;
        for (const value of [...wrong, ...whole]) {
          try {
            read(value as never);
          } catch (error) {
            refused += 1;
            const text = errorText(translate, error);
            assert.ok(error instanceof NomosError, `${text}: ${shownValue(value)}: ${(error as Error).stack}`);
            assert.doesNotMatch(text, foreign);
            assert.doesNotMatch(text, /allowed: \.|erlaubt: \.|allowed\.[a-z]/);
          }
        }
        assert.ok(refused > 10, `only ${refused} were refused`);
      });
  }
});
