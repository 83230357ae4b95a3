import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type NodeRedProcess, startNodeRed } from '../../sandbox/drive/node-red-process.js';
import { lightEditor, openConfig, startBrowser, withoutDiagrams } from '../support/browser/browser.js';

const ownHeaders = { 'content-type': 'application/json', 'x-nomos-request': '1' };

describe('browser: pages on plain-http names', function () {
  this.timeout(150_000);
  const userDir = mkdtempSync(join(tmpdir(), 'nomos-pages-'));
  const servers: Server[] = [];
  let browser: Browser;
  let nodeRed: NodeRedProcess;
  let page: Page;

  before(async function () {
    browser = await startBrowser(this);
    nodeRed = await startNodeRed({ userDir, settings: lightEditor });
  });
  beforeEach(async () => {
    page = await browser.newPage();
  });
  afterEach(() => page?.close());
  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
    for (const server of servers) server.close();
    rmSync(userDir, { recursive: true, force: true });
  });

  async function serve(server: Server): Promise<number> {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  /** What a script of the open page gets that asks one of our routes: status and text, or that it may not read them. */
  const asked = (path: string, headers?: Record<string, string>): Promise<string> => {
    const options = headers === undefined ? {} : { method: 'POST', body: '{}', headers };
    const address = `http://red.lan:${nodeRed.port}/nomos/${path}`;
    const script = `fetch(${JSON.stringify(address)}, ${JSON.stringify(options)})
      .then(async (answer) => answer.status + ' ' + await answer.text(), () => 'unreadable')`;
    return page.evaluate(script);
  };

  it("Node-RED's own page may change things", async () => {
    await page.goto(`http://red.lan:${nodeRed.port}/settings`);
    assert.match(await asked('accounts/account/test', ownHeaders), /^404 .*unknown-account/);
    assert.match(await asked('pass'), /^200 .*pass/);
  });

  it('a foreign page gets neither anything changed nor the pass, whatever it claims to be', async () => {
    const port = await serve(createServer((_, response) => response.setHeader('content-type', 'text/html').end('<p>')));
    const host = `evil.lan:${port}`;
    await page.goto(`http://${host}/`);
    for (const claim of [{}, { 'x-forwarded-host': host }, { forwarded: `host=${host}` }]) {
      assert.doesNotMatch(await asked('accounts/account/test', { ...ownHeaders, ...claim }), /unknown-account|^200/);
      assert.doesNotMatch(await asked('accounts/account/disconnect', { ...ownHeaders, ...claim }), /^200|^404/);
    }
    assert.match(await asked('pass'), /request-refused|unreadable/);
  });

  it('the editor works behind a proxy that rewrites Host and has a path prefix', async () => {
    const port = await serve(
      createServer((incoming, response) => {
        const path = incoming.url?.replace(/^\/red/, '');
        const headers = { ...incoming.headers, host: `127.0.0.1:${nodeRed.port}` };
        const options = { host: '127.0.0.1', port: nodeRed.port, method: incoming.method, path, headers };
        const outgoing = request(options, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        });
        outgoing.on('error', () => response.destroy());
        incoming.pipe(outgoing);
      }),
    );
    await withoutDiagrams(page);
    await page.goto(`http://home.lan:${port}/red/`);
    await page.waitForFunction("window.RED?.nodes?.getType?.('nomos-account') && RED.sidebar.containsTab('nomos')");
    const account = { id: 'account', type: 'nomos-account', version: 1, grant: 'consent', name: 'Home' };
    await page.evaluate(`RED.view.importNodes([${JSON.stringify(account)}], { generateIds: false, addFlow: false })`);
    await openConfig(page, 'nomos-account', 'account');
    const redirect = `http://home.lan:${port}/red/nomos/oauth/callback`;
    assert.equal(await page.inputValue('#nomos-redirect'), redirect);
    await page.fill('#node-config-input-clientId', 'client');
    await page.fill('#node-config-input-clientSecret', 'secret');
    await page.click('#nomos-test');
    await page.waitForSelector('#nomos-stage:has-text("Press Connect first")');
    await page.evaluate('window.open = () => null');
    await page.click('#nomos-connect');
    await page.waitForSelector('#nomos-stage .nomos-mood[data-mood="asks"]');
    const cookies = await page.context().cookies(redirect);
    assert.ok(cookies.some(({ name, path }) => name === 'nomos_signin' && path === '/red/nomos/oauth/callback'));
  });
});
