// @ts-nocheck
import { Refusal } from '../server/envelope.js';
import type { Client, Exchange, World } from '../world.js';

/**
 * The client that sent a token request, by HTTP Basic (RFC 6749 2.3.1) or, without a secret, by `client_id` in the body.
 *
 * Throws a refusal with `invalid_client`; notes secrets sent in the wrong place.
 */
export function authenticateClient(world: World, exchange: Exchange, body: ReadonlyMap<string, string>): Client {
  const { ledger } = world;
  const { entry, query, headers } = exchange;
  if (query.has('client_secret')) ledger.find('secret-in-query', entry);
  if (body.has('client_secret')) ledger.find('secret-in-body', entry);
  if ([...query.keys()].length > 0) ledger.find('query-at-token-endpoint', entry);
  const client = headers.authorization === undefined ? publicClient(world, body) : basicClient(world, exchange);
  if (client === undefined) throw invalidClient();
  entry.client = client.clientId;
  return client;
}

function publicClient({ clients }: World, body: ReadonlyMap<string, string>): Client | undefined {
  const id = body.get('client_id');
  return clients.find(({ clientId, clientSecret }) => clientId === id && clientSecret === undefined);
}

function basicClient({ clients, modes, ledger }: World, { headers, entry }: Exchange): Client | undefined {
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(headers.authorization ?? '') ?? [];
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 0) return undefined;
  const raw = { id: pair.slice(0, colon), secret: pair.slice(colon + 1) };
  const isRaw = ({ clientId, clientSecret }: Client) => clientId === raw.id && clientSecret === raw.secret;
  if (modes.basicDecoding === 'raw') return clients.find(isRaw);
  const id = formDecode(raw.id);
  const secret = formDecode(raw.secret);
  const found = clients.find((client) => client.clientId === id && client.clientSecret === secret);
  if (secret === undefined || found?.clientSecret === undefined) {
    if (clients.some(isRaw)) ledger.find('basic-not-encoded', entry);
    return undefined;
  }
  return found;
}

/** application/x-www-form-urlencoded, decoded; `undefined` when malformed. */
function formDecode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function invalidClient(): Refusal {
  return new Refusal(401, 'Invalid client credentials', {
    headers: { 'www-authenticate': 'Basic realm="nomos"' },
    rfcError: 'invalid_client',
  });
}
