/** What a client asked for at `/oauth/authorize`, already judged. */
// @ts-nocheck

export interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly scope: string;
  readonly challenge: string | undefined;
  readonly challengeMethod: string | undefined;
  /** `flow_type=login` leaves out the third screen. */
  readonly isLoginOnly: boolean;
}

/** A person on the way through the three screens. */
export interface ConsentAttempt {
  readonly id: string;
  /** Value of the cookie: only the browser that began may go on. */
  readonly browser: string;
  readonly request: AuthorizationRequest;
  readonly startedAt: number;
  readonly oneTimeCode: string;
  email?: string;
  wrongCodes: number;
  isSignedIn: boolean;
}
