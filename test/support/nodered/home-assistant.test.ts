import assert from 'node:assert/strict';
import { checkTogether, entitiesIn } from './home-assistant.js';

const shared = {
  unique_id: 'nomos_price',
  state_topic: 'nomos/ha/price',
  availability_topic: 'nomos/status',
  device: { identifiers: ['nomos'], name: 'Nomos' },
  origin: { name: 'node-red-contrib-nomos' },
};
const price = { ...shared, name: 'Price', unit_of_measurement: 'EUR/kWh', state_class: 'measurement' };
const cost = { ...shared, name: 'Cost', device_class: 'monetary', unit_of_measurement: 'EUR' };
const level = { ...shared, name: 'Level', device_class: 'enum', options: ['cheap', 'normal'] };
const start = { ...shared, name: 'Next start', device_class: 'timestamp' };
const running = { ...shared, name: 'Should run', device_class: 'running' };

/** Reads one entity as Home Assistant would, with the state that was last sent for it. */
const read = (kind: string, config: object, state?: string) =>
  entitiesIn(
    new Map([
      [`homeassistant/${kind}/nomos_one/config`, JSON.stringify(config)],
      ...(state === undefined ? [] : [['nomos/ha/price', state] as const]),
    ]),
  );

/** What Home Assistant's MQTT discovery takes, refuses or drops, as its documentation and its source say. */
describe('the Home Assistant that tests ask', () => {
  for (const [kind, config, state] of [
    ['sensor', price, '0.2841'],
    ['sensor', cost, '1.25'],
    ['sensor', { ...cost, state_class: 'total' }, 'None'],
    ['sensor', level, 'cheap'],
    ['sensor', start, '2026-11-22T20:00:00+01:00'],
    ['binary_sensor', running, 'ON'],
  ] as const)
    it(`takes ${config.name} of ${state}`, () => {
      assert.equal(read(kind, config, state).get(`${kind}/nomos_one`)?.state, state);
    });

  const { state_topic: _, ...stateless } = price;
  const { unit_of_measurement: __, ...withoutUnit } = cost;
  for (const [why, kind, config] of [
    ['a name that it does not know', 'sensor', { ...price, unit: 'ct' }],
    ['another kind of entity', 'thermometer', price],
    ['no topic of the state', 'sensor', stateless],
    ['a wildcard in a topic', 'sensor', { ...price, state_topic: 'nomos/#' }],
    ['money that is measured', 'sensor', { ...cost, state_class: 'measurement' }],
    ['money without a currency', 'sensor', withoutUnit],
    ['money in a unit that is no currency', 'sensor', { ...cost, unit_of_measurement: 'EUR/kWh' }],
    ['words with a unit', 'sensor', { ...level, unit_of_measurement: 'EUR' }],
    ['words that are measured', 'sensor', { ...level, state_class: 'measurement' }],
    ['choices of what is no word', 'sensor', { ...price, options: ['cheap'] }],
    ['an instant with a unit', 'sensor', { ...start, unit_of_measurement: 's' }],
    ['a switch that is measured', 'binary_sensor', { ...running, state_class: 'measurement' }],
    ['a device that nothing identifies', 'sensor', { ...price, device: { name: 'Nomos', identifiers: [] } }],
    ['an origin without a name', 'sensor', { ...price, origin: {} }],
    ['an icon that is no name of one', 'sensor', { ...price, icon: 'cash' }],
  ] as const)
    it(`refuses ${why}`, () => {
      assert.throws(() => read(kind, config), assert.AssertionError);
    });

  for (const [config, kind, state] of [
    [price, 'sensor', 'cheap'],
    [level, 'sensor', 'dear'],
    [start, 'sensor', '2026-11-22T20:00:00'],
    [running, 'binary_sensor', 'true'],
  ] as const)
    it(`refuses ${state} as a state of ${config.name}`, () => {
      assert.throws(() => read(kind, config, state), assert.AssertionError);
    });

  it('refuses a second entity with the same id, and a device behind one that nobody announces', () => {
    const at = (id: string, config: object) => [`homeassistant/sensor/${id}/config`, JSON.stringify(config)] as const;
    const behind = { ...cost, unique_id: 'cost', device: { identifiers: ['boiler'], name: 'B', via_device: 'nomos' } };
    assert.doesNotThrow(() => checkTogether(new Map([at('price', price), at('cost', behind)])));
    assert.throws(() => checkTogether(new Map([at('cost', behind)])), /names no device/);
    assert.throws(() => checkTogether(new Map([at('price', price), at('other', price)])), /twice/);
  });
});
