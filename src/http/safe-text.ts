const longest = 200;
/** Enough for whatever is left out before that many printable characters. */
const longestRead = 4_000;

/** A text from outside, fit for a log: one line, printable ASCII, at most 200 characters. */
export function safeText(text: string): string {
  const printable = text
    .slice(0, longestRead)
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim();
  return printable.length <= longest ? printable : `${printable.slice(0, longest - 3)}...`;
}
