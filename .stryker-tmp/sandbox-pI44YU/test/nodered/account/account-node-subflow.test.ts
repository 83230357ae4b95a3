// @ts-nocheck
import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import accountNode from '#nodes/nomos-account.js';
import { type AccountLink, accountLink, withContract } from '#src/nodered/account/account-node.js';
import type { Red } from '#src/nodered/platform/red.js';

const account = { id: 'acc', type: 'nomos-account', z: 'sub', version: 1, baseUrl: 'http://127.0.0.1:9' };
const client = { clientId: 'client', clientSecret: 'secret' };
const tab = { id: 'tab', type: 'tab' };
const template = (id: string, env: object[] = []) => ({ id, type: 'subflow', name: id, in: [], out: [], env });
const instance = (id: string, of: string, z = 'tab', env: object[] = []) => {
  return { id, type: `subflow:${of}`, z, env, x: 100, y: 100, wires: [] };
};
const text = (name: string, value: string) => ({ name, type: 'str', value });
/** How Node-RED writes the value of a variable. */
const variable = (name: string) => `$\{${name}}`;

describe('nodered: an account inside a subflow', () => {
  let red: Red;
  const errors: string[] = [];
  afterEach(() => helper.unload());

  async function load(flow: readonly object[], own: object = client): Promise<void> {
    errors.length = 0;
    const start = (given: Red) => {
      red = given;
      accountNode(Object.assign(Object.create(given), { _: (key: string) => key.replace(/^.*:/, '') }));
    };
    const listen = (given: Red) =>
      given.nodes.registerType('test-user', function (this, config) {
        given.nodes.createNode(this, config);
      });
    await helper.load([start, listen] as never, flow, { acc: own });
  }
  const link = (id: string): AccountLink => {
    const found = accountLink(red, id);
    assert.ok(found, `there is no account ${id}`);
    return found;
  };
  const answered = async (id: string) => (await helper.request().get(`/nomos/accounts/${id}`).expect(200)).body;

  it('is one account for all instances, under the id that the editor knows', async () => {
    await load([tab, template('sub'), account, instance('one', 'sub'), instance('two', 'sub')]);
    assert.equal(link('one-acc').account, link('two-acc').account);
    assert.equal(link('one-acc').account.accountId, 'acc');
    assert.equal((await answered('acc')).deployed, true);
    await helper.request().get('/nomos/accounts/acc/prices').expect(200);
  });

  it('is the same in an instance inside of another subflow, however deep', async () => {
    const nested = [
      template('outer'),
      instance('inner', 'sub', 'outer'),
      template('outest'),
      instance('mid', 'outer', 'outest'),
    ];
    await load([tab, template('sub'), account, ...nested, instance('top', 'outest'), instance('flat', 'sub')]);
    assert.equal(link('top-mid-inner-acc').account, link('flat-acc').account);
    assert.equal(link('top-mid-inner-acc').account.accountId, 'acc');
  });

  it('is found by a node that names it as the template does, as a property of a subflow is handed down', async () => {
    await load([tab, template('sub'), account, instance('one', 'sub')]);
    assert.equal(link('acc').account, link('one-acc').account);
    await helper.unload();
    assert.equal(accountLink({ nodes: { getNode: () => null } } as unknown as Red, 'acc'), undefined);
  });

  it('is each instance with a contract of its own on the same sign-in', async () => {
    const own = { ...account, subscription: variable('CONTRACT') };
    const env = [text('CONTRACT', 'sub_0')];
    const flow = [tab, template('sub', env), own];
    await load([...flow, instance('one', 'sub'), instance('two', 'sub', 'tab', [text('CONTRACT', 'sub_2')])]);
    assert.equal(link('one-acc').account, link('two-acc').account);
    const chosen = ['one-acc', 'two-acc'].map((id) => withContract({ subscription: '' }, link(id)).subscription);
    assert.deepEqual(chosen, ['', 'sub_2']);
    assert.equal(link('one-acc').account.subscription, 'sub_0');
    assert.equal(withContract({ subscription: 'sub_3' }, link('two-acc')).subscription, 'sub_3');
  });

  it('cannot share a sign-in between different clients: whoever uses the second is told so', async () => {
    const env = [text('ID', 'first')];
    const flow = [tab, template('sub', env), account];
    const own = { clientId: variable('ID'), clientSecret: 'secret' };
    await load([...flow, instance('one', 'sub'), instance('two', 'sub', 'tab', [text('ID', 'second')])], own);
    assert.equal(link('one-acc').account.client.clientId, 'first');
    assert.throws(() => accountLink(red, 'two-acc'), { code: 'instances-differ' });
  });

  it('with client credentials stands alone where an instance has its own', async () => {
    const env = [text('ID', 'first')];
    const flow = [tab, template('sub', env), { ...account, grant: 'client-credentials' }];
    const own = { clientId: variable('ID'), clientSecret: 'secret' };
    await load([...flow, instance('one', 'sub'), instance('two', 'sub', 'tab', [text('ID', 'second')])], own);
    const ids = ['one-acc', 'two-acc'].map((id) => link(id).account.accountId);
    assert.deepEqual(ids, ['acc', 'two-acc']);
  });
});
