import type { NomosError, UnavailableError } from '../errors.js';
import type { TokenSet } from './token-set.js';

/** What a token request came to, split by what to do next. Every `error` is safe to show. */
export type TokenOutcome =
  | { readonly kind: 'tokens'; readonly tokens: TokenSet }
  /** The server gave an access token that we cannot use; a new refresh token must be kept all the same. */
  | ({ readonly kind: 'unusable'; readonly error: NomosError } & Pick<TokenSet, 'refreshToken' | 'isRefreshTokenLost'>)
  /** The request surely was not processed. */
  | { readonly kind: 'not-sent'; readonly error: NomosError }
  /** The server may have rotated the token, but its answer did not arrive. */
  | { readonly kind: 'ambiguous'; readonly error: NomosError }
  /** Too many requests; the error knows how long to wait, where the server said so. */
  | { readonly kind: 'busy'; readonly error: UnavailableError }
  /** Nomos refuses the token or the code, in words of the standard. */
  | { readonly kind: 'grant-refused'; readonly error: NomosError }
  /** Nomos refuses client id or secret, in words of the standard. */
  | { readonly kind: 'client-refused'; readonly error: NomosError }
  /** Refused without saying what: the token, or id and secret. */
  | {
      readonly kind: 'refused';
      readonly error: NomosError;
      /** True where the words of the answer speak of the code: a hint for what is said to a person, nothing more. */
      readonly isOfCode: boolean;
    }
  /** Somebody between us and Nomos answered with a redirect. */
  | { readonly kind: 'redirected'; readonly error: NomosError }
  /** Anything else. */
  | { readonly kind: 'unexpected'; readonly error: NomosError };
