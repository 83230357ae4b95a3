import { isLoopback } from './base-url.js';

/** Node-RED's `proxyOptions`: how the proxy variables of the environment are read. */
export interface ProxySettings {
  /** `legacy`: only HTTP_PROXY and NO_PROXY, matched as part of the address. Default `strict`. */
  readonly mode?: 'strict' | 'legacy';
  readonly favourUpperCase?: boolean;
  readonly lowerCaseOnly?: boolean;
  readonly excludeNpm?: boolean;
  /** Default: the environment of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Where a proxy listens, and with which credentials it wants to be asked. */
export interface ProxyAddress {
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
  readonly auth?: { readonly username: string; readonly password: string };
}

/**
 * The proxy for an address, or undefined to connect directly.
 *
 * An address on this machine is never proxied: it may be plain http, and a proxy would read its secrets. A proxy variable
 * that is no http or https address counts as absent.
 */
export function proxyFor(url: URL, settings: ProxySettings = {}): ProxyAddress | undefined {
  if (isLoopback(url)) return undefined;
  const env = settings.env ?? process.env;
  const mode = modeOf(env.NR_PROXY_MODE) ?? settings.mode ?? 'strict';
  return parseProxy(mode === 'legacy' ? legacyProxy(url, env) : strictProxy(url, settings), url.protocol);
}

function strictProxy(url: URL, settings: ProxySettings): string {
  const scheme = url.protocol.slice(0, -1);
  if (isExempt(url, firstVariable(['npm_config_no_proxy', 'no_proxy'], settings))) return '';
  return firstVariable([`npm_config_${scheme}_proxy`, `${scheme}_proxy`, 'npm_config_proxy', 'all_proxy'], settings);
}

function legacyProxy(url: URL, env: Readonly<Record<string, string | undefined>>): string {
  const exempt = (env.NO_PROXY || env.no_proxy || '').split(',').map((part) => part.trim());
  if (exempt.some((part) => part !== '' && url.href.includes(part))) return '';
  return env.HTTP_PROXY || env.http_proxy || '';
}

function isExempt(url: URL, noProxy: string): boolean {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return noProxy
    .toLowerCase()
    .split(/[,\s]+/)
    .filter((part) => part !== '')
    .some((part) => {
      const [, host = part, onlyPort] = /^(.+?)(?::(\d+))?$/.exec(part) ?? [];
      if (onlyPort !== undefined && onlyPort !== port) return false;
      if (host === '*') return true;
      return /^[.*]/.test(host) ? url.hostname.endsWith(host.replace(/^\*/, '')) : url.hostname === host;
    });
}

function firstVariable(names: readonly string[], settings: ProxySettings): string {
  const env = settings.env ?? process.env;
  const allowed = settings.excludeNpm ? names.filter((name) => !name.startsWith('npm_config_')) : names;
  const values = allowed.map((name) => {
    if (settings.lowerCaseOnly) return env[name];
    const upper = env[name.toUpperCase()];
    return settings.favourUpperCase ? upper || env[name] : env[name] || upper;
  });
  return values.find((value) => value !== undefined && value !== '') ?? '';
}

function parseProxy(text: string, targetProtocol: string): ProxyAddress | undefined {
  const address = text.includes('://') ? text : `${targetProtocol}//${text}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const proxy = { protocol: url.protocol, host: url.hostname.replace(/^\[|\]$/g, ''), port };
  if (url.username === '') return proxy;
  return { ...proxy, auth: { username: decode(url.username), password: decode(url.password) } };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function modeOf(text: string | undefined): 'strict' | 'legacy' | undefined {
  return text === 'strict' || text === 'legacy' ? text : undefined;
}
