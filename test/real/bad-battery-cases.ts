import { type Properties, refused, type Told } from './bad-value-texts.js';

const options = (value: Properties) => ({ options: value });
const modes = 'auto | hold | charge | keep | discharge';
const needed = [
  'a number above 0; without it nothing can be planned',
  'eine Zahl über 0; ohne sie lässt sich nichts planen',
] as const;
const readable = [
  'readings {socPercent, gridW, batteryW, houseW, solarW}, a number with a topic that ends in soc, grid, battery, house or solar, a forecast with the topic solar-forecast, prices, or a command',
  'Messwerte {socPercent, gridW, batteryW, houseW, solarW}, eine Zahl mit einem Topic, das auf soc, grid, battery, house oder solar endet, eine Prognose mit dem Topic solar-forecast, Preise oder ein Befehl',
] as const;

/** A message to `home-battery`, and what is said about it. */
export const badBatteryMessages: readonly [to: 'battery', message: Properties, told: Told][] = [
  ['battery', { command: 'fly' }, refused('command', '"fly"', 'plan | status | override | auto')],
  ['battery', { command: 'override', override: { mode: 'fly' } }, refused('override.mode', '"fly"', modes)],
  [
    'battery',
    { command: 'override', override: { mode: 'discharge' } },
    refused(
      'override.mode',
      '"discharge"',
      'a mode that the settings allow; this one needs “Feed in” (feedFromBattery)',
      'ein Modus, den die Einstellungen erlauben; dieser braucht „Einspeisen“ (feedFromBattery)',
    ),
  ],
  [
    'battery',
    { command: 'override', override: { mode: 'hold', minutes: -1 } },
    refused('override.minutes', '-1', '0 … 10080'),
  ],
  ['battery', options({ minSocPercent: 120 }), refused('minSocPercent', '120', '0 … 100')],
  [
    'battery',
    options({ minSocPercent: 100 }),
    refused(
      'minSocPercent',
      '100',
      'less than “Fill up to” (maxSocPercent), 100',
      'weniger als „Laden bis“ (maxSocPercent), 100',
    ),
  ],
  ['battery', options({ gridLimitKw: 'much' }), refused('gridLimitKw', '"much"', '0 … 1000')],
  ['battery', { payload: 'hello' }, refused('payload', '"hello"', ...readable)],
  ['battery', { payload: 57, topic: 'sensor.level' }, refused('payload', '57', ...readable)],
  [
    'battery',
    { payload: 'sunny', topic: 'home/solar-forecast' },
    refused(
      'payload',
      '"sunny"',
      'a solar forecast: Forecast.Solar, Solcast, evcc, Victron VRM, or [{start, end, kwh}] (also kw, w, watts, wh)',
      'eine Solarprognose: Forecast.Solar, Solcast, evcc, Victron VRM oder [{start, end, kwh}] (auch kw, w, watts, wh)',
    ),
  ],
];

/** A battery that is right, as it is stored. */
export const goodBattery = {
  type: 'home-battery',
  version: 1,
  priceSource: 'message',
  priceUnit: 'ct/kWh',
  capacityKwh: 10,
  chargeKw: 5,
  dischargeKw: 5,
};

/** A stored `home-battery` node, and what is said about it. */
export const badBatteryNodes: readonly [node: Properties & { readonly type: string }, told: Told][] = [
  [{ ...goodBattery, capacityKwh: '' }, refused('capacityKwh', 'undefined', ...needed)],
  [{ ...goodBattery, chargeKw: 'fast' }, refused('chargeKw', '"fast"', '0 … 1000')],
  [
    { ...goodBattery, minSocPercent: 60, maxSocPercent: 50 },
    refused(
      'minSocPercent',
      '60',
      'less than “Fill up to” (maxSocPercent), 50',
      'weniger als „Laden bis“ (maxSocPercent), 50',
    ),
  ],
  [{ ...goodBattery, solar: 'maybe' }, refused('solar', '"maybe"', 'none | yes')],
  [
    { ...goodBattery, priceSource: 'account', account: 'gone' },
    {
      'en-US': 'This node has no usable Nomos account. Open it and choose an account or add one.',
      de: 'Dieser Node hat kein nutzbares Nomos-Konto. Bitte den Node öffnen und ein Konto wählen oder hinzufügen.',
    },
  ],
];
