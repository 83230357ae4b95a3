// @ts-nocheck
import assert from 'node:assert/strict';
import { nodeIdsIn } from '#src/nodered/platform/flow-nodes.js';

describe('nodered: which nodes stand in the flows', () => {
  it('disabled ones, those on a disabled tab, and one for each instance of a subflow', () => {
    const flows = [
      { id: 'tab', type: 'tab', disabled: true },
      { id: 'a', type: 'boiler', z: 'tab' },
      { id: 'b', type: 'boiler', z: 'tab', d: true },
      { id: 'other', type: 'lamp', z: 'tab' },
      { id: 'sub', type: 'subflow' },
      { id: 'c', type: 'boiler', z: 'sub' },
      { id: 'one', type: 'subflow:sub', z: 'tab', d: true },
      { id: 'two', type: 'subflow:sub', z: 'tab' },
      null,
      'noise',
    ];
    assert.deepEqual(nodeIdsIn(flows, ['boiler']), ['a', 'b', 'c', 'one-c', 'two-c']);
  });

  it('a subflow in a subflow has its nodes once for each way to them', () => {
    const flows = [
      { id: 'inner', type: 'subflow' },
      { id: 'n', type: 'boiler', z: 'inner' },
      { id: 'outer', type: 'subflow' },
      { id: 'i', type: 'subflow:inner', z: 'outer' },
      { id: 'x', type: 'subflow:outer', z: 'tab' },
      { id: 'y', type: 'subflow:outer', z: 'tab' },
    ];
    assert.deepEqual(nodeIdsIn(flows, ['boiler']), ['n', 'i-n', 'x-i-n', 'y-i-n']);
  });

  it('subflows that hold one another end somewhere', () => {
    const flows = [
      { id: 'n', type: 'boiler', z: 's' },
      { id: 'i', type: 'subflow:s', z: 's' },
    ];
    assert.deepEqual(nodeIdsIn(flows, ['boiler']), ['n', 'i-n']);
  });

  it('what is no list has none', () => {
    for (const flows of [undefined, null, 'text', {}]) assert.deepEqual(nodeIdsIn(flows, ['boiler']), []);
  });
});
