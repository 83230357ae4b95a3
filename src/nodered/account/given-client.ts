import { lackingClient } from '../../account/session/lacking-client.js';
import type { SessionSettings } from '../../account/session/session.js';
import { ConfigError } from '../../errors.js';
import { checkBaseUrl } from '../../http/base-url.js';
import { defaultBaseUrl } from './account-settings.js';

/** What a dialog sends of the client: only what was typed into it. */
export interface TypedClient {
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly baseUrl?: string | undefined;
}

/**
 * The client that a dialog means: what was typed, the rest from the deployed account. Throws ConfigError
 * `client-missing`, `secret-missing`, `deploy-first` and `invalid-base-url`.
 */
export function givenClient(typed: TypedClient, deployed: SessionSettings | undefined): SessionSettings {
  const clientId = resolved(typed.clientId, deployed?.clientId);
  if (!clientId) throw new ConfigError('client-missing', 'no client id is known for the account');
  const baseUrl = checkBaseUrl(resolved(typed.baseUrl, deployed?.baseUrl) || defaultBaseUrl);
  // A deployed secret goes only where it belongs: not to another address, nor with another id.
  const isDeployed = clientId === deployed?.clientId && baseUrl === deployed.baseUrl;
  const knownSecret = isDeployed ? deployed.clientSecret : undefined;
  const client = { clientId, clientSecret: resolved(typed.clientSecret, knownSecret) ?? '', baseUrl };
  const lack = lackingClient(client);
  if (lack !== undefined) throw lack;
  return client;
}

/**
 * A typed value, or the deployed one in its place. A reference `${NAME}` is Node-RED's to resolve, at a deploy: looked up
 * here it would let whoever may sign in send any variable of the environment to an address of theirs.
 */
function resolved(typed: string | undefined, deployed: string | undefined): string | undefined {
  if (!typed) return deployed;
  if (!/^\$(?:\{[^{}]+\}|\([^()]+\))$/.test(typed)) return typed;
  if (deployed === undefined)
    throw new ConfigError('deploy-first', 'a variable of the environment is known once deployed');
  return deployed;
}
