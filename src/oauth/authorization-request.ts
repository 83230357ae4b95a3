/** What the browser is sent to Nomos with. */
export interface AuthorizationRequest {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly challenge: string;
}

/**
 * The address of Nomos' consent pages for one attempt (RFC 6749 4.1.1, RFC 7636 4.3). It names no scope: Nomos documents none
 * for customers, and a consent is read-only anyway.
 */
export function authorizationUrl(request: AuthorizationRequest): string {
  const url = new URL('/oauth/authorize', request.baseUrl);
  url.searchParams.set('response_type', 'code');
  url.searchParams.set('client_id', request.clientId);
  url.searchParams.set('redirect_uri', request.redirectUri);
  url.searchParams.set('state', request.state);
  url.searchParams.set('code_challenge', request.challenge);
  url.searchParams.set('code_challenge_method', 'S256');
  return url.toString();
}
