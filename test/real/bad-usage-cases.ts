import { type Properties, refused, type Told } from './bad-value-texts.js';

const date = 'YYYY-MM-DD';
const options = (value: Properties) => ({ options: value });
const backtest = (value: Properties) => ({ command: 'backtest', ...value });

/** A message to `nomos-usage`, and what is said about it. */
export const badUsageMessages: readonly [to: 'usage', message: Properties, told: Told][] = [
  ['usage', { command: 'delete' }, refused('command', '"delete"', 'report | backtest | cancel')],
  ['usage', options({ period: 'year' }), refused('period', '"year"', 'day | week | month | range')],
  ['usage', options({ date: '2026-02-30' }), refused('date', '"2026-02-30"', date)],
  ['usage', options({ date: 7 }), refused('date', '7', date)],
  [
    'usage',
    options({ date: '2027-01-01' }),
    refused(
      'date',
      '"2027-01-01"',
      'a day up to 2026-11-21; the meter reports today’s values tomorrow',
      'ein Tag bis 2026-11-21; was heute verbraucht wird, meldet der Zähler morgen',
    ),
  ],
  [
    'usage',
    options({ from: '2020-01-01' }),
    refused('from', '"2020-01-01"', 'at most 1100 days at once', 'höchstens 1100 Tage auf einmal'),
  ],
  ['usage', options({ from: '2026-11-02', to: '2026-11-01' }), refused('to', '"2026-11-01"', '2026-11-02 (from) …')],
  [
    'usage',
    options({ period: 'day', from: '2026-11-02' }),
    refused(
      'from',
      '"2026-11-02"',
      'nothing, unless “Report” (period) is range',
      'nichts, außer wenn „Bericht“ (period) auf range steht',
    ),
  ],
  [
    'usage',
    options({ date: '2026-11-02', from: '2026-11-01' }),
    refused('date', '"2026-11-02"', 'nothing where from and to are given', 'nichts, wo from und to angegeben sind'),
  ],
  ['usage', options({ fixedPriceCt: 'much' }), refused('fixedPriceCt', '"much"', '0 … 10000')],
  [
    'usage',
    options({ day: '2026-11-02' }),
    refused('day', '"2026-11-02"', 'subscription | period | date | from | to | fixedPriceCt'),
  ],
  ['usage', backtest({ days: 0 }), refused('days', '0', '1 … 1100')],
  [
    'usage',
    backtest({ window: 'boiler', days: 1.5 }),
    refused('days', '1.5', 'a whole number, 1 … 1100', 'eine ganze Zahl, 1 … 1100'),
  ],
  [
    'usage',
    backtest({ window: 'attic' }),
    refused(
      'window',
      '"attic"',
      'id or name of a “cheapest window” node that is deployed: boiler | car',
      'ID oder Name eines übernommenen Nodes „günstige Zeit“: boiler | car',
    ),
  ],
  [
    'usage',
    backtest({ window: 'boiler', options: { mode: 7 } }),
    refused('mode', '7', 'contiguous | interruptible | threshold'),
  ],
];

const usageNode = { type: 'nomos-usage', version: 1, account: 'account', automatic: false };

/** A stored `nomos-usage` node, and what is said about it. */
export const badUsageNodes: readonly [node: Properties & { readonly type: string }, told: Told][] = [
  [{ ...usageNode, period: 'year' }, refused('period', '"year"', 'day | week | month')],
  [{ ...usageNode, fixedPriceCt: '-1' }, refused('fixedPriceCt', '"-1"', '0 … 10000')],
  [{ ...usageNode, automatic: 'sometimes' }, refused('automatic', '"sometimes"', 'true | false')],
  [
    { ...usageNode, account: 'gone' },
    {
      'en-US': 'This node has no usable Nomos account. Open it and choose an account or add one.',
      de: 'Dieser Node hat kein nutzbares Nomos-Konto. Bitte den Node öffnen und ein Konto wählen oder hinzufügen.',
    },
  ],
];
