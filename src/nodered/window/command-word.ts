import { invalidValue } from '../../errors.js';

/** The command that a value of `msg.command` means, whatever its case and the white space around it; throws `invalid-value`. */
export function commandWord<const Word extends string>(value: unknown, known: readonly Word[]): Word {
  const word = lowerCase(value);
  const found = known.find((one) => one === word);
  if (found === undefined) throw invalidValue('command', value, known.join(' | '));
  return found;
}

/** A short text without white space around it and in lower case; everything else as it is. */
export function lowerCase(value: unknown): unknown {
  return typeof value === 'string' && value.length <= 100 ? value.trim().toLowerCase() : value;
}
