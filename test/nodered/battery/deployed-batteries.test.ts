import assert from 'node:assert/strict';
import { type PlannedNode, plannedRuns } from '#src/nodered/account/planned-runs.js';
import {
  announceBattery,
  type BatteryNodeParts,
  rememberedOf,
  showBattery,
} from '#src/nodered/battery/deployed-batteries.js';
import { Asked, battery, nightAndEvening, pricesOf, twoDays, winter } from '../../battery/battery-scene.js';

const day = '2026-01-14';
const prices = pricesOf(twoDays(day), nightAndEvening);
const noon = winter(day, '12:00');

describe('nodered: home-battery nodes in the sidebar', () => {
  let told: string[];
  beforeEach(() => {
    told = [];
  });

  afterEach(() => plannedRuns.remove('battery'));

  function shown(asked: Asked, priceSource = 'account'): PlannedNode | undefined {
    const settings = { battery: battery(), name: 'Cellar', subscription: '' };
    const account = { accountId: 'acc', knownConnection: undefined };
    const runtime = { publishPrices: (accountId: string) => void told.push(accountId) };
    const node = { id: 'battery', type: 'home-battery', z: 'flow' };
    const red = { comms: { publish: (topic: string) => void told.push(topic) } };
    const link = priceSource === 'account' ? { account, runtime } : undefined;
    const parts = { red, node, settings, link, translate: (key: string) => key };
    const about = { show: () => {}, watches: [], now: noon };
    showBattery(parts as unknown as BatteryNodeParts, asked.decisions.at(-1)!, about);
    return plannedRuns.of(link === undefined ? '' : 'acc')[0];
  }

  it('without any reading there is a row, and it says what is waited for', () => {
    const asked = new Asked(battery(), prices);
    asked.ask(noon, { cause: 'start' });
    const { name, type, runs, idle } = shown(asked) ?? {};
    assert.deepEqual([name, type, runs, idle], ['Cellar', 'home-battery', [], 'idle.no-soc']);
    assert.deepEqual(told, ['acc']);
  });

  it('what a node remembers is known as it is at any time, until it ends', () => {
    const { log } = new Asked(battery(), prices);
    const memory: Parameters<typeof announceBattery>[1] & { forecast: unknown } = { log, forecast: undefined };
    const withdraw = announceBattery({ node: { id: 'battery' } } as unknown as BatteryNodeParts, memory);
    memory.forecast = { sun: [], at: noon };
    assert.deepEqual(rememberedOf('battery'), memory);
    withdraw();
    assert.deepEqual(rememberedOf('battery'), { forecast: undefined });
  });

  it('without prices it waits for those', () => {
    const asked = new Asked(battery(), []);
    asked.tell(noon, 50);
    assert.equal(shown(asked)?.idle, 'status.waiting-for-prices');
  });

  it('with prices by message it has a row, too, though no account', () => {
    const asked = new Asked(battery(), prices);
    asked.tell(noon, 50);
    const { name, runs = [], timeZone } = shown(asked, 'message') ?? {};
    assert.deepEqual([name, timeZone, told], ['Cellar', 'Europe/Berlin', ['nomos/plans']]);
    assert.ok(runs.length > 0);
    assert.deepEqual(plannedRuns.of('acc'), []);
  });

  it('with a plan it waits for nothing', () => {
    const asked = new Asked(battery(), prices);
    asked.tell(noon, 50);
    const { runs = [], idle } = shown(asked) ?? {};
    assert.ok(runs.length > 0);
    assert.equal(idle, undefined);
  });
});
