// @ts-nocheck
import assert from 'node:assert/strict';
import { transportFailure } from '#src/http/failure.js';
import { newProgress, type RequestProgress } from '#src/http/progress.js';

const connected: Partial<RequestProgress> = { connected: true };

describe('http: what a failed request is called', () => {
  const table: readonly [string, Partial<RequestProgress>, string, boolean][] = [
    // case 1
    ['ENOTFOUND', {}, 'network-dns', false],
    ['EAI_AGAIN', {}, 'network-dns', false],
    ['ECONNREFUSED', {}, 'network-refused', false],
    ['EHOSTUNREACH', {}, 'network-unreachable', false],
    ['ENETUNREACH', {}, 'network-unreachable', false],
    ['ETIMEDOUT', {}, 'network-timeout', false],
    ['ETIMEDOUT', connected, 'network-timeout', true],
    ['ECONNRESET', {}, 'network-reset', false],
    ['ECONNRESET', connected, 'network-reset', true],
    ['EPIPE', connected, 'network-reset', true],
    ['ERR_BAD_RESPONSE', connected, 'network-reset', true],
    ['CERT_HAS_EXPIRED', {}, 'tls-expired', false],
    ['CERT_NOT_YET_VALID', {}, 'tls-not-yet-valid', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', {}, 'tls-wrong-host', false],
    ['SELF_SIGNED_CERT_IN_CHAIN', {}, 'tls-untrusted', false],
    ['EPROTO', {}, 'tls-failed', false],
    ['ERR_SSL_WRONG_VERSION_NUMBER', {}, 'tls-failed', false],
    ['HPE_INVALID_CONSTANT', connected, 'answer-broken', true],
    ['Z_DATA_ERROR', connected, 'answer-broken', true],
    ['ERR_CANCELED', { ...connected, ending: 'deadline' }, 'network-timeout', true],
    ['ERR_CANCELED', { ending: 'connect-deadline' }, 'network-timeout', false],
    ['ERR_CANCELED', { ...connected, ending: 'aborted' }, 'request-aborted', true],
    ['ECONNRESET', { refusedByProxy: true }, 'proxy-refused', false],
    ['', connected, 'network-reset', true],
  ];
  for (const [code, seen, expected, sent] of table)
    it(`H6: ${code || 'no code'} ${JSON.stringify(seen)} -> ${expected}, ${sent ? 'may have been' : 'not'} sent`, () => {
      const cause = Object.assign(new Error('secret'), code === '' ? {} : { code });
      const error = transportFailure(cause, { ...newProgress('api.example'), ...seen });
      assert.deepEqual([error.code, error.sent, error.params.host], [expected, sent, 'api.example']);
      assert.ok(!error.message.includes('secret'));
    });
});
