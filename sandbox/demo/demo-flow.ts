import { demoBattery } from './demo-battery.js';
import { demoWindow } from './demo-day.js';
import { demoHouse } from './demo-house.js';
import { printedLine } from './printed-line.js';

const tab = 'demo-tab';

/** What the demo account signs in with. */
export interface DemoAccount {
  readonly accountId: string;
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface PriceMessage {
  readonly payload: number;
  readonly unit: string;
  readonly price: { readonly start: string; readonly level: string; readonly rank: number; readonly of: number };
}
interface SeriesMessage {
  readonly payload: readonly unknown[];
  readonly horizon: string;
  readonly tomorrow: boolean;
}
interface SwitchMessage {
  readonly payload: boolean;
  readonly reason: string;
  readonly until?: string;
}
interface PlanMessage {
  readonly payload: {
    readonly feasible: boolean;
    readonly reason?: string;
    readonly runs: readonly { readonly start: string; readonly end: string; readonly averageCt: number | null }[];
  };
}
interface EventMessage {
  readonly payload: string;
}

/** The demo flow as a deploy takes it: prices, a device in its cheapest half hour, and every message as a line of text. */
export function demoFlow({ accountId, baseUrl, ...credentials }: DemoAccount): object[] {
  const common = { z: tab, version: 1, account: accountId };
  return [
    { id: tab, type: 'tab', label: 'Nomos demo' },
    { id: accountId, type: 'nomos-account', name: 'Demo', version: 1, baseUrl, grant: 'consent', credentials },
    { id: 'demo-prices', type: 'nomos-prices', ...common, x: 160, y: 100, wires: [['price'], ['series'], ['news']] },
    {
      id: 'demo-window',
      type: 'cheapest-window',
      name: 'boiler',
      ...common,
      x: 170,
      y: 260,
      mode: 'contiguous',
      powerKw: 2,
      trigger: 'daily',
      ...demoWindow,
      wires: [['switch'], ['plan'], ['event']],
    },
    ...line('price', 60, (message: PriceMessage) => {
      const { start, level, rank, of } = message.price;
      return `price ${message.payload} ${message.unit} from ${start.slice(11, 16)} on: ${level}, rank ${rank} of ${of}`;
    }),
    ...line('series', 100, (message: SeriesMessage) => {
      const tomorrow = message.tomorrow ? 'tomorrow is there' : 'tomorrow is not out yet';
      return `series of ${message.payload.length} intervals until ${message.horizon}; ${tomorrow}`;
    }),
    ...line('news', 140, (message: EventMessage) => `prices: ${message.payload}`),
    ...line('switch', 220, (message: SwitchMessage) => {
      const until = message.until === undefined ? '' : ` until ${message.until.slice(11, 16)}`;
      return `${message.payload ? '▶ boiler ON' : '■ boiler OFF'} (${message.reason})${until}`;
    }),
    ...line('plan', 260, ({ payload }: PlanMessage) => {
      const runs = payload.runs.map(({ start, end, averageCt }) => {
        const price = averageCt === null ? 'unknown price' : `${averageCt.toFixed(2)} ct/kWh`;
        return `${start.slice(5, 10)} ${start.slice(11, 16)}–${end.slice(11, 16)} at ${price}`;
      });
      return `plan: ${payload.feasible ? runs.join(', ') : `none, ${payload.reason}`}`;
    }),
    ...line('event', 300, (message: EventMessage) => `boiler: ${message.payload}`),
    ...demoHouse(accountId),
    ...demoBattery(accountId),
  ];
}

/** A line on the tab of prices and boiler. */
function line<Message>(id: string, y: number, asText: (message: Message) => string): object[] {
  return printedLine({ id, z: tab, x: 560, y }, asText);
}
