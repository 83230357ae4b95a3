import { type MqttBroker, startMqttBroker } from '../support/mqtt-broker.js';
import { Bench } from '../support/real/bench.js';
import { importedExample } from '../support/real/examples.js';
import type { Seen } from '../support/real/recorder.js';
import { prices, today } from './example-day.js';

const names = ['battery', 'battery-home-assistant', 'battery-victron', 'battery-evcc', 'battery-modbus', 'heat-pump'];
/** What stands for the inverter in each example, told that little is stored: the dear evening needs more. */
const little: Record<string, object> = {
  'battery-home-assistant-soc': { topic: 'sensor.battery_soc', payload: '12' },
  'battery-victron-soc': { topic: 'N/portal/system/0/Dc/Battery/Soc', payload: '{"value": 12}' },
  'battery-evcc-state': { topic: '', payload: { battery: { soc: 12, power: 0 }, homePower: 400, pvPower: 0 } },
  'battery-modbus-soc': { topic: 'inverter/soc', payload: 12 },
};

/**
 * What `examples.test.ts` cannot tell: there half a minute passes in a second, and what a device has run, or what is left in a battery,
 * depends on how fast the machine is. Here time nearly stands but for the leaps.
 */
describe('the examples on an evening, in a real Node-RED', function () {
  this.timeout(180_000);
  let bench: Bench;
  let broker: MqttBroker;

  before(async () => {
    broker = await startMqttBroker();
    const modes = { publishAt: '12:57', publishSpreadMinutes: 0, priceSource: prices };
    bench = await Bench.start({ start: `${today}T15:46:00+01:00`, factor: 4, allNodes: true, ...modes });
    const around = { nomosUrl: bench.sandbox.url, mqttPort: broker.port };
    const flows = JSON.stringify(names.flatMap((name) => importedExample(name, around)));
    await bench.deploy(JSON.parse(flows.replace('kwh: 5,', 'kwh: 1.2,')));
    await bench.saw('seen-battery-shown', ({ payload }) => payload.feasible);
  });
  after(async () => {
    await bench?.stop();
    await broker?.stop();
  });

  /** Time leaps, and every inverter tells what is stored then. */
  const clockReads = async (time: string): Promise<number> => {
    const before = bench.seen.length;
    const instant = `${today}T${time}:00+01:00`;
    bench.sandbox.clock.stopAt(instant);
    bench.moveTo(instant);
    await bench.admin('inject/battery-minute', { json: {} });
    for (const [inject, message] of Object.entries(little)) await bench.send(inject, { ...message });
    return before;
  };
  const shows = (debug: string, value: unknown, after: number) =>
    bench.saw(`seen-${debug}`, ({ payload }) => payload === value, after);

  it('16:00: the battery charges, and each inverter is told so in its own words', async () => {
    const after = await clockReads('16:00');
    await shows('battery-battery', 'charge', after);
    await shows('battery-charge', 'charge', after);
    const forced = ({ payload }: Seen['msg']) => payload.data.option === 'Force charge';
    await bench.saw('seen-battery-home-assistant-action', forced, after);
    const schedule = ({ topic, payload }: Seen['msg']) => /Charge\/0\/Day$/.test(topic) && payload === '{"value":7}';
    await bench.saw('seen-battery-victron-settings', schedule, after);
    await shows('battery-evcc-mode', 'charge', after);
    const control = ({ payload }: Seen['msg']) => payload.address === 40_360 && payload.value === 3;
    await bench.saw('seen-battery-modbus-write', control, after);
  });

  it('17:00: the heat pump pauses, the battery serves the house', async () => {
    const after = await clockReads('17:00');
    await shows('battery-battery', 'auto', after);
    await shows('heat-pump-pump', false, after);
  });

  it('18:00: the heat pump may run again, the battery charges', async () => {
    const after = await clockReads('18:00');
    await shows('battery-battery', 'charge', after);
    await shows('heat-pump-pump', true, after);
  });
});
