import assert from 'node:assert/strict';
import { createHttpDoor } from '#src/http/door.js';
import { type ProxySettings, proxyFor } from '#src/http/proxy.js';
import { startRawServer } from '../support/nomos/raw-server.js';

const api = new URL('https://api.nomos.energy/prices');

describe('http: the proxy for an address', () => {
  const table: readonly [string, ProxySettings, string | undefined][] = [
    ['none', { env: {} }, undefined],
    ['https_proxy', { env: { https_proxy: 'http://proxy:3128' } }, 'http://proxy:3128'],
    ['HTTPS_PROXY', { env: { HTTPS_PROXY: 'http://proxy:3128' } }, 'http://proxy:3128'],
    ['only http_proxy', { env: { http_proxy: 'http://proxy:3128' } }, undefined],
    ['all_proxy', { env: { all_proxy: 'http://proxy' } }, 'http://proxy:80'],
    ['without a scheme', { env: { https_proxy: 'proxy:3128' } }, 'https://proxy:3128'],
    ['no_proxy *', { env: { https_proxy: 'http://proxy', no_proxy: '*' } }, undefined],
    ['no_proxy with the host', { env: { https_proxy: 'http://proxy', no_proxy: 'a.b, api.nomos.energy' } }, undefined],
    ['no_proxy with the domain', { env: { https_proxy: 'http://proxy', no_proxy: '.nomos.energy' } }, undefined],
    ['no_proxy *.domain', { env: { https_proxy: 'http://proxy', no_proxy: '*.nomos.energy' } }, undefined],
    [
      'no_proxy with another port',
      { env: { https_proxy: 'http://proxy', no_proxy: 'api.nomos.energy:8443' } },
      'http://proxy:80',
    ],
    ['no_proxy with this port', { env: { https_proxy: 'http://proxy', no_proxy: 'api.nomos.energy:443' } }, undefined],
    ['no_proxy of another host', { env: { https_proxy: 'http://proxy', no_proxy: 'nomos.energy' } }, 'http://proxy:80'],
    ['npm first', { env: { npm_config_https_proxy: 'http://npm:1', https_proxy: 'http://proxy' } }, 'http://npm:1'],
    ['npm left out', { excludeNpm: true, env: { npm_config_https_proxy: 'http://npm:1' } }, undefined],
    ['lower case wins', { env: { https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:1' } }, 'http://low:1'],
    [
      'upper case preferred',
      { favourUpperCase: true, env: { https_proxy: 'http://low:1', HTTPS_PROXY: 'http://up:1' } },
      'http://up:1',
    ],
    ['only lower case', { lowerCaseOnly: true, env: { HTTPS_PROXY: 'http://up:1' } }, undefined],
    [
      'legacy: HTTP_PROXY serves all',
      { mode: 'legacy', env: { HTTP_PROXY: 'http://proxy:3128' } },
      'http://proxy:3128',
    ],
    [
      'legacy: NO_PROXY anywhere in the address',
      { mode: 'legacy', env: { HTTP_PROXY: 'http://proxy', NO_PROXY: 'nomos' } },
      undefined,
    ],
    [
      'NR_PROXY_MODE wins',
      { mode: 'strict', env: { NR_PROXY_MODE: 'legacy', HTTP_PROXY: 'http://proxy:1' } },
      'http://proxy:1',
    ],
    [
      'all_proxy after the own one',
      { env: { https_proxy: 'http://own:1', all_proxy: 'http://all:1' } },
      'http://own:1',
    ],
    ['npm_config_proxy', { env: { npm_config_proxy: 'http://npm:1', all_proxy: 'http://all:1' } }, 'http://npm:1'],
    ['npm_config_no_proxy', { env: { https_proxy: 'http://proxy', npm_config_no_proxy: '*' } }, undefined],
    [
      'npm_config_no_proxy left out',
      { excludeNpm: true, env: { https_proxy: 'http://proxy', npm_config_no_proxy: '*' } },
      'http://proxy:80',
    ],
    ['only upper case, preferred', { favourUpperCase: true, env: { HTTPS_PROXY: 'http://up:1' } }, 'http://up:1'],
    [
      'only lower case, upper preferred',
      { favourUpperCase: true, env: { https_proxy: 'http://low:1' } },
      'http://low:1',
    ],
    ['an empty one', { env: { https_proxy: '', HTTPS_PROXY: 'http://up:1' } }, 'http://up:1'],
    ['a secure one without a port', { env: { https_proxy: 'https://proxy' } }, 'https://proxy:443'],
    ['one at an IPv6 address', { env: { https_proxy: 'http://[fe80::1]:3128' } }, 'http://fe80::1:3128'],
    ['no_proxy in capitals', { env: { https_proxy: 'http://proxy', no_proxy: 'API.Nomos.Energy' } }, undefined],
    ['no_proxy with blanks', { env: { https_proxy: 'http://proxy', no_proxy: 'a.b  api.nomos.energy' } }, undefined],
    ['no_proxy of nothing', { env: { https_proxy: 'http://proxy', no_proxy: ' , ' } }, 'http://proxy:80'],
    [
      'no_proxy of a like name',
      { env: { https_proxy: 'http://proxy', no_proxy: 'xapi.nomos.energy' } },
      'http://proxy:80',
    ],
    ['no_proxy *energy', { env: { https_proxy: 'http://proxy', no_proxy: '*energy' } }, undefined],
    [
      'no_proxy of another domain',
      { env: { https_proxy: 'http://proxy', no_proxy: '.nomos.example' } },
      'http://proxy:80',
    ],
    ['no_proxy * at another port', { env: { https_proxy: 'http://proxy', no_proxy: '*:80' } }, 'http://proxy:80'],
    ['no_proxy * at this port', { env: { https_proxy: 'http://proxy', no_proxy: '*:443' } }, undefined],
    ['legacy: in small letters', { mode: 'legacy', env: { http_proxy: 'http://low:1' } }, 'http://low:1'],
    [
      'legacy: an empty variable counts as absent, as for Node-RED',
      { mode: 'legacy', env: { HTTP_PROXY: '', http_proxy: 'http://low:1' } },
      'http://low:1',
    ],
    [
      'legacy: capitals win',
      { mode: 'legacy', env: { HTTP_PROXY: 'http://up:1', http_proxy: 'http://low:1' } },
      'http://up:1',
    ],
    [
      'legacy: no_proxy, too, where NO_PROXY is empty',
      { mode: 'legacy', env: { HTTP_PROXY: 'http://proxy', NO_PROXY: '', no_proxy: 'x, /prices ' } },
      undefined,
    ],
    [
      'legacy: a NO_PROXY of something else',
      { mode: 'legacy', env: { HTTP_PROXY: 'http://proxy', NO_PROXY: 'nomos.example, ,' } },
      'http://proxy:80',
    ],
    ['legacy: HTTPS_PROXY is not read', { mode: 'legacy', env: { HTTPS_PROXY: 'http://proxy' } }, undefined],
    [
      'NR_PROXY_MODE wins the other way, too',
      { mode: 'legacy', env: { NR_PROXY_MODE: 'strict', HTTP_PROXY: 'http://proxy:1' } },
      undefined,
    ],
    [
      'another NR_PROXY_MODE',
      { mode: 'legacy', env: { NR_PROXY_MODE: 'loose', HTTP_PROXY: 'http://proxy:1' } },
      'http://proxy:1',
    ],
    ['no address', { env: { https_proxy: 'http://[' } }, undefined],
    ['an unknown kind', { env: { https_proxy: 'socks5://proxy:1080' } }, undefined],
  ];
  for (const [what, settings, expected] of table)
    it(`H8: ${what}`, () => {
      const proxy = proxyFor(api, settings);
      assert.equal(proxy && `${proxy.protocol}//${proxy.host}:${proxy.port}`, expected);
    });

  for (const [written, auth] of [
    ['my%40name:pass%3Aword@', { username: 'my@name', password: 'pass:word' }],
    ['me@', { username: 'me', password: '' }],
    ['100%:50%25@', { username: '100%', password: '50%' }],
    ['', undefined],
  ] as const)
    it(`H8: credentials are decoded: "${written}"`, () => {
      const proxy = proxyFor(api, { env: { https_proxy: `http://${written}proxy:3128` } });
      assert.deepEqual(proxy?.auth, auth);
    });

  it('H8: plain addresses have a variable and a port of their own', () => {
    const plain = new URL('http://api.nomos.example/prices');
    const shown = (no_proxy: string) =>
      proxyFor(plain, { env: { http_proxy: 'proxy', https_proxy: 'http://other', no_proxy } });
    assert.deepEqual(shown(''), { protocol: 'http:', host: 'proxy', port: 80 });
    assert.equal(shown('api.nomos.example:80'), undefined);
    assert.equal(shown('api.nomos.example:443')?.host, 'proxy');
    plain.port = '8080';
    assert.equal(shown('api.nomos.example:8080'), undefined);
  });

  it('H8: reads the environment of this process where no other is given', () => {
    const { https_proxy: before } = process.env;
    try {
      process.env.https_proxy = 'http://of-the-process:1';
      for (const settings of [undefined, { excludeNpm: true }])
        assert.equal(proxyFor(api, settings)?.host, 'of-the-process');
    } finally {
      if (before === undefined) delete process.env.https_proxy;
      else process.env.https_proxy = before;
    }
  });

  it('H8: this machine is never asked through a proxy', () => {
    const env = { http_proxy: 'http://proxy', https_proxy: 'http://proxy', all_proxy: 'http://proxy' };
    for (const address of ['http://localhost:1', 'http://127.0.0.1:1', 'https://[::1]:1'])
      assert.equal(proxyFor(new URL(address), { env }), undefined, address);
  });
});

describe('http door: through a proxy', () => {
  for (const [what, status] of [
    ['wants a password', '407 Proxy Authentication Required'],
    ['refuses', '403 Forbidden'],
    ['cannot reach the host', '502 Bad Gateway'],
  ] as const)
    it(`case 14, H8: one that ${what} sees only CONNECT, and its answer is not taken for that of Nomos`, async () => {
      let seen = '';
      const proxy = await startRawServer((socket) => {
        socket.on('data', (chunk) => {
          seen += chunk.toString();
          socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 2\r\ncontent-type: application/json\r\n\r\n{}`);
        });
      });
      const door = createHttpDoor({
        proxy: { env: { https_proxy: `http://me:proxy-password@127.0.0.1:${proxy.port}` } },
      });
      const sent = door.send({
        method: 'POST',
        url: 'https://api.nomos.energy/oauth/token',
        headers: { authorization: 'Basic secret-basic' },
        body: 'refresh_token=secret-token',
        deadlineMs: 2_000,
        maxBytes: 1_000,
        freshConnection: true,
      });
      await assert.rejects(sent, (error: Error & { code: string; sent: boolean }) => {
        assert.deepEqual([error.code, error.sent], ['proxy-refused', false]);
        return !JSON.stringify(error).includes('proxy-password');
      });
      assert.match(seen, /^CONNECT api\.nomos\.energy:443 /);
      assert.doesNotMatch(seen, /secret/);
      door.close();
      await proxy.stop();
    });
});
