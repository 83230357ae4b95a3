// @ts-nocheck
import type { Bench } from '../support/real/bench.js';

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
  },
};

/** A home as people have one: three devices, prices, a daily report, and what the devices hang on. */
export function homeFlow(bench: Bench, locale: keyof typeof words): object[] {
  const word = words[locale];
  return [
    { id: tab, type: 'tab', label: word.home },
    bench.account('account', { name: word.home }),
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
    shown('boiler-plug', word.boilerPlug, 200),
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
    shown('wallbox', word.wallbox, 300),
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
    shown('dryer-plug', word.dryerPlug, 400),
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
  ];
}

function at(x: number, y: number): { x: number; y: number } {
  return { x, y };
}

function shown(id: string, name: string, y: number): object {
  return { id, type: 'debug', z: tab, name, active: false, tosidebar: true, complete: 'payload', x: 620, y, wires: [] };
}
