import type { SettingsTable } from './setting.js';
import { account, priceSource, priceUnit, resend, sendOnStart, subscription } from './shared-settings.js';

const farPriceCt = 10_000;
const withRunTime = { mode: ['contiguous', 'interruptible'] };
const inPieces = { mode: ['interruptible', 'threshold'] };
const daily = { trigger: ['daily'] };
const byMessage = { trigger: ['message'] };
const choice = { kind: 'choice', scope: 'message' } as const;
const minutes = { kind: 'number', scope: 'message', max: 10_080, whole: true, unit: 'minutes' } as const;
const price = { kind: 'number', scope: 'message', min: -farPriceCt, max: farPriceCt, unit: 'price' } as const;
const amount = { kind: 'number', scope: 'message', min: 0, above: true } as const;
const time = { kind: 'time', scope: 'message' } as const;
const output = { kind: 'choice', choices: ['off', 'on', 'none'], default: 'off' } as const;
const typed = { kind: 'typed' } as const;
const type = { kind: 'typed-type', default: 'bool' } as const;

/** The settings of a `cheapest-window` node. */
export const windowSettings = {
  name: { kind: 'text', default: '', row: { place: 'top', icon: 'tag', placeholder: 'name' } },
  account,
  mode: {
    ...choice,
    choices: ['contiguous', 'interruptible', 'threshold'],
    default: 'contiguous',
    row: { place: 'top', icon: 'th-large' },
  },
  /** Run time wanted in one window; `energyKwh` and `profile` go before it. */
  durationMinutes: {
    ...minutes,
    min: 1,
    default: 60,
    when: withRunTime,
    row: { place: 'first', icon: 'hourglass-half', as: 'duration', idle: { with: ['profile', 'energyKwh'] } },
  },
  trigger: {
    kind: 'choice',
    scope: 'node',
    choices: ['daily', 'message'],
    default: 'daily',
    row: { place: 'first', icon: 'play-circle-o' },
  },
  /** Local wall time `HH:MM` at which the daily window opens. */
  from: { ...time, default: '00:00', when: daily, row: { place: 'first', icon: 'clock-o', until: 'to' } },
  /** Local wall time `HH:MM` at which it ends; equal to `from` = a whole local day. */
  to: { ...time, default: '00:00' },
  /** Length of the window of a request, hours; 24 where neither this nor `deadline` is set. */
  withinHours: {
    ...amount,
    max: 168,
    unit: 'hours',
    when: byMessage,
    row: { place: 'first', icon: 'clock-o', placeholder: 'withinHours', idle: { with: ['deadline'] } },
  },
  /** End of the window of a request: `HH:MM` = next such local time, or an ISO 8601 instant. Goes before `withinHours`. */
  deadline: {
    kind: 'deadline',
    scope: 'message',
    when: byMessage,
    row: { place: 'first', icon: 'flag-checkered', placeholder: 'deadline' },
  },
  /** Power while on, kW; without one, costs are per kW. */
  powerKw: {
    ...amount,
    max: 1000,
    unit: 'kilowatts',
    row: { place: 'first', icon: 'bolt', placeholder: 'powerKw', idle: { with: ['profile'] } },
  },

  /** ISO weekdays (Monday 1) on which the daily window opens. */
  weekdays: {
    kind: 'weekdays',
    scope: 'message',
    default: [1, 2, 3, 4, 5, 6, 7],
    when: daily,
    row: { place: 'when', icon: 'calendar' },
  },
  /** When the device is never on by plan, every local day, also over midnight; at most five stretches. */
  exclude: {
    kind: 'stretches',
    scope: 'message',
    default: [],
    row: { place: 'when', icon: 'ban' },
  },
  /** IANA name. */
  timeZone: {
    kind: 'time-zone',
    scope: 'message',
    default: 'Europe/Berlin',
    row: { place: 'when', icon: 'globe', list: true },
  },

  /** Energy wanted in one window, kWh; needs `powerKw`. */
  energyKwh: {
    ...amount,
    max: 10_000,
    unit: 'kilowattHours',
    row: { place: 'load', icon: 'battery-half', placeholder: 'byDuration' },
  },
  /** `exact`: all minutes or none. `maximise`: as many as fit, up to the duration. */
  partial: {
    ...choice,
    choices: ['exact', 'maximise'],
    default: 'exact',
    when: withRunTime,
    row: { place: 'load', icon: 'adjust' },
  },
  /** Phases of a contiguous run in order; empty = constant power. */
  profile: {
    kind: 'profile',
    scope: 'message',
    default: [],
    row: { place: 'load', icon: 'bar-chart' },
  },

  objective: {
    ...choice,
    choices: ['cheapest', 'dearest'],
    default: 'cheapest',
    row: { place: 'limits', icon: 'sort-amount-asc' },
  },
  /** Highest price that is paid, ct/kWh above what `maxPriceFrom` says; 0 and negative are real limits. */
  maxPriceCt: {
    ...price,
    row: { place: 'limit', icon: 'arrow-down', placeholder: 'noLimit', units: 'maxPriceFrom' },
  },
  /** What the limit counts from: 0 ct, or the time-weighted mean or the lowest price of the local day of each instant. */
  maxPriceFrom: { ...choice, choices: ['zero', 'average', 'minimum'], default: 'zero' },
  /** Absent: the average of a contiguous run, else every interval. */
  maxPriceAppliesTo: {
    ...choice,
    choices: ['interval', 'average'],
    when: withRunTime,
    row: { place: 'limit', icon: 'balance-scale', idle: { without: ['maxPriceCt'] } },
  },
  /** Inside the window also on while the price is lower than this, ct/kWh; that time is extra and never counted. */
  alwaysOnBelowCt: { ...price, row: { place: 'more-limits', icon: 'level-down', placeholder: 'never' } },

  /** A run is at least this long, or as long as what is wanted where that is less. */
  minRunMinutes: {
    ...minutes,
    min: 0,
    default: 0,
    fresh: 30,
    when: inPieces,
    row: { place: 'shape', icon: 'step-forward' },
  },
  minPauseMinutes: {
    ...minutes,
    min: 0,
    default: 0,
    fresh: 30,
    when: inPieces,
    row: { place: 'shape', icon: 'pause' },
  },
  /** Most times the device is switched on in one window; 0 = any. */
  maxStarts: {
    kind: 'number',
    scope: 'message',
    min: 0,
    max: 1000,
    whole: true,
    default: 0,
    unit: 'starts',
    when: inPieces,
    row: { place: 'shape', icon: 'repeat' },
  },

  /** Never off for longer inside windows, those that touch as one; 0 = no limit. Goes before the run time and price limits. */
  maxOffMinutes: {
    ...minutes,
    min: 15,
    max: 2880,
    orZero: true,
    default: 0,
    row: { place: 'shape', icon: 'bell-o', as: 'duration' },
  },

  tie: {
    ...choice,
    choices: ['earliest', 'latest', 'fewest'],
    default: 'earliest',
    row: { place: 'ties', icon: 'arrows-h' },
  },
  /** The device is done earlier (for the tie `latest`: begins later) where that costs at most so much more, ct. */
  toleranceCt: {
    kind: 'number',
    scope: 'message',
    min: 0,
    max: 1000,
    default: 0,
    unit: 'tolerance',
    when: withRunTime,
    row: { place: 'ties', icon: 'fast-backward' },
  },
  startAlignMinutes: { ...choice, choices: [1, 15], default: 1, row: { place: 'ties', icon: 'align-left' } },
  replan: {
    ...choice,
    choices: ['until-start', 'locked', 'always'],
    default: 'until-start',
    row: { place: 'ties', icon: 'refresh' },
  },

  priceSource,
  priceUnit,
  subscription,
  /** What is done where prices are missing; `expect` plans with usual prices, and is `use-known` where there are none. */
  missingPrices: {
    ...choice,
    choices: ['expect', 'use-known', 'wait', 'fallback'],
    default: 'use-known',
    fresh: 'expect',
    row: { place: 'prices', icon: 'question-circle-o' },
  },
  /** Local wall time `HH:MM`; with `missingPrices: fallback`. */
  fallbackStart: { ...time, when: { missingPrices: ['fallback'] }, row: { place: 'prices', icon: 'clock-o' } },

  onValue: { ...typed, default: 'true', row: { place: 'output', icon: 'toggle-on' } },
  onValueType: type,
  offValue: { ...typed, default: 'false', row: { place: 'output', icon: 'toggle-off' } },
  offValueType: type,
  outputOutside: { ...output, scope: 'node', row: { place: 'output', icon: 'moon-o' } },
  outputNoPlan: { ...output, scope: 'message', row: { place: 'output', icon: 'exclamation-circle' } },
  resend,
  sendOnStart,
  /** The house that the device shares with others; empty = none. */
  home: { kind: 'home', default: '', required: false, row: { place: 'house', icon: 'home' } },
  /** 1 is planned first. */
  priority: {
    kind: 'number',
    min: 1,
    max: 9,
    whole: true,
    default: 5,
    unit: 'priority',
    row: { place: 'house', icon: 'sort-numeric-asc', idle: { without: ['home'] } },
  },
  topic: { kind: 'text', default: '', row: { place: 'output', icon: 'tasks' } },
} as const satisfies SettingsTable;
