import type { ServerResponse } from 'node:http';
import { json, type Loopback, type Seen, startLoopback } from './loopback.js';

/** A token endpoint with rotation and an API that knows which access tokens live; faults are scripted by the test. */
export interface FakeNomos extends Loopback {
  /** Every refresh token presented, in order. */
  readonly presented: string[];
  /** The refresh token that counts now. */
  current: string;
  /** Access tokens that the API accepts. */
  readonly live: Set<string>;
  /** Called for each token request; what it handles (by returning true) is not answered otherwise. */
  onToken: (seen: Seen, response: ServerResponse) => boolean;
  /** Rotates and gives the members of the token answer. */
  rotate(): Record<string, unknown>;
  readonly tokenRequests: () => Seen[];
  expiresIn: number;
}

/** Starts it with `refresh-0` as the refresh token of a consent; strict: a used token is refused. */
export async function startFakeNomos(): Promise<FakeNomos> {
  let count = 0;
  const loopback = await startLoopback((seen, response) => {
    if (seen.url === '/oauth/token') answerToken(seen, response);
    else answerApi(seen, response);
  });
  const fake: FakeNomos = Object.assign(loopback, {
    presented: [],
    current: 'refresh-0',
    live: new Set<string>(),
    onToken: () => false,
    expiresIn: 3600,
    rotate() {
      count += 1;
      fake.current = `refresh-${count}`;
      fake.live.add(`access-${count}`);
      const [access_token, refresh_token] = [`access-${count}`, fake.current];
      return { access_token, token_type: 'Bearer', expires_in: fake.expiresIn, refresh_token, scope: 'read:*' };
    },
    tokenRequests: () => loopback.seen.filter(({ url }) => url === '/oauth/token'),
  });

  function answerToken(seen: Seen, response: ServerResponse): void {
    const fields = new URLSearchParams(seen.body);
    const token = fields.get('refresh_token');
    if (token !== null) fake.presented.push(token);
    if (fake.onToken(seen, response)) return;
    if (fields.get('grant_type') === 'refresh_token' && token !== fake.current) refuse(response);
    else json(response, 200, fake.rotate());
  }

  function answerApi(seen: Seen, response: ServerResponse): void {
    const token = seen.headers.authorization?.replace('Bearer ', '') ?? '';
    if (fake.live.has(token)) json(response, 200, { object: 'list', items: [] });
    else refuse(response);
  }
  return fake;
}

/** Nomos' own refusal, which does not say what it refuses. */
export function refuse(response: ServerResponse): void {
  json(response, 401, { code: 'UNAUTHORIZED', message: 'Unauthorized', requestId: 'req_1', docs: '' });
}
