import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { checkBaseUrl } from '#src/http/base-url.js';

describe('http: the API address', () => {
  for (const [text, origin] of [
    ['https://api.nomos.energy', 'https://api.nomos.energy'],
    [' https://api.nomos.energy/ ', 'https://api.nomos.energy'],
    ['https://api.nomos.energy:443', 'https://api.nomos.energy'],
    ['https://192.168.1.5:8443', 'https://192.168.1.5:8443'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['http://127.255.10.1', 'http://127.255.10.1'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ] as const)
    it(`accepts ${text}`, () => assert.equal(checkBaseUrl(text), origin));

  for (const text of [
    'http://api.nomos.energy',
    'http://192.168.1.5',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'https://user:password@api.nomos.energy',
    'https://user@api.nomos.energy',
    'https://:password@api.nomos.energy',
    'http://128.0.0.1',
    'https://api.nomos.energy/v1',
    'https://api.nomos.energy?a=b',
    'https://api.nomos.energy/#a',
    'ftp://api.nomos.energy',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'api.nomos.energy',
    '',
  ])
    it(`B1: refuses "${text}", without repeating it`, () => {
      assert.throws(
        () => checkBaseUrl(text),
        (error: Error & { code?: string }) =>
          error.code === 'invalid-base-url' && /https:/.test(error.message) && !inspect(error).includes('password'),
      );
    });
});
