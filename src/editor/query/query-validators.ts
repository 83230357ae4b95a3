import { querySettings } from '../../protocol/query-settings.js';
import { isAbsent, isVariable, matters } from '../form/stored-value.js';
import { text } from '../form/text.js';
import { chosen, validatorsOf } from '../form/validators.js';
import type { Validator } from '../form/verdicts.js';

const checks = validatorsOf(querySettings, { resource: isAllowed, to: isLastDay });

/** One validator for each setting of `nomos-query` that can be wrong; what does not matter for the resource never is. */
export const fieldValidators: Readonly<Record<string, Validator>> = Object.fromEntries(
  Object.entries(checks).map(([name, check]) => [name, whereItMatters(name, check)]),
);

type Verdict = true | string;

function whereItMatters(name: string, check: Validator): Validator {
  return function (this: EditorNode, value: unknown, _options?: object) {
    const resource = name === 'resource' ? undefined : chosen(this, 'resource');
    return !matters(querySettings, name, { resource }) || check.call(this, value);
  };
}

function isAllowed(this: EditorNode, value: unknown): Verdict {
  if (value !== 'customer') return true;
  const field = `.nomos-dialog[data-node-id="${CSS.escape(this.id)}"] #node-input-personalData`;
  const isOn = document.querySelector<HTMLInputElement>(field)?.checked ?? String(this.personalData) === 'true';
  return isOn || isVariable(this.personalData) || text('nomos-query.invalid.customer');
}

function isLastDay(this: EditorNode, value: unknown): Verdict {
  const from = String(chosen(this, 'from') ?? '');
  if (isAbsent(value) || isVariable(value) || isVariable(from)) return true;
  return String(value) >= from || text('nomos-query.invalid.order', { from });
}
