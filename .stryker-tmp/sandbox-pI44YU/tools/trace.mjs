/**
 * Reads a stack trace of the published runtime from standard input, and prints it with the places in the sources:
 * `node tools/trace.mjs < trace.txt`, in a checkout of the version that threw.
 */
// @ts-nocheck

import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import { runtimeBundle } from './bundle.mjs';

/** The text with every `nomos.js:line:column` followed by the place that it was made from. */
export async function traced(text) {
  const { outputFiles } = await runtimeBundle({ write: false, sourcemap: 'external', logLevel: 'error' });
  const map = new SourceMap(JSON.parse(outputFiles.find(({ path }) => path.endsWith('.map')).text));
  return text.replace(/nomos\.js:(\d+):(\d+)/g, (place, line, column) => {
    const { originalSource, originalLine, originalColumn } = map.findEntry(Number(line) - 1, Number(column) - 1);
    if (originalSource === undefined) return place;
    const source = originalSource.replace(/^(\.\.\/)+/, '');
    return `${place} = ${source}:${originalLine + 1}:${originalColumn + 1}`;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(await traced(readFileSync(0, 'utf8')));
