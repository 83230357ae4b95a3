/**
 * The value of a JSON text, or undefined when it is not JSON.
 *
 * A leading byte order mark is ignored, and a `__proto__` member is dropped so that it can never reach a prototype.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''), (key, value) => (key === '__proto__' ? undefined : value));
  } catch {
    return undefined;
  }
}

/** True when the `Content-Type` header names JSON (`application/json`, `application/problem+json`, ...). */
export function isJson(headers: Readonly<Record<string, string>>): boolean {
  return /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(headers['content-type'] ?? '');
}
