import type { ProxySettings } from '../../http/proxy.js';
import type { Red } from './red.js';

/** How Node-RED's settings want the proxy variables of the environment read. */
export function proxySettings({ settings }: Red): ProxySettings | undefined {
  const { proxyOptions } = settings;
  return typeof proxyOptions === 'object' && proxyOptions !== null ? proxyOptions : undefined;
}
