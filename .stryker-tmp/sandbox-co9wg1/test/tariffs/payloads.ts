/** Four hours as suppliers tell them: 35.61 ct, 31.02 ct, none, -1 ct; from 14:00 on 2026-11-22 in Berlin. */
// @ts-nocheck

export const firstStart = Date.parse('2026-11-22T14:00:00+01:00');
const hour = 3_600_000;
const euros = [0.3561, 0.3102, null, -0.01];

const at = (index: number) => firstStart + index * hour;
const utc = (index: number) => new Date(at(index)).toISOString();
const local = (index: number) => `2026-11-22T${14 + index}:00:00.000+01:00`;
const rows = (row: (index: number, euro: number | null) => object) => euros.map((euro, index) => row(index, euro));
const times = (factor: number, euro: number | null) => (euro === null ? null : Math.round(euro * factor * 1e6) / 1e6);

const tibber = rows((index, total) => ({ total, energy: 0.1, tax: 0.2, startsAt: local(index), level: 'NORMAL' }));
const nordPool = {
  state: 0.356,
  attributes: {
    average: 0.2,
    off_peak_1: 0.1,
    currency: 'EUR',
    country: 'Germany',
    region: 'DE-LU',
    unit: 'kWh',
    price_in_cents: false,
    unit_of_measurement: 'EUR/kWh',
    tomorrow_valid: true,
    today: euros,
    tomorrow: euros,
    raw_today: rows((index, value) => ({ start: local(index), end: local(index + 1), value })).slice(0, 2),
    raw_tomorrow: rows((index, value) => ({ start: local(index), end: local(index + 1), value })).slice(2),
  },
};
const frank = (index: number, euro: number | null) => ({
  from: utc(index),
  till: utc(index + 1),
  marketPrice: euro === null ? null : euro - 0.15,
  perUnit: 'KWH',
  marketPriceTax: 0.02,
  sourcingMarkupPrice: 0.02,
  energyTaxPrice: 0.11,
});
const zonneplan = rows((index, euro) => ({
  start_date: local(index),
  end_date: local(index + 1),
  tariff_group: 'low',
  price_tax_included: { amount: times(1e7, euro) },
  price_tax_excluded: { amount: 1_000_000 },
}));

/** A payload as it comes, the shape that is told, and the unit. */
export type Case = readonly [name: string, payload: unknown, from: string, unit: string];

/** One real-looking payload for everything that people wire, all for the same four hours. */
export const payloads: readonly Case[] = [
  [
    'Tibber, the whole answer',
    {
      data: {
        viewer: { homes: [{ currentSubscription: { priceInfo: { current: {}, today: tibber, tomorrow: [] } } }] },
      },
    },
    ...(['tibber', 'EUR/kWh'] as const),
  ],
  [
    'Tibber, the price info',
    { priceInfo: { today: tibber.slice(0, 2), tomorrow: tibber.slice(2) } },
    'tibber',
    'EUR/kWh',
  ],
  ['Tibber, a plain list', tibber, 'tibber', 'EUR/kWh'],
  [
    'Tibber, the answer of the Home Assistant action',
    { prices: { 'Home 1': rows((index, price) => ({ start_time: local(index), price })) } },
    ...(['tibber', 'EUR/kWh'] as const),
  ],
  ['Nord Pool, the sensor', nordPool, 'nord-pool', 'EUR/kWh'],
  [
    'Nord Pool, the answer of the Home Assistant action',
    { 'DE-LU': [], SE3: rows((index, euro) => ({ start: utc(index), end: utc(index + 1), price: times(1000, euro) })) },
    ...(['nord-pool', 'EUR/MWh'] as const),
  ],
  [
    'ENTSO-E, the sensor',
    {
      attributes: {
        prices_today: rows((index, price) => ({ time: local(index).replace('T', ' '), price })).slice(0, 2),
        prices_tomorrow: rows((index, price) => ({ time: local(index), price })).slice(2),
        prices: rows((index, price) => ({ time: local(index), price })),
      },
    },
    ...(['entso-e', 'EUR/kWh'] as const),
  ],
  [
    'EPEX Spot, the sensor',
    {
      attributes: {
        unit_of_measurement: '€/kWh',
        data: rows((index, euro) => ({ start_time: local(index), end_time: local(index + 1), price_per_kwh: euro })),
      },
    },
    ...(['epex-spot', 'EUR/kWh'] as const),
  ],
  [
    'EPEX Spot, an older sensor',
    {
      attributes: {
        unit_of_measurement: 'EUR/MWh',
        data: rows((index, euro) => ({
          start_time: local(index),
          end_time: local(index + 1),
          price_eur_per_mwh: times(1000, euro),
          price_ct_per_kwh: times(100, euro),
        })),
      },
    },
    ...(['epex-spot', 'ct/kWh'] as const),
  ],
  [
    'Energy-Charts',
    {
      license_info: 'CC BY 4.0',
      unit: 'EUR / MWh',
      deprecated: false,
      unix_seconds: euros.map((_, index) => at(index) / 1000),
      price: euros.map((euro) => times(1000, euro)),
    },
    ...(['energy-charts', 'EUR/MWh'] as const),
  ],
  [
    'aWATTar',
    {
      object: 'list',
      url: '/de/v1/marketdata',
      data: rows((index, euro) => ({
        start_timestamp: at(index),
        end_timestamp: at(index + 1),
        marketprice: times(1000, euro),
        unit: 'Eur/MWh',
      })),
    },
    ...(['awattar', 'EUR/MWh'] as const),
  ],
  ['evcc', { rates: rows((index, value) => ({ start: utc(index), end: utc(index + 1), value })) }, 'evcc', 'EUR/kWh'],
  [
    'evcc, an older version',
    { result: { rates: rows((index, price) => ({ start: local(index), end: local(index + 1), price })) } },
    ...(['evcc', 'EUR/kWh'] as const),
  ],
  [
    'Octopus, newest first',
    {
      count: 4,
      next: null,
      previous: null,
      results: rows((index, euro) => ({
        value_exc_vat: 1,
        value_inc_vat: times(100, euro),
        payment_method: null,
        valid_from: utc(index),
        valid_to: index === 3 ? null : utc(index + 1),
      })).toReversed(),
    },
    ...(['octopus', 'p/kWh'] as const),
  ],
  [
    'ostrom',
    {
      data: rows((index, euro) => ({
        date: utc(index),
        netMwhPrice: 80,
        netKwhPrice: 8,
        netKwhTaxAndLevies: 15,
        grossMonthlyGridFees: 9,
        grossKwhPrice: euro === null ? null : euro * 100 - 18.5,
        grossKwhTaxAndLevies: 18.5,
      })),
    },
    ...(['ostrom', 'ct/kWh'] as const),
  ],
  ['Zonneplan, the sensor', { attributes: { forecast: zonneplan } }, 'zonneplan', 'EUR/kWh'],
  [
    'Zonneplan, an older sensor',
    { forecast: rows((index, euro) => ({ datetime: utc(index), electricity_price: times(1e7, euro) })) },
    ...(['zonneplan', 'EUR/kWh'] as const),
  ],
  [
    'Frank Energie, the whole answer with gas beside it',
    {
      data: {
        marketPricesGas: rows((index) => frank(index, 1.2)),
        marketPricesElectricity: rows(frank),
      },
    },
    ...(['frank-energie', 'EUR/kWh'] as const),
  ],
  [
    'Frank Energie, the sensor',
    { attributes: { prices: rows((index, price) => ({ from: local(index), till: local(index + 1), price })) } },
    ...(['frank-energie', 'EUR/kWh'] as const),
  ],
  [
    'Energi Data Service, in UTC without saying so',
    { records: rows((index, euro) => ({ TimeUTC: utc(index).slice(0, 19), DayAheadPriceEUR: times(1000, euro) })) },
    ...(['energi-data-service', 'EUR/MWh'] as const),
  ],
  [
    'power-saver, with a unit beside the list',
    { source: 'Other', unit: 'EUR/kWh', priceData: rows((index, value) => ({ value, start: local(index) })) },
    ...(['power-saver', 'EUR/kWh'] as const),
  ],
  [
    'intervals of a plan of ours',
    {
      unit: 'ct/kWh',
      intervals: rows((index, euro) => ({ start: local(index), end: local(index + 1), amount: times(100, euro) })),
    },
    ...(['nomos', 'ct/kWh'] as const),
  ],
  [
    'a plain list whose rows have their unit',
    rows((index, price) => ({
      StartTime: local(index),
      EndTime: local(index + 1),
      Price: price,
      Unit: 'x',
      unit: '€/kWh',
    })),
    ...(['plain', 'EUR/kWh'] as const),
  ],
  [
    'a plain list whose name of the price is its unit',
    rows((index, euro) => ({ time: at(index) / 1000, ct_per_kWh: times(100, euro) })),
    ...(['plain', 'ct/kWh'] as const),
  ],
  [
    'pairs as charts take them',
    { unit: 'EUR/MWh', series: euros.map((euro, index) => [at(index), times(1000, euro)]) },
    ...(['plain', 'EUR/MWh'] as const),
  ],
  [
    'one list for each day',
    {
      unit: 'ct/kWh',
      '2026-11-22': [
        { from: local(0), price: '35,61' },
        { from: local(1), price: '31.02' },
      ],
      other: [
        { from: local(2), price: '' },
        { from: local(3), price: '-1' },
      ],
    },
    ...(['plain', 'ct/kWh'] as const),
  ],
];
