/** What the token endpoint gave (RFC 6749 5.1). */
export interface TokenSet {
  readonly accessToken: string;
  /** Absent when the server gave none: the one that we have stays (RFC 6749 6). */
  readonly refreshToken?: string;
  /** True when there was a new one that cannot be read: the one that we have may be refused from now on. */
  readonly isRefreshTokenLost?: true;
  /** Space-delimited; absent when the server did not say. */
  readonly scope?: string;
  /** Life of the access token, in whole ms; always positive. */
  readonly expiresInMs: number;
}
