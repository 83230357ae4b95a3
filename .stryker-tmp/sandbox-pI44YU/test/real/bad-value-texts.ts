/** What a person reads, by language of the runtime. */
// @ts-nocheck

export interface Told {
  readonly 'en-US': string;
  readonly de: string;
}

/** Properties of a message, or of a stored node. */
export type Properties = Readonly<Record<string, unknown>>;

/** The text about a value that is not allowed; `de` where what is allowed has other words in German. */
export function refused(field: string, value: string, allowed: string, de = allowed): Told {
  return { 'en-US': `${field} is ${value}; allowed: ${allowed}.`, de: `${field} ist ${value}; erlaubt: ${de}.` };
}
