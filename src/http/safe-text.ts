const longest = 200;

/**
 * A text from outside, fit for a log: one line, printable ASCII, at most 200 characters, with every given secret masked.
 */
export function safeText(text: string, secrets: readonly string[] = []): string {
  const masked = secrets
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  const printable = masked.replace(/[^\x20-\x7e]+/g, ' ').trim();
  return printable.length <= longest ? printable : `${printable.slice(0, longest - 3)}...`;
}
