import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultClient } from '../../sandbox/index.js';

/** The account of the house that soaks. */
export const accountId = 'soak-account';

/** A device, as the flow has it and as the replay knows it; its window is a stretch of every local day. */
export interface Device {
  readonly id: string;
  readonly mode: 'contiguous' | 'interruptible' | 'threshold';
  /** `HH:MM`; a window that ends before it begins reaches over midnight. */
  readonly from: string;
  readonly to: string;
  readonly minutes: number;
  readonly powerKw: number;
  readonly minRunMinutes: number;
  readonly maxPriceCt?: number;
  readonly missingPrices: 'expect' | 'use-known' | 'fallback';
  /** 1 goes first; only devices of the house have one. */
  readonly priority?: number;
}

/** What boiler and car may draw together, kW: never both at once. */
const limitKw = 12;
/** Above it the pump never runs, ct. */
const pumpLimitCt = 26;

/** Three devices: two of one house in the same hours, and one that only minds the price. */
export const devices: readonly Device[] = [
  {
    id: 'boiler',
    mode: 'interruptible',
    from: '22:00',
    to: '06:00',
    minutes: 120,
    powerKw: 3,
    minRunMinutes: 30,
    missingPrices: 'use-known',
    priority: 1,
  },
  {
    id: 'car',
    mode: 'contiguous',
    from: '21:00',
    to: '07:00',
    minutes: 150,
    powerKw: 11,
    minRunMinutes: 0,
    missingPrices: 'expect',
    priority: 5,
  },
  {
    id: 'pump',
    mode: 'threshold',
    from: '00:00',
    to: '00:00',
    minutes: 0,
    powerKw: 1,
    minRunMinutes: 0,
    maxPriceCt: pumpLimitCt,
    missingPrices: 'use-known',
  },
];

/** The battery, as its node and the roof of the simulated house have it. */
const battery = { capacityKwh: 10, chargeKw: 5, dischargeKw: 5, minSocPercent: 10 };

/** The flow as it is deployed: account, prices, devices, house, battery, each with what writes down all it says. */
export function soakFlow(baseUrl: string): object[] {
  const { clientId, clientSecret } = defaultClient;
  const z = 'soak';
  const place = { z, x: 100, y: 100 };
  const ears = (node: Record<string, unknown> & { readonly id: string }, outputs: number): object[] => {
    const ids = Array.from({ length: outputs }, (_, index) => `${node.id}-${index + 1}`);
    return [
      { version: 1, account: accountId, ...place, ...node, wires: ids.map((id) => [id]) },
      ...ids.map((id) => ({ id, type: 'soak-ear', ...place, wires: [] })),
    ];
  };
  return [
    { id: z, type: 'tab', label: 'Soak' },
    {
      id: accountId,
      type: 'nomos-account',
      name: 'Soak',
      version: 1,
      baseUrl,
      grant: 'consent',
      credentials: { clientId, clientSecret },
    },
    ...ears({ id: 'prices', type: 'nomos-prices' }, 3),
    { id: 'house', type: 'nomos-home', version: 1, name: 'House', limitKw, ...place, wires: [[], []] },
    ...devices.flatMap(({ id, minutes, priority, ...settings }) =>
      ears(
        {
          id,
          type: 'cheapest-window',
          ...settings,
          ...(minutes > 0 && { durationMinutes: minutes }),
          ...(priority !== undefined && { home: 'house', priority }),
        },
        3,
      ),
    ),
    { id: 'meter', type: 'soak-meter', ...place, wires: [['battery']] },
    ...ears({ id: 'battery', type: 'home-battery', ...battery, solar: 'yes', feedInCt: 8 }, 3),
    { id: 'errors', type: 'catch', ...place, scope: null, uncaught: false, wires: [['error-ear']] },
    { id: 'error-ear', type: 'soak-ear', ...place, wires: [] },
  ];
}

/** The file of the nodes that listen and measure. */
export const soakFile = 'soak.js';

/** Puts the nodes that listen and measure where Node-RED finds them. */
export function installSoakNodes(userDir: string): void {
  const folder = join(userDir, 'nodes');
  mkdirSync(folder, { recursive: true });
  const script = JSON.stringify(join(__dirname, 'soak-nodes.js'));
  writeFileSync(join(folder, soakFile), `module.exports = require(${script});\n`);
  writeFileSync(
    join(folder, 'soak.html'),
    ['soak-ear', 'soak-meter']
      .map((type) => `<script type="text/html" data-template-name="${type}"></script>`)
      .join(''),
  );
}
