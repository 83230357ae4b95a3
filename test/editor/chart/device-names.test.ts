import assert from 'node:assert/strict';
import { editorModule } from '../../support/browser/editor-module.js';

interface Device {
  readonly nodeId: string;
  readonly name: string;
  readonly z?: string;
}

const { deviceNames, shownNode } = editorModule<{
  deviceNames(devices: readonly Device[], nameless: (index: number) => string): string[];
  shownNode(device: Device): { id: string } | undefined;
}>('chart/device-names');

/** Two flows, and in each an instance of a subflow: one has a name of its own. */
const nodes: Readonly<Record<string, object>> = {
  plain: { id: 'plain', type: 'cheapest-window' },
  kitchen: { id: 'kitchen', type: 'subflow:template', name: 'Kitchen' },
  other: { id: 'other', type: 'subflow:template', name: '' },
};

describe('editor: what devices are called', () => {
  beforeEach(() => {
    const labels: Readonly<Record<string, string>> = { ground: 'Ground floor', upper: 'Upper floor' };
    const own = {
      node: (id: string) => nodes[id] ?? null,
      workspace: (id: string) => (labels[id] ? { label: labels[id] } : undefined),
      subflow: (id: string) => (id === 'template' ? { name: 'Boiler control' } : undefined),
    };
    const words = (_key: string, { name, count }: Record<string, unknown>) => `${name} (${count})`;
    Object.assign(globalThis, { RED: { nodes: own, _: words } });
  });
  afterEach(() => Reflect.deleteProperty(globalThis, 'RED'));

  const device = (name: string, z?: string) => ({ nodeId: `${name}-${z}`, name, ...(z !== undefined && { z }) });
  const rows: readonly [what: string, devices: Device[], names: string[]][] = [
    ['names that differ stay', [device('Boiler', 'ground'), device('Car', 'ground')], ['Boiler', 'Car']],
    ['one without a name is called by its type', [device('', 'ground')], ['type 0']],
    [
      'equal names have their flow',
      [device('Boiler', 'ground'), device('Car', 'ground'), device('Boiler', 'upper')],
      ['Boiler · Ground floor', 'Car', 'Boiler · Upper floor'],
    ],
    [
      'equal names in one flow are counted',
      [device('Boiler', 'ground'), device('Boiler', 'ground')],
      ['Boiler · Ground floor', 'Boiler · Ground floor (2)'],
    ],
    [
      'instances of a subflow have their name, or that of the subflow',
      [device('Boiler', 'kitchen'), device('Boiler', 'other')],
      ['Boiler · Kitchen', 'Boiler · Boiler control'],
    ],
    ['a flow that nobody knows is left out', [device('A', 'gone'), device('A')], ['A', 'A (2)']],
  ];
  for (const [what, devices, names] of rows) {
    it(what, () =>
      assert.deepEqual(
        deviceNames(devices, (index) => `type ${index}`),
        names,
      ),
    );
  }

  it('never gives the same name twice', () => {
    const many = ['ground', 'ground', 'upper', 'kitchen', 'kitchen', 'other', undefined].flatMap((z) => {
      return [device('Boiler', z), device('', z)];
    });
    const names = deviceNames(many, () => 'cheapest window');
    assert.equal(new Set(names).size, many.length, names.join());
  });

  it('a click leads to the node, or to the instance that it stands in', () => {
    assert.equal(shownNode({ nodeId: 'plain', name: '', z: 'ground' })?.id, 'plain');
    assert.equal(shownNode({ nodeId: 'made-by-the-runtime', name: '', z: 'kitchen' })?.id, 'kitchen');
    assert.equal(shownNode({ nodeId: 'gone', name: '', z: 'gone' }), undefined);
  });
});
