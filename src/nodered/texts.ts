import { NomosError } from '../errors.js';
import type { Red } from './red.js';

/** The catalog that holds the texts all our nodes share. */
const sharedCatalog = 'node-red-contrib-nomos/nomos-account';

/** Looks a text up in the runtime's language; gives the key itself when no catalog has it. */
export type Translate = (key: string, params?: Readonly<Record<string, unknown>>) => string;

/** A lookup in the catalog that all our nodes share. */
export function sharedTexts(red: Red): Translate {
  return (key, params) => {
    const text = red._(`${sharedCatalog}:${key}`, params);
    return text === `${sharedCatalog}:${key}` ? key : text;
  };
}

/**
 * What happened and what to do next, in the runtime's language, with Nomos' request id where there is one.
 * An error that is not of our family is called `internal-error` and shows its message.
 */
export function errorText(translate: Translate, error: unknown): string {
  const known = asNomosError(error);
  const key = `errors.${known.code}`;
  const text = translate(key, known.params);
  const shown = text === key ? known.message : text;
  return known.requestId === undefined ? shown : `${shown} (${translate('errors.request-id')} ${known.requestId})`;
}

/** The error itself when it is of our family, else an `internal-error` that carries its message. */
export function asNomosError(error: unknown): NomosError {
  if (error instanceof NomosError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new NomosError('internal-error', message, { params: { message } });
}
