import { clockTimeOf } from '../../protocol/clock-time.js';
import { misfitOf, type RuledSettings, ruledSettings } from '../../protocol/run-rules.js';
import type { Setting } from '../../protocol/setting.js';
import { windowSettings } from '../../protocol/window-settings.js';
import { allowedWords } from '../form/failure-words.js';
import { isAbsent, isFieldsList, numberOf } from '../form/stored-value.js';
import { text } from '../form/text.js';
import { chosen } from '../form/validators.js';
import type { Validator } from '../form/verdicts.js';

/** Stands for a reference, and for what is wrong by itself: nobody can tell whether that fits. */
const unreadable = Symbol('unreadable');

/** Makes a validator for whether a setting fits the others, by the rules of the runtime, after one of its own. */
export function fitting(name: (typeof ruledSettings)[number], own?: Validator): Validator {
  return function (this: EditorNode, value: unknown) {
    const verdict = own?.call(this, value) ?? true;
    if (verdict !== true) return verdict;
    const settings = ruled((other) => (other === name ? value : chosen(this, other)));
    const misfit = settings === undefined ? undefined : misfitOf(settings);
    if (misfit?.field !== name) return true;
    return text('cheapest-window.invalid.misfit', { allowed: allowedWords(misfit.allowed) });
  };
}

/** The settings as the runtime decodes them; undefined where one cannot be read. */
function ruled(read: (name: string) => unknown): RuledSettings | undefined {
  const settings = ruledSettings.map((name) => [name, decoded(windowSettings[name], read(name))] as const);
  if (settings.some(([, value]) => value === unreadable)) return undefined;
  return Object.fromEntries(settings) as unknown as RuledSettings;
}

function decoded(setting: Setting, value: unknown): unknown {
  if (isAbsent(value)) return setting.default;
  if (setting.kind === 'number') return readable(numberOf(value));
  if (setting.kind === 'time') return readable(clockTimeOf(value));
  if (setting.kind === 'choice') return readable(setting.choices.find((choice) => choice === value));
  const read = setting.kind === 'profile' ? numberOf : clockTimeOf;
  return isFieldsList(value) ? listOf(value, read) : unreadable;
}

function listOf(list: readonly Readonly<Record<string, unknown>>[], read: (value: unknown) => unknown): unknown {
  const lines = list.map((line) => Object.entries(line).map(([name, value]) => [name, readable(read(value))] as const));
  const isWhole = lines.every((line) => line.every(([, value]) => value !== unreadable));
  return isWhole ? lines.map((line) => Object.fromEntries(line)) : unreadable;
}

function readable(value: unknown): unknown {
  return value === undefined || Number.isNaN(value) ? unreadable : value;
}
