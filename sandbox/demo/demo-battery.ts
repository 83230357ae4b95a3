import { forecast } from './demo-house.js';
import { printedLine } from './printed-line.js';

const tab = 'demo-battery-tab';

interface MinuteMessage {
  readonly topic: string;
  readonly payload: number | string;
  readonly powerKw?: number;
  readonly targetPercent?: number;
}
/** What the simulated house keeps. */
interface Kept {
  kwh: number;
  at: number;
  mode: string;
  powerKw: number;
  targetKwh: number;
}
interface OrderMessage {
  readonly payload: string;
  readonly text: string;
}

/** A home battery on a tab of its own, its loop closed by a simulated house: a small roof, a battery of 10 kWh and 5 kW. */
export function demoBattery(accountId: string): object[] {
  const inject = { type: 'inject', z: tab, props: [{ p: 'payload' }], payload: '', payloadType: 'date', once: true };
  const code = { type: 'function', z: tab, outputs: 1, libs: [] };
  const sun = `const forecast = ${forecast.toString()};\nconst roof = forecast(msg.payload).map((hour) => ({ ...hour, kwh: hour.kwh / 4 }));`;
  return [
    { id: tab, type: 'tab', label: 'Nomos demo: a battery' },
    {
      ...inject,
      id: 'demo-battery-sunrise',
      name: 'a day',
      onceDelay: 1,
      repeat: '3600',
      x: 150,
      y: 60,
      wires: [['demo-battery-sun']],
    },
    {
      ...code,
      id: 'demo-battery-sun',
      name: 'forecast of the roof',
      func: `${sun}\nreturn { topic: 'nomos/solar-forecast', payload: roof };`,
      x: 360,
      y: 60,
      wires: [['demo-battery']],
    },
    {
      ...inject,
      id: 'demo-battery-minute',
      name: 'every minute',
      onceDelay: 2,
      repeat: '60',
      x: 150,
      y: 140,
      wires: [['demo-battery-house']],
    },
    {
      ...code,
      id: 'demo-battery-house',
      name: 'simulated house',
      func: `const live = ${live.toString()};
const kept = context.get('kept') ?? { kwh: 4, at: 0, mode: 'auto', powerKw: 0, targetKwh: 0 };
const payload = live(kept, msg);
context.set('kept', kept);
node.status({ text: kept.mode + ' · ' + Math.round(kept.kwh * 10) + ' %' });
return payload === undefined ? null : { payload };`,
      x: 360,
      y: 140,
      wires: [['demo-battery']],
    },
    {
      id: 'demo-battery',
      type: 'home-battery',
      z: tab,
      name: 'demo battery',
      version: 1,
      account: accountId,
      capacityKwh: 10,
      chargeKw: 5,
      dischargeKw: 5,
      solar: 'yes',
      feedInCt: 8,
      resend: 30,
      topic: 'battery',
      x: 580,
      y: 100,
      wires: [['demo-battery-line', 'demo-battery-house'], [], []],
    },
    ...printedLine({ id: 'demo-battery-line', z: tab, x: 780, y: 100 }, asText),
  ];
}

/** Runs in the flow: takes an order, or lives on to this minute and gives the readings of then. */
function live(kept: Kept, msg: MinuteMessage): object | undefined {
  if (msg.topic === 'battery') {
    kept.mode = String(msg.payload);
    kept.powerKw = msg.powerKw ?? 0;
    kept.targetKwh = (msg.targetPercent ?? 0) / 10;
    return undefined;
  }
  const now = Number(msg.payload);
  const hours = Math.min(1, Math.max(0, (now - (kept.at || now)) / 3_600_000));
  const hour = new Date(now).getHours() + new Date(now).getMinutes() / 60;
  const house = hour >= 17 && hour < 22 ? 1.2 : 0.4;
  const sun = Math.max(0, Math.sin(((hour - 6) / 14) * Math.PI)) * 1.4;
  const least = { auto: -5, keep: -5, hold: 0, charge: 0, discharge: -kept.powerKw }[kept.mode] ?? -5;
  const most = { auto: 5, hold: 5, keep: 0, charge: kept.kwh < kept.targetKwh ? kept.powerKw : 0 }[kept.mode] ?? 0;
  const forced = { charge: kept.powerKw, discharge: -kept.powerKw }[kept.mode];
  const wanted = Math.min(most, Math.max(least, forced ?? sun - house)) * hours;
  const before = kept.kwh;
  kept.kwh = Math.min(10, Math.max(1, before + (wanted > 0 ? wanted * 0.95 : wanted / 0.95)));
  kept.at = now;
  const battery = hours === 0 ? 0 : ((kept.kwh - before) / hours) * (wanted > 0 ? 1 / 0.95 : 0.95);
  const watts = (kw: number) => Math.round(kw * 1_000);
  return {
    socPercent: kept.kwh * 10,
    houseW: watts(house),
    solarW: watts(sun),
    batteryW: watts(battery),
    gridW: watts(house - sun + battery),
  };
}

function asText({ text }: OrderMessage): string {
  return `battery: ${text}`;
}
