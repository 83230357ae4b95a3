// @ts-nocheck
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The shapes in which a secret could lie about: plain, URL-encoded, as JSON, and in base64 wherever it begins in a text. */
function shapesOf(secret: string): string[] {
  const inBase64 = [0, 1, 2].map((offset) => {
    const whole = Buffer.from('x'.repeat(offset) + secret).toString('base64');
    // The first and the last group also depend on what stands around the secret.
    return whole.slice(offset === 0 ? 0 : 4, -4);
  });
  const urlSafe = inBase64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const encoded = [encodeURIComponent(secret), new URLSearchParams({ a: secret }).toString().slice(2)];
  const all = [secret, JSON.stringify(secret).slice(1, -1), ...encoded, ...inBase64, ...urlSafe];
  return [...new Set(all)].filter((shape) => shape.length >= 8);
}

/** Every place, by name, in whose text any shape of one of the secrets is found; the secrets are named, not shown. */
export function findLeaks(
  places: ReadonlyMap<string, string>,
  secrets: ReadonlyMap<string, string>,
): readonly { readonly place: string; readonly secret: string }[] {
  return [...secrets].flatMap(([secret, value]) => {
    const shapes = shapesOf(value);
    const found = [...places].filter(([, text]) => shapes.some((shape) => text.includes(shape)));
    return found.map(([place]) => ({ place, secret }));
  });
}

/** The files of a directory by their path in it, as text; symbolic links are not followed. */
export function filesIn(directory: string, below = directory): Map<string, string> {
  const files = new Map<string, string>();
  for (const name of readdirSync(below)) {
    const path = join(below, name);
    const stat = lstatSync(path);
    if (stat.isDirectory()) for (const [inner, text] of filesIn(directory, path)) files.set(inner, text);
    if (stat.isFile()) files.set(relative(directory, path), readFileSync(path, 'latin1'));
  }
  return files;
}
