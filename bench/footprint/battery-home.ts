import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyHome } from './homes.js';

/** At a start: prices of two days from this hour on, and the state of charge. */
const told = `const hour = 3600000;
const first = Math.floor(Date.now() / hour) * hour;
const prices = Array.from({ length: 192 }, (_, i) =>
  ({ start: new Date(first + i * hour / 4).toISOString(), end: new Date(first + (i + 1) * hour / 4).toISOString(), price: 20 + 10 * Math.sin(i / 15) }));
return [[{ topic: 'prices', payload: prices }], [{ payload: { socPercent: 50, houseW: 400 } }]];`;

/** A user directory with a device that plans by prices of messages, and with a battery or not; the caller removes it. */
export function plannedHome(hasBattery: boolean): string {
  const userDir = emptyHome();
  const common = {
    z: 'tab',
    version: 1,
    priceSource: 'message',
    priceUnit: 'ct/kWh',
    x: 100,
    y: 100,
    wires: [[], [], []],
  };
  const battery = { id: 'battery', type: 'home-battery', ...common, capacityKwh: 10, chargeKw: 5, dischargeKw: 5 };
  const flows = [
    { id: 'tab', type: 'tab', label: 'home' },
    { id: 'begin', type: 'inject', z: 'tab', once: true, onceDelay: 0.1, props: [], x: 100, y: 100, wires: [['tell']] },
    {
      id: 'tell',
      type: 'function',
      z: 'tab',
      outputs: 2,
      func: told,
      x: 100,
      y: 100,
      wires: [['boiler', 'battery'], ['battery']],
    },
    { id: 'boiler', type: 'cheapest-window', ...common, trigger: 'daily', powerKw: 2, durationMinutes: 120 },
    ...(hasBattery ? [battery] : []),
  ];
  writeFileSync(join(userDir, 'flows.json'), JSON.stringify(flows));
  return userDir;
}
