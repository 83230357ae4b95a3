import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ConfigError } from '#src/errors.js';
import { checkBaseUrl } from '#src/http/base-url.js';
import { decodeAccountSettings } from '#src/nodered/account/account-settings.js';
import { decodeBatteryNode } from '#src/nodered/battery/battery-settings.js';
import { decodeHomeSettings } from '#src/nodered/home/home-settings.js';
import { decodePricesSettings } from '#src/nodered/prices/prices-settings.js';
import { decodeQuerySettings } from '#src/nodered/query/query-settings.js';
import { decodeUsageSettings } from '#src/nodered/usage/usage-settings.js';
import { migrate } from '#src/nodered/values/migrations.js';
import { decodeWindowSettings } from '#src/nodered/window/window-settings.js';
import { defaultLevelLimits } from '#src/prices/index.js';
import { type Setting, scoped } from '#src/protocol/setting.js';
import { tables } from '#src/protocol/tables.js';
import { nodeTypes } from '../house/package-files.js';
import { languages, packageRoot } from '../locales/catalogs.js';
import { registeredDefaults } from '../support/nodered/node-definitions.js';

type Stored = Readonly<Record<string, unknown>>;

/** What the runtime makes of stored properties; throws where it refuses them. */
const decoders: Readonly<Record<string, (stored: unknown) => unknown>> = {
  'nomos-account': (stored) => checkBaseUrl(decodeAccountSettings(stored).baseUrl),
  'nomos-home': decodeHomeSettings,
  'nomos-prices': decodePricesSettings,
  'nomos-query': decodeQuerySettings,
  'nomos-usage': decodeUsageSettings,
  'cheapest-window': decodeWindowSettings,
  'home-battery': decodeBatteryNode,
};

/** What only a person knows: a new node is wrong until it is entered. */
const entered: Readonly<Record<string, Stored>> = {
  'home-battery': { capacityKwh: 10, chargeKw: 5, dischargeKw: 5 },
};

/** What does not fit together, though each setting is right by itself: the preview says it, no field can. */
const togetherOnly = new Set([
  'at-most-run-time',
  'contiguous-only',
  'empty-with-dearest',
  'phase-with-power',
  'run-time-in-window',
  'time-in-window',
]);

/** Node-RED itself, or a typed input of it, checks these; the redirect address is none of the node's work. */
const elsewhere = new Set(['account', 'home', 'redirect-uri', 'typed', 'typed-type']);

const fcParams = { numRuns: 200, seed: 20261128 };

describe('protocol: tables of settings', () => {
  it('are there for every node', () => {
    assert.deepEqual(Object.keys(tables).sort(), nodeTypes);
    assert.deepEqual(Object.keys(decoders).sort(), nodeTypes);
  });

  it('the levels of a new node are those of prices without a node', () => {
    assert.deepEqual(decodePricesSettings({}).levels, defaultLevelLimits);
  });

  for (const type of nodeTypes) describeType(type);
});

function freshOf(setting: Setting): unknown {
  return 'fresh' in setting ? setting.fresh : undefined;
}

function describeType(type: string): void {
  const table = tables[type] ?? {};
  const defaults = registeredDefaults(type);
  const empty: Stored = Object.fromEntries(Object.entries(defaults).map(([name, { value }]) => [name, value]));
  const own = entered[type] ?? {};
  const fresh = { ...empty, ...own };
  const settings = Object.entries(table).filter(([, { kind }]) => !elsewhere.has(kind));

  it(`${type}: html and table have the same settings with the same defaults, and the newest version`, () => {
    const { version, ...others } = empty;
    const wanted = Object.entries(table).map(([name, setting]) => [name, freshOf(setting) ?? setting.default ?? '']);
    assert.deepEqual(JSON.parse(JSON.stringify(others)), Object.fromEntries(wanted));
    assert.doesNotThrow(() => migrate(type, { version }));
    assert.throws(() => migrate(type, { version: Number(version) + 1 }), { code: 'settings-too-new' });
  });

  it(`${type}: a new node is right in the dialog, and runs as one that stores nothing but for what is better now`, () => {
    for (const [name] of settings) assert.equal(verdict(name, fresh[name], { ...fresh, account: 'home' }), true, name);
    const better = Object.entries(table).flatMap(([name, setting]) => (freshOf(setting) === undefined ? [] : [name]));
    const older = Object.fromEntries(Object.entries(fresh).filter(([name]) => !better.includes(name)));
    assert.deepEqual(decoders[type]?.(older), decoders[type]?.(own));
    assert.deepEqual(better, type === 'cheapest-window' ? ['minRunMinutes', 'minPauseMinutes', 'missingPrices'] : []);
  });

  for (const name of Object.keys(own))
    it(`${type}: without ${name} it is wrong in the dialog, and does not start`, () => {
      assert.equal(typeof verdict(name, '', { ...fresh, [name]: '' }), 'string');
      assert.equal(refusalOf({ ...fresh, [name]: '' })?.field, name);
    });

  it(`${type}: every condition of a setting names others and values that they have`, () => {
    for (const [name, { when = {}, orWhen = {} }] of Object.entries(table)) {
      for (const [other, values] of [...Object.entries(when), ...Object.entries(orWhen)]) {
        const setting = table[other];
        const choices =
          setting?.kind === 'flag' ? ['true', 'false'] : setting?.kind === 'choice' ? setting.choices : [];
        assert.notDeepEqual(choices, [], `${name} depends on ${other}`);
        for (const value of values) assert.ok(choices.includes(value), `${name}: ${other} is ${value}`);
      }
    }
  });

  for (const language of languages)
    it(`${type}: the help (${language}) names every setting that a message may change`, () => {
      const help = readFileSync(join(packageRoot, 'locales', language, `${type}.html`), 'utf8');
      for (const name of Object.keys(scoped(table, 'message'))) {
        assert.match(help, new RegExp(`\\b${name}\\b`), name);
      }
    });

  for (const [name, setting] of settings)
    it(`${type}: the dialog takes of ${name} what the runtime takes, and nothing else`, () => {
      fc.assert(
        fc.property(valuesOf(setting), (value) => {
          // Where something else is wrong, or two things do not fit together, a field can say nothing.
          const refusal = refusalOf({ ...around(name), [name]: value });
          if (refusal !== undefined && (togetherOnly.has(refusal.rule) || refusal.field !== name)) return;
          const said = verdict(name, value);
          assert.equal(said === true, refusal === undefined, `${JSON.stringify(value)}: ${said} ${refusal?.rule}`);
        }),
        fcParams,
      );
    });

  /** A node in which the setting matters. */
  function around(name: string): Stored {
    const when = Object.entries(table[name]?.when ?? {}).map(([other, values]) => [other, values.at(-1)]);
    const needed = type === 'cheapest-window' ? { account: 'home', powerKw: 1, fallbackStart: '03:00' } : {};
    return { ...fresh, ...needed, personalData: true, ...Object.fromEntries(when) };
  }

  function verdict(name: string, value: unknown, others = around(name)): boolean | string | undefined {
    return defaults[name]?.validate?.call({ id: 'n1', ...others, [name]: value }, value, {});
  }

  function refusalOf(stored: Stored): { readonly field: string; readonly rule: string } | undefined {
    try {
      decoders[type]?.(stored);
      return undefined;
    } catch (error) {
      assert.ok(error instanceof ConfigError, String(error));
      const { field = '', rule = '' } = error.params;
      const isOf = error.code === 'invalid-base-url' ? 'baseUrl' : String(field).split('.')[0];
      return { field: isOf ?? '', rule: String(rule) };
    }
  }
}

/** Right and wrong values of every kind, many of them close to what is just right. */
function valuesOf(setting: Setting): fc.Arbitrary<unknown> {
  const { min, max } = 'min' in setting ? setting : { min: 0, max: 10 };
  const edges = [min, max, min - 1e-4, min + 1e-4, max + 1e-4, max - 1e-4, min + 1.5, 5000, 0.1, 0.0005, -0];
  const number = fc.oneof(fc.constantFrom(...edges), fc.double({ min: min - 1, max: max + 1, noNaN: true }));
  const words = 'choices' in setting ? setting.choices : 'words' in setting ? setting.words : ['x'];
  const phase = fc.record(
    { minutes: fc.oneof(number, fc.constantFrom('5', '1,5', '', null)), powerKw: number },
    { noNullPrototype: true },
  );
  const values = fc.oneof(
    number,
    number.map((value) => String(value).replace('.', ',')),
    fc.constantFrom<unknown>(...words, ...words.map(String), ...samples),
    fc.constantFrom(...samples).map((sample) => ` ${sample}`),
    fc.string({ maxLength: 8 }).filter((text) => !text.startsWith('$')),
    fc.array(fc.integer({ min: 0, max: 8 }), { maxLength: 8 }),
    fc.array(phase, { maxLength: 3 }),
    fc.constantFrom<unknown>(undefined, null, '', true, false, {}, Number.NaN, Number.POSITIVE_INFINITY),
    fc.constantFrom('x'.repeat(1000), 'x'.repeat(1001), '0'.repeat(101), `${'0'.repeat(60)}5`),
  );
  // Temporal finds the zone in an instant, too; nobody stores one there.
  return setting.kind === 'time-zone' ? values.filter((value) => !/^\d{4}-?\d\d/.test(String(value))) : values;
}

const samples = [
  ...['true', 'false', 'yes', '00:00', '23:59', '24:00', '7:00', '07:00:00', '2026-11-22', '2026-02-30', '2024-02-29'],
  ...['20261122', '2026-11-22T07:00:00+01:00', '2026-11-22T07:00Z', '2026-11-22 07:00z', '20261122T070000Z'],
  ...['2026-11-22T07:00', '2026-11-22T24:00Z', '2026-11-22T07+01', '2026-11-22T07:00:00.5-0100', '2026-02-30T07:00Z'],
  ...['2026-11-22T07:00:00+01:00[Europe/Berlin]', '2026-11-22T070000Z', '2026-11-22T07:0000Z', '2026-1122T07:00Z'],
  ...[
    'Europe/Berlin',
    'europe/berlin',
    'UTC',
    'Mars/Base',
    '+01:00',
    '+0100',
    '-24',
    '1,2,5',
    '1,,2',
    '0,1',
    '7',
    '1, 2',
    'open',
  ],
  ...['inv_1', '../x', 'subscription', '5', '1e3', '0x10', '٣', '+5', '.5', '5.', '-', '1.2.3', 'https://a.example'],
  ...['http://localhost:8080', 'http://127.0.0.1', 'http://a.example', 'https://a.example/v1', 'https://u:p@a.example'],
  ...['https://a.example/', 'https://a.example/?x', 'https://', 'ftp://a.example', 'https://a.example/#x'],
];
