import { defaultClient } from '../../sandbox/index.js';

/** Settings of devices that differ, in turn. */
const devices: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { mode: 'interruptible', durationMinutes: 180 },
  { mode: 'interruptible', durationMinutes: 180, minRunMinutes: 30, minPauseMinutes: 15 },
  { mode: 'threshold', maxPriceCt: 18 },
  { from: '22:00', to: '06:00', powerKw: 2 },
];

const place = { z: 'tab', x: 9, y: 9 };
const base = [
  { id: 'tab', type: 'tab', label: 'Bench' },
  { id: 'sink', type: 'bench-sink', ...place, wires: [] },
];

function account(id: string, baseUrl: string): object {
  const { clientId, clientSecret } = defaultClient;
  const own = {
    id,
    type: 'nomos-account',
    name: `Home ${id}`,
    version: 1,
    baseUrl,
    grant: 'consent',
    subscription: '',
  };
  return { ...own, credentials: { clientId, clientSecret } };
}

/** Only output 1 leads anywhere, as in most flows. */
function device(id: string, of: string, index: number): object {
  const own = { id, type: 'cheapest-window', version: 1, account: of, ...place, wires: [['sink'], [], []] };
  return { ...devices[index % devices.length], ...own };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** One account with so many devices. */
export function house(baseUrl: string, count: number): object[] {
  return [
    ...base,
    account('account-0', baseUrl),
    ...numbers(count).map((index) => device(`d${index}`, 'account-0', index)),
  ];
}

/** So many accounts with four nodes each, one of them for prices. */
export function houses(baseUrl: string, count: number): object[] {
  return [
    ...base,
    ...numbers(count).flatMap((home) => {
      const of = `account-${home}`;
      const prices = { id: `p${home}`, type: 'nomos-prices', version: 1, account: of, ...place, wires: [[], [], []] };
      return [
        account(of, baseUrl),
        prices,
        ...numbers(3).map((index) => device(`d${home}-${index}`, of, home + index)),
      ];
    }),
  ];
}

/** One device with a listener at each output, and what sends messages to it; in a bare Node-RED a node that does nothing. */
export function doorbell(baseUrl: string, type: 'cheapest-window' | 'bench-plain'): object[] {
  const storm = { id: 'storm', type: 'bench-storm', ...place, wires: [['bell']] };
  const bell = { id: 'bell', type, version: 1, account: 'account-0', ...place, wires: [['sink'], ['sink'], ['sink']] };
  return [...base, ...(type === 'bench-plain' ? [] : [account('account-0', baseUrl)]), storm, bell];
}

/** As many nodes of nobody as `house` has devices. */
export function plainHouse(count: number): object[] {
  const plain = numbers(count).map((index) => {
    return { id: `d${index}`, type: 'bench-plain', ...place, wires: [['sink'], [], []] };
  });
  return [...base, ...plain];
}
