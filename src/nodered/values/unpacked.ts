import { invalidValue } from '../../errors.js';

/** Years of quarter-hours; what is longer is no answer of a service. */
export const longestPayload = 2_000_000;
const deepest = 100;

/** The value of a JSON text, which may begin with the mark that some programs write before text; throws SyntaxError. */
export function parsedJson(text: string): unknown {
  return JSON.parse(text.replace(/^\uFEFF/, ''));
}

/** What a payload holds: JSON as text or bytes parsed, bytes as text, all else as it is; throws `invalid-value` for a text that is too long. */
export function unpacked(payload: unknown): unknown {
  const text = payload instanceof Uint8Array ? Buffer.from(payload).toString('utf8') : payload;
  if (typeof text !== 'string') return payload;
  if (text.length > longestPayload) throw invalidValue('payload.length', text.length, `0 … ${longestPayload}`);
  if (!/^\s{0,100}[[{]/.test(text) || isDeep(text)) return text;
  try {
    return parsedJson(text);
  } catch {
    return text;
  }
}

/** True for a text that opens more brackets than any answer: to parse a million of them takes long. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (let index = 0; index < text.length && depth <= deepest; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x5b || code === 0x7b) depth += 1;
    else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return depth > deepest;
}
