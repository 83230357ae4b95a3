import assert from 'node:assert/strict';
import { announceWindow, findWindow } from '#src/nodered/window/deployed-windows.js';
import { defaultRunSettings } from '#src/runs/index.js';
import { refusesField } from '../../support/nomos/refusals.js';

describe('nodered: cheapest-window nodes that are deployed', () => {
  const withdraw: (() => void)[] = [];
  const announce = (nodeId: string, name: string) =>
    void withdraw.push(announceWindow({ nodeId, name, run: defaultRunSettings }));
  afterEach(() => {
    for (const one of withdraw.splice(0)) one();
  });

  it('are found by id, by a name that only one has, or alone without either', () => {
    announce('a', 'Boiler');
    assert.equal(findWindow('').nodeId, 'a');
    announce('b', 'Car');
    announce('c', 'Car');
    assert.deepEqual([findWindow('b').nodeId, findWindow('Boiler').nodeId], ['b', 'a']);
    for (const wanted of ['', 'Car', 'Dryer']) refusesField(() => findWindow(wanted), 'window');
  });

  it('a refusal names what there is', () => {
    refusesField(() => findWindow('x'), 'window');
    announce('a', '');
    announce('b', 'Car');
    assert.throws(() => findWindow('x'), {
      params: {
        rule: 'deployed-window',
        names: 'a | Car (b)',
        field: 'window',
        value: '"x"',
        allowed: 'deployed-window, names a | Car (b)',
      },
    });
  });

  it('an old node that closes late does not withdraw its successor', () => {
    announce('a', 'old');
    announce('a', 'new');
    withdraw[0]?.();
    assert.equal(findWindow('a').name, 'new');
  });
});
