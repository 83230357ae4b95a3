import assert from 'node:assert/strict';
import { proxyRefused, redirectRefused, transportFailure } from '#src/http/failure.js';
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
    // What TLS finds wrong once the connection stands came after the request: a broken record is a broken answer.
    ['EPROTO', connected, 'tls-failed', true],
    ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', connected, 'tls-failed', true],
    ['ERR_OSSL_EVP_UNSUPPORTED', {}, 'tls-failed', false],
    ['CERT_SOMETHING_NEW', {}, 'tls-failed', false],
    ['ERR_BROTLI_DECODER', connected, 'answer-broken', true],
    ['ERR_STREAM_PREMATURE_CLOSE', connected, 'answer-broken', true],
    ['XEPROTO', connected, 'network-reset', true],
    ['EPROTOTYPE', {}, 'network-reset', false],
    ['X_CERT_ERR_TLS_HPE_Z_', connected, 'network-reset', true],
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
      assert.equal(error.message, `request to api.example failed: ${expected}`);
    });

  for (const [what, cause] of [
    ['undefined', undefined],
    ['null', null],
    ['a text', 'ECONNREFUSED'],
    ['a code that is no text', { code: 7 }],
  ] as const)
    it(`H6: what is no error of Node, ${what}, is a reset of which nobody knows more`, () => {
      const { code, sent } = transportFailure(cause, { ...newProgress('api.example'), connected: true });
      assert.deepEqual([code, sent], ['network-reset', true]);
    });

  it('case 28: an answer that is too long has no code of its own', () => {
    const cause = Object.assign(new Error('maxContentLength size of 5 exceeded'), { code: 'ERR_BAD_RESPONSE' });
    assert.equal(transportFailure(cause, newProgress('api.example')).code, 'answer-too-large');
    assert.equal(transportFailure({ message: cause.message }, newProgress('api.example')).code, 'network-reset');
  });

  it('a redirect was answered, so the request was sent; a proxy that refuses has passed nothing on', () => {
    for (const [error, code, sent] of [
      [redirectRefused('api.example'), 'redirect-refused', true],
      [proxyRefused('api.example'), 'proxy-refused', false],
    ] as const) {
      assert.deepEqual([error.code, error.sent, error.params], [code, sent, { host: 'api.example' }]);
      assert.match(error.message, /api\.example/);
    }
  });
});
