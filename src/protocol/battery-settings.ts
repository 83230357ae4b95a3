import type { SettingsTable } from './setting.js';
import { account, ofAccount, priceSource, priceUnit, resend, sendOnStart, subscription } from './shared-settings.js';

const withSun = { solar: ['yes'] };
const feedingIn = { feedFromBattery: ['true'] };
const price = { kind: 'number', scope: 'message', unit: 'price' } as const;
const power = { kind: 'number', scope: 'message', min: 0, max: 1000, above: true, unit: 'kilowatts' } as const;
const percent = { kind: 'number', scope: 'message', max: 100, unit: 'percent' } as const;
const flag = { kind: 'flag', scope: 'message' } as const;

/** The settings of a `home-battery` node. */
export const batterySettings = {
  name: { kind: 'text', default: '', row: { place: 'top', icon: 'tag', placeholder: 'name' } },
  account,
  /** What can be used of it, kWh; without it nothing can be planned. */
  capacityKwh: {
    kind: 'number',
    scope: 'message',
    min: 0,
    max: 10_000,
    above: true,
    unit: 'kilowattHours',
    row: { place: 'first', icon: 'battery-full', placeholder: 'capacityKwh' },
  },
  /** Most that the battery takes from the house, kW. */
  chargeKw: { ...power, row: { place: 'first', icon: 'arrow-down', placeholder: 'chargeKw' } },
  /** Most that the battery gives to the house, kW. */
  dischargeKw: { ...power, row: { place: 'first', icon: 'arrow-up', placeholder: 'dischargeKw' } },
  /** Whether there are solar panels. */
  solar: {
    kind: 'choice',
    scope: 'node',
    choices: ['none', 'yes'],
    default: 'none',
    row: { place: 'first', icon: 'sun-o' },
  },
  /** Paid for what the house feeds in, ct/kWh; a feed-in contract goes before it. */
  feedInCt: {
    ...price,
    min: -100,
    max: 1000,
    default: 0,
    when: withSun,
    orWhen: feedingIn,
    row: { place: 'first', icon: 'eur', hint: true, idle: { with: ['feedInSubscription'] } },
  },
  /** Nothing is paid while the market price is negative. */
  unpaidWhenNegative: {
    ...flag,
    default: true,
    when: withSun,
    unit: 'unpaidWhenNegative',
    row: { place: 'first', icon: 'ban' },
  },
  /** The battery may be charged from the grid. */
  chargeFromGrid: {
    ...flag,
    default: true,
    unit: 'chargeFromGrid',
    row: { place: 'first', icon: 'plug' },
  },

  /** State of charge below which the battery is never discharged. */
  minSocPercent: { ...percent, min: 0, default: 10, row: { place: 'battery', icon: 'battery-quarter' } },
  /** State of charge up to which it is charged. */
  maxSocPercent: {
    ...percent,
    min: 1,
    default: 100,
    row: { place: 'battery', icon: 'battery-three-quarters', idle: { without: ['chargeFromGrid'] } },
  },
  /** What comes out of what went in, there and back. */
  efficiencyPercent: { ...percent, min: 20, default: 90, row: { place: 'battery', icon: 'exchange' } },
  /** Wear for each kWh that is taken out, ct. */
  wearCt: { ...price, min: 0, max: 100, default: 2, row: { place: 'battery', icon: 'recycle' } },
  /** Most that is drawn from the grid while charging, kW; absent = no limit. */
  gridLimitKw: {
    kind: 'number',
    scope: 'message',
    min: 0,
    max: 1000,
    unit: 'kilowatts',
    row: { place: 'battery', icon: 'tachometer', placeholder: 'noLimit' },
  },

  /** The inverter can be told not to charge from the sun. */
  leaveRoom: { ...flag, default: true, when: withSun, unit: 'leaveRoom', row: { place: 'feed', icon: 'sun-o' } },
  /** The battery may feed in. */
  feedFromBattery: { ...flag, default: false, unit: 'feedFromBattery', row: { place: 'feed', icon: 'upload' } },
  /** A feed-in contract, whose prices are those of what is fed in. */
  feedInSubscription: {
    kind: 'subscription',
    default: '',
    when: { ...ofAccount, ...withSun },
    orWhen: { ...ofAccount, ...feedingIn },
    row: { place: 'feed', icon: 'file-text-o' },
  },
  /** What the tariff adds to the market price, gross ct/kWh; absent = learned from the prices. */
  marginCt: {
    ...price,
    min: -100,
    max: 100,
    when: withSun,
    row: { place: 'feed', icon: 'plus', placeholder: 'learned' },
  },

  priceSource,
  priceUnit,
  subscription,
  /** IANA name; a day of the house begins at its midnight. */
  timeZone: {
    kind: 'time-zone',
    scope: 'node',
    default: 'Europe/Berlin',
    row: { place: 'prices', icon: 'globe', list: true },
  },

  resend,
  sendOnStart,
  topic: { kind: 'text', default: 'battery', row: { place: 'output', icon: 'tasks' } },
} as const satisfies SettingsTable;
