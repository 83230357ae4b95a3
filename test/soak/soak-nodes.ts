/** Nodes of the test, loaded by the Node-RED that soaks: one writes down what it hears, one is the meter of a house with a battery. */
import { note, trueNow } from './steered-time.js';

// biome-ignore lint/suspicious/noExplicitAny: Node-RED gives tests no types of its own.
type Any = any;

const everyMs = 5 * 60_000;
const hours = everyMs / 3_600_000;

function listen(RED: Any, config: Any, node: Any): void {
  RED.nodes.createNode(node, config);
  node.on('input', (message: Any, _send: unknown, done: () => void) => {
    note({ from: config.id, ...heard(config.id, message) });
    done();
  });
}

/** Plans are large: only what is judged is kept. */
function heard(id: string, { payload, reason, error, priceCt }: Any): object {
  if (id === 'error-ear') return { error: String(error?.message) };
  if (id === 'prices-1') return { payload };
  if (id.endsWith('-1')) return { payload, reason, ...(priceCt !== undefined && { priceCt }) };
  if (id.endsWith('-3')) return { payload };
  return {};
}

/** Kept over a kill by the parent's event file: a battery does not forget what is in it. */
let storedKwh = Number(process.env.NOMOS_SOAK_STORED ?? 5);
let mode = 'auto';

/** What the house takes and the roof gives, W, by the hour of the day and the day of the year. */
function weatherAt(instant: number): { houseW: number; solarW: number } {
  const hour = (instant / 3_600_000 + 1) % 24;
  const day = Math.floor(instant / 86_400_000);
  const summer = (1 - Math.cos(((day % 365.25) / 365.25) * 2 * Math.PI)) / 2;
  const cloud = 0.3 + 0.7 * Math.abs(Math.sin(day * 12.9898));
  const noon = Math.max(0, Math.cos(((hour - 12.5) / (8 + 8 * summer)) * Math.PI));
  const houseW = 250 + (hour > 6 && hour < 9 ? 600 : 0) + (hour > 17 && hour < 22 ? 900 : 0);
  return { houseW, solarW: Math.round(6000 * noon * cloud * (0.25 + 0.75 * summer)) };
}

/** One step of a battery that obeys: what it takes from (positive: gives to) the house, W. */
function stepBattery({ houseW, solarW }: { houseW: number; solarW: number }): number {
  const surplusW = solarW - houseW;
  const wishW = mode === 'charge' ? -5000 : mode === 'keep' ? 0 : mode === 'hold' ? -Math.max(0, surplusW) : -surplusW;
  const mostOutW = (Math.max(0, storedKwh - 1) / hours) * 1000;
  const mostInW = ((10 - storedKwh) / 0.9 / hours) * 1000;
  const batteryW = Math.max(-Math.min(5000, mostInW), Math.min(5000, mostOutW, wishW));
  storedKwh -= (batteryW > 0 ? batteryW : batteryW * 0.9) * (hours / 1000);
  return batteryW;
}

export = (RED: Any): void => {
  RED.nodes.registerType('soak-ear', function (this: Any, config: Any) {
    listen(RED, config, this);
    if (config.id !== 'battery-1') return;
    this.on('input', (message: Any) => {
      mode = message.payload;
    });
  });
  RED.nodes.registerType('soak-meter', function (this: Any, config: Any) {
    RED.nodes.createNode(this, config);
    const timer = setInterval(() => {
      const weather = weatherAt(trueNow());
      const batteryW = stepBattery(weather);
      const gridW = weather.houseW - weather.solarW - batteryW;
      note({ from: 'meter', gridW: Math.round(gridW), netW: weather.houseW - weather.solarW, storedKwh });
      this.send({ payload: { socPercent: storedKwh * 10, gridW, batteryW, ...weather } });
    }, everyMs);
    this.on('close', () => clearInterval(timer));
  });
};
