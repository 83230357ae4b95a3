import { allowedText, failureText, keysOf, labelOf } from '../../protocol/failure-text.js';

/** A member of an answer as it came: a failure of the runtime is put into the editor's language, everything else is left alone. */
export function inEditorLanguage(name: string, member: unknown): unknown {
  return name === 'error' && isFailure(member) ? { ...member, text: wordsOf(member) } : member;
}

/** What a setting may be instead, by the rule `allowed.<rule>` that it breaks, in the words of the runtime's refusal. */
export function allowedWords(broken: Readonly<Record<string, unknown>>): string {
  return allowedText(lookUp, broken) ?? '';
}

interface Failure {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly requestId?: string;
}

function isFailure(member: unknown): member is Failure {
  const { code, params } = (member ?? {}) as Partial<Failure>;
  return typeof code === 'string' && typeof params === 'object';
}

/** The runtime may be younger than the catalog of a page that has been open for long: then its own words are shown. */
function wordsOf(failure: Failure): string {
  const text = failureText(lookUp, failure);
  if (text.includes(`errors.${failure.code}`)) return failure.text;
  const { field } = failure.params;
  const label = field === undefined ? undefined : labelOf(lookUp, String(field));
  if (label === undefined) return text;
  const allowed = failure.code === 'invalid-value' ? allowedText(lookUp, failure.params) : undefined;
  if (allowed === undefined) return `${text} ${lookUp('field.inDialog', { label })}`;
  return lookUp('field.allowed', { label, allowed });
}

/** Gives the key itself where no catalog has it. */
function lookUp(key: string, params = {}): string {
  for (const name of keysOf(key)) {
    const text = RED._(`node-red-contrib-nomos/${name}`, params);
    if (!name.endsWith(text)) return text;
  }
  return key;
}
