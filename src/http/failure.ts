import { UnavailableError } from '../errors.js';
import type { Ending, RequestProgress } from './progress.js';

const codesOfNode: Readonly<Record<string, string>> = {
  ENOTFOUND: 'network-dns',
  EAI_AGAIN: 'network-dns',
  EAI_NODATA: 'network-dns',
  EAI_FAIL: 'network-dns',
  ECONNREFUSED: 'network-refused',
  EHOSTUNREACH: 'network-unreachable',
  ENETUNREACH: 'network-unreachable',
  ENETDOWN: 'network-unreachable',
  EADDRNOTAVAIL: 'network-unreachable',
  ETIMEDOUT: 'network-timeout',
  ECONNABORTED: 'network-timeout',
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-wrong-host',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tls-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-untrusted',
  CERT_UNTRUSTED: 'tls-untrusted',
  CERT_REVOKED: 'tls-untrusted',
};

/**
 * Our own error for a request that got no whole answer: code, host and whether it was sent, and nothing of the request.
 *
 * `network-reset` covers every connection that broke, also in the middle of an answer.
 */
export function transportFailure(cause: unknown, progress: RequestProgress): UnavailableError {
  const code = failureCode(cause, progress);
  return new UnavailableError(code, `request to ${progress.host} failed: ${code}`, {
    params: { host: progress.host },
    // A certificate is judged before the connection stands: what TLS reports later came after the request.
    sent: progress.connected && !progress.refusedByProxy,
  });
}

/** The error for a redirect, which is never followed: it could carry our secrets to another host. */
export function redirectRefused(host: string): UnavailableError {
  return new UnavailableError('redirect-refused', `${host} answered with a redirect`, { params: { host }, sent: true });
}

/** The error for a proxy that did not let the request through, e.g. 407. */
export function proxyRefused(host: string): UnavailableError {
  return new UnavailableError('proxy-refused', `the proxy did not connect to ${host}`, {
    params: { host },
    sent: false,
  });
}

function failureCode(cause: unknown, progress: RequestProgress): string {
  if (progress.ending !== undefined) return codeOfEnding[progress.ending];
  if (progress.refusedByProxy) return 'proxy-refused';
  // axios has one code for an answer too long and for one cut off; only its words tell them apart.
  if (cause instanceof Error && cause.message.startsWith('maxContentLength')) return 'answer-too-large';
  const code = codeOf(cause);
  const known = codesOfNode[code];
  if (known !== undefined) return known;
  if (/^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO$|ERR_OSSL)/.test(code)) return 'tls-failed';
  return /^(HPE_|Z_|ERR_BR|ERR_STREAM_PREMATURE)/.test(code) ? 'answer-broken' : 'network-reset';
}

const codeOfEnding: Readonly<Record<Ending, string>> = {
  deadline: 'network-timeout',
  'connect-deadline': 'network-timeout',
  aborted: 'request-aborted',
};

function codeOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return '';
  return typeof cause.code === 'string' ? cause.code : '';
}
