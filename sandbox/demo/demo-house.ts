import { printedLine } from './printed-line.js';

const tab = 'demo-house-tab';

interface SwitchMessage {
  readonly payload: boolean;
  readonly topic: string;
  readonly reason: string;
}

/** A house on a tab of its own: three devices under one limit, with a roof whose sun comes as a forecast. */
export function demoHouse(accountId: string): object[] {
  const common = { type: 'cheapest-window', z: tab, version: 1, account: accountId, home: 'demo-home' };
  const pieces = { mode: 'interruptible', minRunMinutes: 30, minPauseMinutes: 0, from: '00:00', to: '00:00' };
  const devices = [
    { ...common, ...pieces, id: 'demo-car', name: 'demo car', topic: 'car', powerKw: 11, durationMinutes: 120, y: 120 },
    {
      ...common,
      ...pieces,
      id: 'demo-pump',
      name: 'demo pump',
      topic: 'heat pump',
      powerKw: 3,
      durationMinutes: 360,
      y: 200,
    },
    {
      ...common,
      id: 'demo-wash',
      name: 'demo washing',
      topic: 'washing machine',
      powerKw: 2,
      durationMinutes: 90,
      y: 280,
    },
  ];
  return [
    { id: tab, type: 'tab', label: 'Nomos demo: a house' },
    {
      id: 'demo-home',
      type: 'nomos-home',
      name: 'Demo house',
      version: 1,
      limitKw: 13,
      oneAtATime: false,
      feedIn: 'fixed',
      feedInCt: 8,
      baseLoadKw: 0.3,
      account: '',
      subscription: '',
    },
    {
      id: 'demo-sunrise',
      type: 'inject',
      z: tab,
      name: 'a sunny day',
      props: [{ p: 'payload' }],
      payload: '',
      payloadType: 'date',
      once: true,
      onceDelay: 1,
      repeat: '3600',
      x: 150,
      y: 60,
      wires: [['demo-sun']],
    },
    {
      id: 'demo-sun',
      type: 'function',
      z: tab,
      name: 'forecast of the roof',
      func: `const forecast = ${forecast.toString()};\nreturn { topic: 'nomos/pv', payload: forecast(msg.payload) };`,
      outputs: 1,
      libs: [],
      x: 360,
      y: 60,
      wires: [['demo-car']],
    },
    ...devices.map((device) => ({ x: 160, ...device, wires: [['demo-house-line'], [], []] })),
    ...printedLine({ id: 'demo-house-line', z: tab, x: 400, y: 200 }, asText),
  ];
}

/** Runs in the flow: kWh of each hour of a day and a half, 6 kW at noon. */
export function forecast(now: number): object[] {
  const hourMs = 3_600_000;
  const first = Math.floor(now / hourMs) * hourMs;
  return Array.from({ length: 36 }, (_, index) => {
    const start = first + index * hourMs;
    const height = Math.sin(((new Date(start).getHours() - 6) / 14) * Math.PI);
    return { start, end: start + hourMs, kwh: Math.round(Math.max(0, height) * 600) / 100 };
  });
}

function asText({ payload, topic, reason }: SwitchMessage): string {
  return `${payload ? '▶' : '■'} ${topic} ${payload ? 'ON' : 'OFF'} (${reason})`;
}
