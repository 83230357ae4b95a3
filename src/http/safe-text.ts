const longest = 200;

/** A text from outside, fit for a log: one line, printable ASCII, at most 200 characters. */
export function safeText(text: string): string {
  const printable = text.replace(/[^\x20-\x7e]+/g, ' ').trim();
  return printable.length <= longest ? printable : `${printable.slice(0, longest - 3)}...`;
}
