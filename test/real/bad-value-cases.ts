import { badBatteryMessages, badBatteryNodes } from './bad-battery-cases.js';
import { badUsageMessages, badUsageNodes } from './bad-usage-cases.js';
import { type Properties, refused, type Told } from './bad-value-texts.js';

const triggers = {
  daily: ['every day in a window', 'jeden Tag in einem Zeitfenster'],
  message: ['when a message arrives', 'wenn eine Nachricht kommt'],
} as const;

function needsTrigger(field: string, needed: keyof typeof triggers, trigger: keyof typeof triggers): Told {
  return {
    'en-US': `${field} counts only where “When” is “${triggers[needed][0]}”; here it is “${triggers[trigger][0]}”.`,
    de: `${field} gilt nur, wenn „Wann“ auf „${triggers[needed][1]}“ steht; hier steht es auf „${triggers[trigger][1]}“.`,
  };
}

const number = ['a number', 'eine Zahl'] as const;
const weekdays = ['one or more of 1 (Monday) … 7 (Sunday)', 'mindestens einer von 1 (Montag) … 7 (Sonntag)'] as const;
const profile = [
  'a list of at most 1000 phases {minutes, powerKw}',
  'eine Liste von höchstens 1000 Phasen {minutes, powerKw}',
] as const;
const time = 'HH:MM, 00:00 … 23:59';
const past = '2020-01-01T00:00:00Z';
const start = '2026-11-22T14:00:00+01:00';
const options = (value: Properties) => ({ command: 'plan', options: value });
const prices = (value: Properties) => ({ payload: [{ start, value: 20, ...value }] });

/** A message to a daily node (`boiler`), one that is asked (`car`), one about usage or a battery, and what is said about it. */
export const badMessages: readonly [to: 'boiler' | 'car' | 'usage' | 'battery', message: Properties, told: Told][] = [
  [
    'boiler',
    { command: 'fly' },
    refused('command', '"fly"', 'plan | cancel | stop | start | skip | status | override'),
  ],
  [
    'boiler',
    { command: 'override', override: { state: 'maybe' } },
    refused('override.state', '"maybe"', 'on | off | auto'),
  ],
  [
    'boiler',
    { command: 'override', override: { state: 'on', minutes: 99999 } },
    refused('override.minutes', '99999', '0 … 10080'),
  ],
  ['boiler', { command: 'override' }, refused('override', 'undefined', '{state: on | off | auto, minutes}')],
  ['car', { command: 'skip' }, needsTrigger('command skip', 'daily', 'message')],
  ['boiler', options({ withinHours: 3 }), needsTrigger('withinHours', 'message', 'daily')],
  ['boiler', options({ durationMinutes: 0 }), refused('durationMinutes', '0', '1 … 10080')],
  ['boiler', options({ durationMinutes: 'long' }), refused('durationMinutes', '"long"', '1 … 10080')],
  [
    'boiler',
    options({ durationMinutes: 1.5 }),
    refused('durationMinutes', '1.5', 'a whole number, 1 … 10080', 'eine ganze Zahl, 1 … 10080'),
  ],
  ['boiler', options({ from: '25:00' }), refused('from', '"25:00"', time)],
  ['boiler', options({ weekdays: [8] }), refused('weekdays', '[8]', ...weekdays)],
  ['boiler', options({ weekdays: [] }), refused('weekdays', '[]', ...weekdays)],
  ['boiler', options({ tie: 'random' }), refused('tie', '"random"', 'earliest | latest | fewest')],
  ['boiler', options({ startAlignMinutes: 7 }), refused('startAlignMinutes', '7', '1 | 15')],
  ['boiler', options({ resend: 'often' }), refused('resend', '"often"', 'change | replan | 1 … 10080')],
  [
    'boiler',
    options({ timeZone: 'Mars/Base' }),
    refused(
      'timeZone',
      '"Mars/Base"',
      'an IANA time zone, e.g. Europe/Berlin',
      'eine IANA-Zeitzone, z. B. Europe/Berlin',
    ),
  ],
  [
    'boiler',
    options({ mode: 'threshold' }),
    refused(
      'maxPriceCt',
      'undefined',
      'a number, because “Run” (mode) is “whenever the price is below a limit” (threshold)',
      'eine Zahl, weil „Laufen“ (mode) auf „immer unter einer Preisgrenze“ (threshold) steht',
    ),
  ],
  [
    'boiler',
    options({ energyKwh: 3 }),
    refused(
      'powerKw',
      'undefined',
      'a number above 0, because “Energy” (energyKwh) is set',
      'eine Zahl über 0, weil „Energie“ (energyKwh) gesetzt ist',
    ),
  ],
  [
    'boiler',
    options({ durationMinutes: null }),
    refused(
      'durationMinutes',
      'null',
      'a value; leave it out for the node’s own',
      'ein Wert; weglassen = wie im Node eingestellt',
    ),
  ],
  ['boiler', options({ profile: 'hot' }), refused('profile', '"hot"', ...profile)],
  ['boiler', options({ profile: [{ minutes: 'x', powerKw: 1 }] }), refused('profile.0.minutes', '"x"', '1 … 10080')],
  [
    'car',
    options({ deadline: '25:00' }),
    refused(
      'deadline',
      '"25:00"',
      'HH:MM, a weekday with HH:MM (Sun 18:00), or ISO 8601 with offset, e.g. 2026-11-22T07:00:00+01:00',
      'HH:MM, ein Wochentag mit HH:MM (So 18:00) oder ISO 8601 mit Zeitzone, z. B. 2026-11-22T07:00:00+01:00',
    ),
  ],
  [
    'car',
    options({ deadline: past }),
    { 'en-US': `The deadline ${past} is already past.`, de: `Die Frist ${past} ist schon vorbei.` },
  ],
  [
    'boiler',
    { topic: 'nomos/price', payload: 23.4 },
    {
      'en-US': 'This message carries only the current price. Wire output 2 of nomos-prices instead.',
      de: 'Diese Nachricht enthält nur den aktuellen Preis. Bitte Ausgang 2 von nomos-prices verbinden.',
    },
  ],
  [
    'boiler',
    prices({ start: 'noon' }),
    refused(
      'payload[0].start',
      '"noon"',
      'a time, e.g. 2026-11-22T14:15:00+01:00, or seconds or milliseconds since 1970',
      'ein Zeitpunkt, z. B. 2026-11-22T14:15:00+01:00, oder Sekunden oder Millisekunden seit 1970',
    ),
  ],
  ['boiler', prices({ value: 'cheap' }), refused('payload[0].value', '"cheap"', 'number | null')],
  ['boiler', { ...prices({}), unit: 'DM' }, refused('unit', '"DM"', 'ct/kWh | EUR/kWh | EUR/MWh')],
  [
    'boiler',
    { payload: { cheap: true } },
    refused(
      'payload',
      '{"cheap":true}',
      'prices of a supplier (Tibber, Nord Pool, ENTSO-E, EPEX Spot, aWATTar …), output 2 of nomos-prices, or [{start, end, value}]',
      'Preise eines Anbieters (Tibber, Nord Pool, ENTSO-E, EPEX Spot, aWATTar …), Ausgang 2 von nomos-prices oder [{start, end, value}]',
    ),
  ],
  [
    'boiler',
    prices({ value: 0.3561 }),
    {
      'en-US':
        'These prices name no unit, and ct/kWh cannot be right (the highest is 0.3561). Set “Unit of prices” in the node, or msg.unit to ct/kWh | EUR/kWh | EUR/MWh.',
      de: 'Bei diesen Preisen steht keine Einheit, und ct/kWh kann nicht stimmen (der höchste ist 0.3561). Im Node „Einheit der Preise“ einstellen oder msg.unit auf ct/kWh | EUR/kWh | EUR/MWh setzen.',
    },
  ],
  [
    'boiler',
    prices({ start: '2019-11-22T14:00:00Z' }),
    {
      'en-US':
        'All these prices are for another time (2019-11-22T15:00:00+01:00 … 2019-11-22T15:00:00+01:00). Send those of today and tomorrow.',
      de: 'Alle diese Preise gelten für eine andere Zeit (2019-11-22T15:00:00+01:00 … 2019-11-22T15:00:00+01:00). Bitte die von heute und morgen senden.',
    },
  ],
  ...badUsageMessages,
  ...badBatteryMessages,
];

const window = { type: 'cheapest-window', version: 1, priceSource: 'message' };
const units = 'automatic | ct/kWh | EUR/kWh | EUR/MWh';
const pricesNode = { type: 'nomos-prices', version: 1 };

/** A node as it is stored, and what is said about it. */
export const badNodes: readonly [node: Properties & { readonly type: string }, told: Told][] = [
  [{ ...window, durationMinutes: '0' }, refused('durationMinutes', '"0"', '1 … 10080')],
  [{ ...window, priceUnit: 'DM' }, refused('priceUnit', '"DM"', units)],
  [{ ...window, mode: 'sometimes' }, refused('mode', '"sometimes"', 'contiguous | interruptible | threshold')],
  [
    { ...window, from: '22:00', to: '23:00', durationMinutes: 120 },
    refused(
      'durationMinutes',
      '120',
      'a run time of at most 1 h, the length of the window',
      'eine Laufzeit von höchstens 1 h, der Länge des Fensters',
    ),
  ],
  [{ ...window, onValue: 'x', onValueType: 'num' }, refused('onValue', '"x"', ...number)],
  [{ ...window, offValue: 'maybe', offValueType: 'bool' }, refused('offValue', '"maybe"', 'true | false')],
  [{ ...window, onValue: '{', onValueType: 'json' }, refused('onValue', '"{"', 'JSON')],
  [
    { ...window, version: 99 },
    {
      'en-US':
        'This node was saved by a newer version of this package (settings 99; known here: 1 … 1). Update node-red-contrib-nomos.',
      de: 'Dieser Node wurde von einer neueren Version dieses Pakets gespeichert (Einstellungen 99; hier bekannt: 1 … 1). Bitte node-red-contrib-nomos aktualisieren.',
    },
  ],
  [
    { ...window, priceSource: 'account', account: 'gone' },
    {
      'en-US': 'This node has no usable Nomos account. Open it and choose an account or add one.',
      de: 'Dieser Node hat kein nutzbares Nomos-Konto. Bitte den Node öffnen und ein Konto wählen oder hinzufügen.',
    },
  ],
  [{ ...pricesNode, unit: 'DM' }, refused('unit', '"DM"', 'ct/kWh | EUR/kWh | EUR/MWh')],
  [{ ...pricesNode, missingAt: '19 pm' }, refused('missingAt', '"19 pm"', time)],
  [{ ...pricesNode, cheapBelow: 0.05 }, refused('cheapBelow', '0.05', '0.1 (veryCheapBelow) … 1')],
  ...badUsageNodes,
  ...badBatteryNodes,
];
