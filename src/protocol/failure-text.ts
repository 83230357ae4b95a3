import { spanText } from './span-text.js';
import { tables } from './tables.js';

/** What is needed of a failure to show it: its code, the values of its text, and Nomos' own number of the request. */
export interface ShownFailure {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly requestId?: string | undefined;
}

type Words = (key: string, params?: Readonly<Record<string, unknown>>) => string;

/**
 * What happened and what to do next, in the language of `words`, which looks up the catalog that all nodes share, and
 * `label.<setting>` and `choice.<setting>.<choice>` in those of the dialogs; with Nomos' request id where there
 * is one. Used by the runtime for logs and by the editor for what it shows.
 */
export function failureText(words: Words, { code, params, requestId }: ShownFailure): string {
  const { resource, needed, trigger } = params;
  const allowed = allowedText(words, params);
  const shown = {
    ...params,
    ...(needed === undefined ? {} : { needed: words(`choice.trigger.${needed}`) }),
    ...(trigger === undefined ? {} : { trigger: words(`choice.trigger.${trigger}`) }),
    ...(allowed === undefined ? {} : { allowed }),
    ...(resource === undefined ? {} : { resource: words(`resources.${resource}`) }),
  };
  const text = words(`errors.${code}`, shown);
  return requestId === undefined ? text : `${text} (${words('errors.request-id')} ${requestId})`;
}

/** What a value may be instead, by the parameters of a failure; undefined where they do not say. */
export function allowedText(words: Words, params: ShownFailure['params']): string | undefined {
  const { rule, setting, minutes, allowed } = params;
  if (rule === undefined) return allowed === undefined ? undefined : String(allowed);
  const asked = setting === undefined ? {} : { setting: labelOf(words, String(setting)) ?? setting, name: setting };
  const span = typeof minutes === 'number' ? { minutes: spanText(minutes) } : {};
  return words(`allowed.${rule}`, { ...params, ...asked, ...span });
}

/** What a dialog calls a field, or the setting that a path such as `exclude.0.to` begins with; undefined where none has it. */
export function labelOf(words: Words, field: string): string | undefined {
  const key = `label.${field.split('.')[0]}`;
  const label = words(key);
  return label === key ? undefined : label;
}

/**
 * Under which keys, each with the name of its catalog before it, a text of all nodes may be found, the first one that is
 * there: labels and choices stand in the catalogs of the dialogs that have them.
 */
export function keysOf(key: string): readonly string[] {
  const setting = /^(?:label|choice)\.(\w+)/.exec(key)?.[1];
  if (setting === undefined) return [`nomos-account:${key}`];
  const types = Object.keys(tables).filter((type) => Object.hasOwn(tables[type] ?? {}, setting));
  return types.map((type) => `${type}:${type}.${key}`);
}
