import { isAbsent, isVariable } from '../form/stored-value.js';
import { text } from '../form/text.js';
import { chosen, numberBetween } from '../form/validators.js';
import type { Validator } from '../form/verdicts.js';
import { matters } from './query-words.js';

/** One check for each setting of `nomos-query` that can be wrong; what does not matter for the resource is never wrong. */
export const fieldValidators = {
  resource: isResource,
  entryStatus: where('entryStatus', isWord),
  kind: where('kind', isWord),
  from: where('from', isDay),
  to: where('to', isLastDay),
  maxItems: where('maxItems', numberBetween({ min: 1, max: 10_000, whole: true })),
  invoice: where('invoice', isInvoice),
} satisfies Readonly<Record<string, Validator>>;

type Verdict = true | string;

/** Checks only where the resource has a use for the setting, and the node has the property at all. */
function where(name: string, validator: Validator): Validator {
  return function (value, _options) {
    if (isAbsent(value) || isVariable(value) || !matters(name, String(chosen(this, 'resource')))) return true;
    return validator.call(this, value);
  };
}

function isResource(this: EditorNode, value: unknown, _options?: object): Verdict {
  if (value !== 'customer') return true;
  const field = `.nomos-dialog[data-node-id="${CSS.escape(this.id)}"] #node-input-personalData`;
  const isOn = document.querySelector<HTMLInputElement>(field)?.checked ?? String(this.personalData) === 'true';
  return isOn || isVariable(this.personalData) || text('nomos-query.invalid.customer');
}

function isDay(value: unknown): Verdict {
  const isOne = /^\d{4}-\d{2}-\d{2}$/.test(String(value)) && !Number.isNaN(Date.parse(String(value)));
  return isOne || text('nomos-query.invalid.day');
}

function isLastDay(this: EditorNode, value: unknown): Verdict {
  const from = String(chosen(this, 'from') ?? '');
  if (isDay(value) !== true || isVariable(from)) return isDay(value);
  return String(value) >= from || text('nomos-query.invalid.order', { from });
}

function isWord(value: unknown): Verdict {
  return /^[\w-]{1,60}$/.test(String(value)) || text('nomos-query.invalid.word');
}

function isInvoice(value: unknown): Verdict {
  return /^[\w-]{1,128}$/.test(String(value)) || text('nomos-query.invalid.invoice');
}
