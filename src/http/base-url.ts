import { ConfigError } from '../errors.js';

/**
 * The origin of an API address, without a trailing slash.
 *
 * Allowed: `https:` anywhere, `http:` on this machine only (RFC 6749 3.2), no path, query or credentials. Throws
 * `invalid-base-url`; the refused text is not repeated in the error, because it may hold a password.
 */
export function checkBaseUrl(text: string): string {
  const url = parseUrl(text.trim());
  if (url === undefined || !isAllowed(url)) {
    throw new ConfigError('invalid-base-url', 'the API address is not https://host (or http:// on this machine)');
  }
  return url.origin;
}

/** True when the host of the address is this machine: `localhost`, `127.x.y.z` or `[::1]`. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname;
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function isAllowed(url: URL): boolean {
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) return false;
  const bare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return bare && url.pathname === '/';
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
