import type { Bench } from '../support/real/bench.js';
import { type FlowNode, importedExample, type Surroundings } from '../support/real/examples.js';

const tab = 'home';
const common = { z: tab, version: 1, account: 'account' };

const words = {
  'en-US': {
    home: 'Home',
    display: 'display',
    news: 'notification',
    boiler: 'boiler',
    boilerPlug: 'plug of the boiler',
    car: 'car',
    wallbox: 'wallbox',
    dryer: 'dryer',
    dryerPlug: 'plug of the dryer',
    savings: 'savings',
    invoices: 'invoices',
    battery: 'battery',
    inverter: 'inverter',
    house: 'Home',
  },
  de: {
    home: 'Zuhause',
    display: 'Anzeige',
    news: 'Nachricht',
    boiler: 'Boiler',
    boilerPlug: 'Steckdose Boiler',
    car: 'Auto',
    wallbox: 'Wallbox',
    dryer: 'Trockner',
    dryerPlug: 'Steckdose Trockner',
    savings: 'Ersparnis',
    invoices: 'Rechnungen',
    battery: 'Speicher',
    inverter: 'Wechselrichter',
    house: 'Zuhause',
  },
};

/** A home as people have one: three devices on smart plugs, prices, a daily report, a battery; the broker listens on this port. */
export function homeFlow(bench: Bench, locale: keyof typeof words, mqttPort: number): object[] {
  const word = words[locale];
  return [
    { id: tab, type: 'tab', label: word.home },
    bench.account('account', { name: word.home }),
    ...mqttBroker({ nomosUrl: bench.sandbox.url, mqttPort }),
    { ...common, id: 'prices', type: 'nomos-prices', ...at(160, 80), wires: [['price'], [], ['news']] },
    shown('price', word.display, 60),
    shown('news', word.news, 140),
    {
      ...common,
      id: 'boiler',
      type: 'cheapest-window',
      name: word.boiler,
      ...at(160, 220),
      powerKw: 2,
      durationMinutes: 120,
      from: '22:00',
      to: '06:00',
      wires: [['boiler-plug'], [], []],
    },
    plug('boiler-plug', word.boilerPlug, 200),
    {
      ...common,
      id: 'car',
      type: 'cheapest-window',
      name: word.car,
      ...at(160, 320),
      powerKw: 11,
      mode: 'interruptible',
      energyKwh: 30,
      minRunMinutes: 30,
      from: '18:00',
      to: '07:00',
      wires: [['wallbox'], [], []],
    },
    plug('wallbox', word.wallbox, 300),
    {
      ...common,
      id: 'dryer',
      type: 'cheapest-window',
      name: word.dryer,
      ...at(160, 420),
      powerKw: 1.2,
      durationMinutes: 90,
      from: '08:00',
      to: '22:00',
      wires: [['dryer-plug'], [], []],
    },
    plug('dryer-plug', word.dryerPlug, 400),
    {
      ...common,
      id: 'usage',
      type: 'nomos-usage',
      ...at(160, 520),
      fixedPriceCt: 32,
      automatic: true,
      wires: [['report']],
    },
    shown('report', word.savings, 520),
    {
      ...common,
      id: 'query',
      type: 'nomos-query',
      ...at(160, 600),
      resource: 'invoices',
      maxItems: 1000,
      wires: [['bills']],
    },
    shown('bills', word.invoices, 600),
    {
      ...common,
      id: 'battery',
      type: 'home-battery',
      name: word.battery,
      ...at(160, 680),
      capacityKwh: 10,
      chargeKw: 5,
      dischargeKw: 5,
      solar: 'none',
      wires: [['inverter'], [], []],
    },
    shown('inverter', word.inverter, 660),
    { id: 'house', type: 'nomos-home', version: 1, name: word.house, limitKw: 11, oneAtATime: true, feedIn: 'none' },
  ];
}

function at(x: number, y: number): { x: number; y: number } {
  return { x, y };
}

/** As the example for MQTT has it, set to a broker. */
function mqttBroker(surroundings: Surroundings): object[] {
  return (importedExample('mqtt', surroundings) as FlowNode[]).filter(({ type }) => type === 'mqtt-broker');
}

/** A smart plug that listens to MQTT. */
function plug(id: string, name: string, y: number): object {
  const empty = { retain: '', respTopic: '', contentType: '', userProps: '', correl: '', expiry: '' };
  const own = { topic: `home/${id}/set`, qos: '1', broker: 'mqtt-home', ...empty };
  return { id, type: 'mqtt out', z: tab, name, ...own, x: 620, y, wires: [] };
}

function shown(id: string, name: string, y: number): object {
  return { id, type: 'debug', z: tab, name, active: false, tosidebar: true, complete: 'payload', x: 620, y, wires: [] };
}
