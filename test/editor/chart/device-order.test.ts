import assert from 'node:assert/strict';
import type { PricesAnswer } from '#src/protocol/admin-api.js';
import { editorModule } from '../../support/browser/editor-module.js';

type Device = PricesAnswer['plans'][number];
interface Named {
  readonly device: Device;
  readonly name: string;
}

const { inOrderOfStart, runAt } = editorModule<{
  inOrderOfStart(devices: readonly Named[], now: number, language: string): Named[];
  runAt(device: Pick<Device, 'runs'>, now: number): Device['runs'][number] | undefined;
}>('chart/device-order');

const now = Date.parse('2026-11-22T12:00:00Z');
const run = (from: string, to: string, mode?: 'auto' | 'charge') => ({
  start: `2026-11-22T${from}:00Z`,
  end: `2026-11-22T${to}:00Z`,
  ...(mode && { mode }),
});
const device = (name: string, ...runs: ReturnType<typeof run>[]) => ({
  name,
  device: { nodeId: name, type: 'cheapest-window', name, runs },
});

describe('the order of devices in the sidebar', () => {
  const devices = [
    device('waits b'),
    device('Gerät 10', run('14:00', '15:00')),
    device('over', run('10:00', '11:00')),
    device('on since noon', run('12:00', '13:00'), run('18:00', '19:00')),
    device('waits a'),
    device('battery', run('00:00', '13:00', 'auto'), run('13:00', '14:00', 'charge'), run('14:00', '23:00', 'auto')),
    device('Gerät 9', run('14:00', '15:00')),
    device('an since ten', run('10:00', '12:01')),
  ];
  const expected = ['an since ten', 'on since noon', 'battery', 'Gerät 9', 'Gerät 10', 'over', 'waits a', 'waits b'];

  it('is that of what is on, then of the next start, then of those that are over and those that wait; by name where equal', () => {
    assert.deepEqual(
      inOrderOfStart(devices, now, 'de').map(({ name }) => name),
      expected,
    );
  });

  it('is the same whatever order the runtime tells of them in', () => {
    const turned = [...devices].reverse();
    assert.deepEqual(
      inOrderOfStart(turned, now, 'de').map(({ name }) => name),
      expected,
    );
  });

  it('a run is under way from its start until before its end; a battery that is left to itself runs nothing', () => {
    const of = (at: string) => runAt({ runs: [run('12:00', '13:00')] }, Date.parse(`2026-11-22T${at}Z`)) !== undefined;
    assert.deepEqual(['11:59:59', '12:00:00', '12:59:59', '13:00:00'].map(of), [false, true, true, false]);
    assert.equal(runAt({ runs: [run('00:00', '23:00', 'auto')] }, now), undefined);
  });
});
