/** What the README says, a part of a sentence, and the tests that prove it: their file below `test`, and a part of their name. */
export interface Claim {
  readonly said: string;
  readonly by: readonly (readonly [file: string, title: string])[];
}

/** Everything in the README that a machine can find wrong, in its order; what is left out asks for judgement or the real Nomos. */
export const claims: readonly Claim[] = [
  { said: 'It runs on Node-RED 4.1 and newer', by: [['house/readme', 'about the versions that it runs on']] },
  {
    said: 'in the user directory (usually `~/.node-red`)',
    by: [['house/package', 'is loaded by Node-RED without an error']],
  },
  {
    said: 'The dialog shows a _redirect address_',
    by: [['browser/sign-in', 'a new user signs in through three screens']],
  },
  { said: 'Enter both and press **Connect**', by: [['browser/sign-in', 'a new user signs in through three screens']] },
  {
    said: 'The chart shows what it would do',
    by: [['browser/journeys', 'from the empty editor to a switched device']],
  },
  {
    said: 'It sends `true` when the device should run and `false` when not',
    by: [
      ['real/skeleton', 'switches on when the cheap half hour begins'],
      ['real/skeleton', 'switches off when the wanted minutes are done'],
    ],
  },
  {
    said: 'that takes 15 mouse actions, less than two minutes',
    by: [['browser/journeys', 'at most 15 mouse actions']],
  },
  {
    said: 'no browser is needed',
    by: [['account/session/session-client-credentials', 'is connected as soon as it is opened']],
  },
  { said: '`--keep` keeps the user directory', by: [['sandbox/demo/chart', 'demo: options']] },
  { said: '| node', by: [['house/readme', 'about the nodes and what they are called']] },
  {
    said: 'Prices and plans survive restarts and outages',
    by: [
      ['real/skeleton', 'no sign-in, no request, the plan and the price at once'],
      ['real/without-network', 'after the death of the process, too'],
    ],
  },
  { said: 'whatever the clock zone of your machine', by: [['real/zones', 'sends and says the same, to the letter']] },
  { said: 'each is explained in the [cookbook]', by: [['house/docs', 'has an example for every recipe']] },
  {
    said: '| example',
    by: [
      ['house/docs', 'has an example for every recipe'],
      ['real/examples', 'the examples in a real Node-RED'],
    ],
  },
  { said: 'A message into _cheapest window_ asks something of it', by: [['house/readme', 'about the commands']] },
  {
    said: '`msg.options` changes almost any setting',
    by: [['protocol/tables', 'names every setting that a message may change']],
  },
  { said: 'list every message and setting', by: [['house/docs', 'has a page for each node, with its settings']] },
  {
    said: 'A node that is disabled or deleted can no longer switch its device off',
    by: [['real/disabled', 'knows after all that what was cancelled']],
  },
  { said: 'A request may reach seven days ahead', by: [['runs/device/windows', 'at most a week and an hour away']] },
  {
    said: 'marked `expected` on output 2, and planned anew every afternoon',
    by: [
      ['real/expected', 'each account expects what its own prices were'],
      ['runs/placing/expected', 'a week in which prices come daily'],
    ],
  },
  { said: 'two cars never charge at once', by: [['real/examples', 'never both at once']] },
  {
    said: 'Forecasts and limits for a time outlast a restart; a measured surplus counts for its quarter-hour only',
    by: [
      ['nodered/home/home-node', 'knows after a restart what it was told'],
      ['nodered/home/house-sun', 'counts for the running quarter-hour only'],
    ],
  },
  { said: '_Prices from: messages_', by: [['house/readme', 'about the suppliers whose answers are read']] },
  {
    said: 'the plan tells how it was read: `prices: {from, unit}`',
    by: [['nodered/window/window-node', 'in exactly the documented shape']],
  },
  {
    said: 'are read by _Unit of prices_ or `msg.unit`',
    by: [['nodered/window/window-node', 'prices that name no unit by its own setting']],
  },
  {
    said: 'In another currency every "ct" stands for a hundredth of it',
    by: [['nodered/window/other-currency', 'is a hundredth of it']],
  },
  { said: 'automatically every day after 16:00', by: [['real/usage', 'reports yesterday after 16:00']] },
  {
    said: 'what an even load or a fixed tariff would have cost',
    by: [['usage/report', 'what a flat load and a fixed tariff would have cost']],
  },
  { said: '`msg.command` = `backtest`', by: [['runs/backtest', 'runs: backtest']] },
  {
    said: 'The editor comes in light and dark, in English and German',
    by: [
      ['browser/dialogs', 'have no serious accessibility findings'],
      ['browser/dialogs', 'no dialog shows a bare key'],
    ],
  },
  {
    said: 'press _Use the localhost address_',
    by: [
      ['browser/dialogs', 'the localhost address is what Nomos is written'],
      ['browser/sign-in', 'offers to paste the address, and that works'],
    ],
  },
  {
    said: 'into Home Assistant by MQTT discovery',
    by: [['real/examples', 'Home Assistant: prices, level, and each plan']],
  },
  {
    said: 'encrypted; client id and secret are Node-RED credentials',
    by: [['real/skeleton', 'keeps no token in the settings file']],
  },
  { said: 'none appears in flows, logs or messages', by: [['real/leaks', 'are nowhere to be found']] },
  { said: 'Prices are fetched once a day', by: [['real/skeleton', 'made one request for prices of this afternoon']] },
  {
    said: 'at a time spread over all homes',
    by: [['account/feed/cadence-fleet', 'phases are stable and evenly spread']],
  },
  {
    said: 'a restart fetches nothing that is already known',
    by: [['real/skeleton', 'no sign-in, no request, the plan and the price at once']],
  },
  {
    said: 'Without network, everything goes on with the known prices until they end, and says so',
    by: [
      ['real/without-network', 'every price is sent in its quarter-hour'],
      ['real/without-network', 'when the known prices have ended it says so'],
    ],
  },
  {
    said: '(`missingPrices: expect`, learned from the days before)',
    by: [['real/expected', 'each account expects what its own prices were']],
  },
  {
    said: 'Two that use one sign-in both lose it',
    by: [['account/session/session-copies', 'has made Nomos revoke both']],
  },
  {
    said: 'The account then says so and asks you to sign in again',
    by: [['account/session/session-faults', 'the server is strict: asks to sign in, and says why']],
  },
  { said: 'checked against its rules', by: [['support/nodered/home-assistant', 'the Home Assistant that tests ask']] },
  { said: 'has no serious accessibility finding', by: [['browser/dashboard', 'has no serious finding of axe']] },
  { said: 'says what each one means and what to do', by: [['house/docs', 'explains every status that there is']] },
  { said: 'comes with a request id', by: [['nomos/sandbox-reads', 'is told as such, with the request id']] },
  {
    said: 'are in the language of the server: for German set `lang: "de"`',
    by: [
      ['real/language', 'has statuses in German'],
      ['real/language', 'writes its log in German'],
    ],
  },
  {
    said: '_Disconnect_ in the account dialog drops the tokens here',
    by: [['real/routes', 'forgets the tokens on disk when a person disconnects']],
  },
];
