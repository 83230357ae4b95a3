import type { Connection } from '../../account/session/connection.js';
import { systemClock } from '../../clock/clock.js';
import type { AttemptView } from '../../oauth/attempt.js';
import type { AccountAnswer, AttemptAnswer, ErrorAnswer } from '../../protocol/admin-api.js';
import { failureText, type ShownFailure } from '../../protocol/failure-text.js';
import type { Ms } from '../../time/index.js';
import { isoText } from '../platform/instants.js';
import type { Translate } from '../platform/texts.js';
import type { Runtime } from './runtime.js';

/** What the editor may know of an account; it also answers for an account that is not there, as not connected. */
export function accountAnswer({ accounts, consents, translate }: Runtime, accountId: string): AccountAnswer {
  const now = systemClock.now();
  const { account, waitsForDeploy } = accounts.shown(accountId);
  const connection = account?.connection ?? nobody(now);
  const { phase, since, scope, nextRenewalAt, saved, copied, lastError } = connection;
  const attempt = consents.latest(accountId, now);
  return {
    accountId,
    deployed: accounts.isDeployed(accountId),
    language: translate('format.language'),
    waitsForDeploy,
    connection: {
      phase,
      saved,
      since: isoText(since),
      ...(copied ? { copied } : {}),
      ...(scope === undefined ? {} : { scope }),
      ...(nextRenewalAt === undefined ? {} : { nextRenewalAt: isoText(nextRenewalAt) }),
      ...(lastError === undefined
        ? {}
        : { error: { ...errorAnswer(translate, lastError), at: isoText(lastError.at) } }),
    },
    ...(attempt === undefined ? {} : { attempt: attemptAnswer(translate, attempt) }),
  };
}

function nobody(since: Ms): Connection {
  return { phase: 'new', since, saved: true };
}

/** A failure as it crosses the wire: its text is for those that have no catalog. */
export function errorAnswer(translate: Translate, error: ShownFailure): ErrorAnswer['error'] {
  const { code, params, requestId } = error;
  return { code, params, text: failureText(translate, error), ...(requestId === undefined ? {} : { requestId }) };
}

function attemptAnswer(translate: Translate, { attemptId, state, error }: AttemptView): AttemptAnswer {
  return { attemptId, state, ...(error === undefined ? {} : { error: errorAnswer(translate, error) }) };
}
