/** What is needed of a failure to show it: its code, the values of its text, and Nomos' own number of the request. */
export interface ShownFailure {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly requestId?: string | undefined;
}

type Words = (key: string, params?: Readonly<Record<string, unknown>>) => string;

/**
 * What happened and what to do next, in the language of `words`, which looks up the catalog that all nodes share; with Nomos'
 * request id where there is one. Used by the runtime for logs and by the editor for what it shows.
 */
export function failureText(words: Words, { code, params, requestId }: ShownFailure): string {
  const { rule, resource } = params;
  const shown = {
    ...params,
    ...(rule === undefined ? {} : { allowed: words(`allowed.${rule}`, params) }),
    ...(resource === undefined ? {} : { resource: words(`resources.${resource}`) }),
  };
  const text = words(`errors.${code}`, shown);
  return requestId === undefined ? text : `${text} (${words('errors.request-id')} ${requestId})`;
}
