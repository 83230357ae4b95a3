// @ts-nocheck
import assert from 'node:assert/strict';
import helper from 'node-red-node-test-helper';
import accountNode from '#nodes/nomos-account.js';
import { openAdminRoutes } from '#src/nodered/platform/admin-routes.js';
import type { AdminHandler, Red } from '#src/nodered/platform/red.js';

type Answer = { readonly body: { readonly accountId: string; readonly deployed: boolean } };

describe('nodered: routes of a module that is loaded again', () => {
  afterEach(() => helper.unload());

  it('reach the load whose nodes run, as after uninstalling and installing without a restart', async () => {
    const loads = (red: Red) => {
      const unregistered = { ...red.nodes, registerType: () => undefined };
      accountNode(Object.assign(Object.create(red), { nodes: unregistered }));
      accountNode(red);
    };
    const account = { id: 'account', type: 'nomos-account', version: 1, baseUrl: 'http://127.0.0.1:9' };
    const credentials = { account: { clientId: 'client', clientSecret: 'secret' } };
    await helper.load([loads as never], [account], credentials);
    const { body }: Answer = await helper.request().get('/nomos/accounts/account').expect(200);
    assert.equal(body.deployed, true);
    const start = { accountId: 'account', redirectUri: 'http://localhost:1880/nomos/oauth/callback' };
    await helper.request().post('/nomos/oauth/start').set('X-Nomos-Request', '1').send(start).expect(200);
    await helper.request().get('/nomos/accounts/account/prices').expect(200);
    await helper.request().get('/nomos/oauth/callback/denied').expect(200);
  });

  it('are passed over in every load but the newest', () => {
    const registered: AdminHandler[][] = [];
    const used: AdminHandler[] = [];
    const httpAdmin = {
      get: (_path: unknown, ...handlers: AdminHandler[]) => void registered.push(handlers),
      post: (_path: unknown, ...handlers: AdminHandler[]) => void registered.push(handlers),
      use: (_path: unknown, handler: AdminHandler) => void used.push(handler),
    };
    const seen: unknown[] = [];
    const loads = [1, 2, 3].map(() => {
      const routes = openAdminRoutes({ httpAdmin });
      routes.get('/a', () => assert.fail());
      routes.post('/b', () => assert.fail());
      routes.use('/c', () => seen.push(routes));
      return routes;
    });
    const ways: unknown[] = [];
    for (const [guard] of registered) guard?.({} as never, {} as never, (to) => ways.push(to ?? 'on'));
    assert.deepEqual(ways, ['route', 'route', 'route', 'route', 'on', 'on']);
    let passedOver = 0;
    for (const handler of used) handler({} as never, {} as never, () => passedOver++);
    assert.deepEqual([seen, passedOver], [[loads[2]], 2]);
    assert.deepEqual(
      loads.map((routes) => routes.isNewest()),
      [false, false, true],
    );
  });

  it('of another Node-RED in this process are untouched', () => {
    const none = { get: () => undefined, post: () => undefined, use: () => undefined };
    const routes = openAdminRoutes({ httpAdmin: { ...none } });
    openAdminRoutes({ httpAdmin: { ...none } });
    assert.equal(routes.isNewest(), true);
  });
});
