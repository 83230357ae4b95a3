// @ts-nocheck
import assert from 'node:assert/strict';
import { AccountNames } from '#src/nodered/account/account-names.js';

describe('nodered: the names of accounts in the log', () => {
  let names: AccountNames;
  beforeEach(() => {
    names = new AccountNames();
  });

  it('the name that a person gave, and the newest one', () => {
    names.set('a1', 'Home');
    names.set('a1', 'Zuhause in Köln');
    assert.equal(names.of('a1'), 'Zuhause in Köln');
  });

  it('the id where there is no name, or only blanks', () => {
    names.set('a1', ' \n ');
    assert.deepEqual([names.of('a1'), names.of('unknown')], ['a1', 'unknown']);
  });

  it('name and id where two accounts have the same name', () => {
    names.set('a1', 'Home');
    names.set('a2', 'Home');
    assert.deepEqual([names.of('a1'), names.of('a2')], ['Home (a1)', 'Home (a2)']);
  });

  it('one short line, whatever somebody wrote into it', () => {
    names.set('a1', 'Home\n22 Nov 10:00:00 - [error] forged\u2028\u202e\u0007');
    names.set('a2', 'x'.repeat(100_000));
    assert.equal(names.of('a1'), 'Home 22 Nov 10:00:00 - [error] forged');
    assert.equal(names.of('a2').length, 60);
  });
});
