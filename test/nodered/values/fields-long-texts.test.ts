import assert from 'node:assert/strict';
import { invalidValue } from '#src/errors.js';
import { readRefusal } from '#src/http/refusal.js';
import { retryAfterMs } from '#src/http/retry-after.js';
import { safeText } from '#src/http/safe-text.js';
import { decodeAccountSettings } from '#src/nodered/account/account-settings.js';
import { decodePricesSettings } from '#src/nodered/prices/prices-settings.js';
import { decodeQuerySettings, queryOf } from '#src/nodered/query/query-settings.js';
import { readUsageInput } from '#src/nodered/usage/usage-input.js';
import { decodeUsageSettings } from '#src/nodered/usage/usage-settings.js';
import { typedValue } from '#src/nodered/values/typed-value.js';
import { readWindowInput } from '#src/nodered/window/window-input.js';
import { decodeRunSettings, decodeWindowSettings } from '#src/nodered/window/window-settings.js';
import { decodePrices, decodeSubscriptions } from '#src/nomos/decode.js';
import { decodeUsage } from '#src/nomos/usage-decode.js';
import { checkTimeZone, parseInstant } from '#src/time/index.js';
import { cpuMs } from '../../support/clock/cpu-time.js';
import { usualReader } from '../../support/nomos/price-reader.js';

const length = 1_000_000;
const mostMs = 50;

/** Texts on which patterns that go back and forth, or look at every letter of a text that is wrong anyhow, take long. */
const texts: Readonly<Record<string, string>> = {
  zeros: `${'0'.repeat(length)}!`,
  'zeros and a point': `${'0'.repeat(length)}.${'0'.repeat(length)}!`,
  spaces: `${' '.repeat(length)}!`,
  'spaces at the end': `1${' '.repeat(length)}`,
  commas: ','.repeat(length),
  'commas and digits': '1,'.repeat(length / 2),
  slashes: 'a/'.repeat(length / 2),
  brackets: `2026-11-22T14:00Z${'[a=b]'.repeat(length / 5)}`,
  'opening brackets': '[{'.repeat(length / 2),
  'plus and minus': '+-'.repeat(length / 2),
  'wait and spaces': `wait 1${' '.repeat(length)}`,
  'a surrogate alone': '\ud83d'.repeat(length),
  'a variable': `\${${'x'.repeat(length)}`,
};

/** Every option of `cheapest-window`, as an unknown one is answered. */
const optionNames = runNames();

function runNames(): string[] {
  try {
    readWindowInput({ options: { zzz: 1 } }, 'account', usualReader);
  } catch (error) {
    return String((error as { params: { allowed: string } }).params.allowed).split(' | ');
  }
  return [];
}

const usage = decodeUsageSettings({ version: 1 });
const { query } = decodeQuerySettings({ version: 1 });
const each = (names: readonly string[], read: (value: never) => unknown) =>
  names.map((name) => [name, (text: string) => read({ [name]: text } as never)] as const);

/** Every place where a text from outside comes in, by what it is called there. */
const boundaries: Readonly<Record<string, readonly (readonly [name: string, read: (text: string) => unknown])[]>> = {
  'msg of cheapest-window': each(['command', 'payload', 'options', 'override', 'topic', 'reset'], (message) =>
    readWindowInput(message, 'account', usualReader),
  ),
  'prices by message': each(['payload', 'unit', 'topic'], (message) =>
    readWindowInput(message, 'message', usualReader),
  ),
  'a price by message': each(['start', 'end', 'value'], (entry) =>
    readWindowInput({ payload: [entry] }, 'message', usualReader),
  ),
  'msg.options of cheapest-window': each(optionNames, (options) =>
    readWindowInput({ options }, 'account', usualReader),
  ),
  'msg.payload.options': each(['deadline', 'timeZone'], (options) =>
    readWindowInput({ payload: { options } }, 'account', usualReader),
  ),
  'the body of POST nomos/plan': each([...optionNames, 'trigger', 'priceSource', 'sendOnStart'], decodeRunSettings),
  'settings of cheapest-window': each([...optionNames, 'name', 'topic', 'version'], decodeWindowSettings),
  'settings of nomos-prices': each(['unit', 'missingAt', 'cheapBelow', 'topic'], decodePricesSettings),
  'settings of nomos-account': each(['baseUrl', 'grant', 'name'], decodeAccountSettings),
  'settings of nomos-usage': each(['period', 'fixedPriceCt', 'automatic'], decodeUsageSettings),
  'settings of nomos-query': each(['resource', 'from', 'kind', 'maxItems', 'invoice'], decodeQuerySettings),
  'typed values': ['num', 'json', 'bool', 'str', 'x'].map((type) => [
    type,
    (text) => typedValue('onValue', text, type),
  ]),
  'msg of nomos-usage': each(['command', 'options'], (message) => readUsageInput(message, usage, '2026-11-22')),
  'msg.options of nomos-usage': each(['period', 'date', 'from', 'fixedPriceCt'], (options) =>
    readUsageInput({ options }, usage, '2026-11-22'),
  ),
  'msg of a backtest': each(['window', 'days'], (fields) =>
    readUsageInput({ command: 'backtest', ...(fields as object) }, usage, '2026-11-22'),
  ),
  'msg.options of nomos-query': each(['from', 'kind', 'maxItems', 'invoice'], (options) => queryOf(query, options)),
  'the name of an option': [
    ['of cheapest-window', (text) => readWindowInput({ options: { [text]: 1 } }, 'account', usualReader)],
  ],
  'prices of Nomos': each(['timestamp', 'amount'], (item) => decodePrices({ items: [item] })),
  'the resolution of prices': each(['resolution'], (answer) => decodePrices({ items: [], ...(answer as object) })),
  'contracts of Nomos': each(['number', 'type', 'start_at'], (item) =>
    decodeSubscriptions({ items: [{ id: 'sub_1', ...(item as object) }] }),
  ),
  'usage of Nomos': each(['start', 'type'], (item) =>
    decodeUsage({ data: [{ start: '2026-11-22T14:00Z', usage: 1, ...(item as object) }] }, 'day'),
  ),
  'a refusal of Nomos': [['text', (text) => readRefusal({ status: 400, headers: {}, text })]],
  'how long to wait': [
    ['header', (text) => retryAfterMs({ headers: { 'retry-after': text }, now: 0 })],
    ['message', (text) => retryAfterMs({ headers: {}, message: text, now: 0 })],
  ],
  'what the floors read': [
    ['an instant', parseInstant],
    ['a time zone', checkTimeZone],
    ['a text for a log', safeText],
    ['a value in an error', (text) => invalidValue(text, text, 'nothing')],
  ],
};

describe('nodered: texts of a million characters', () => {
  for (const [boundary, places] of Object.entries(boundaries))
    it(`${boundary}: none takes 50 ms`, () => {
      assert.ok(places.length > 0);
      for (const [place, read] of places)
        for (const [kind, text] of Object.entries(texts)) {
          let message = '';
          const ms = cpuMs(mostMs, () => {
            message = refusal(() => read(text));
          });
          assert.ok(ms < mostMs, `${place}, ${kind}: ${ms} ms`);
          assert.ok(message.length < 2_000, `${place}, ${kind}: an error of ${message.length} characters`);
        }
    });
});

function refusal(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
