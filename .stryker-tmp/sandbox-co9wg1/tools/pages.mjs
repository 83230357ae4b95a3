/**
 * Writes the settings into the page of each node (`docs/<type>.md`), between `<!-- settings -->` and `<!-- /settings -->`, as its
 * English help explains them. `--check` writes nothing and fails where a page differs.
 */
// @ts-nocheck

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { typesOf } from './bundle.mjs';
import { fillHelp } from './help.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (...path) => readFileSync(join(root, ...path), 'utf8');
const marked = /(<!-- settings -->\n)[\s\S]*?(<!-- \/settings -->)/;

/** What the help of a node says of its settings, as Markdown. */
function settingsOf(type) {
  const catalog = JSON.parse(read('locales', 'en-US', `${type}.json`))[type];
  const help = fillHelp(read('locales', 'en-US', `${type}.html`), catalog);
  const lines = [...help.matchAll(/<h4>(.*?)<\/h4>|<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)];
  return lines.map(([, section, label, what]) => {
    if (section !== undefined) return `\n**${markdown(section)}**\n`;
    const [, words, names] = /^(.*) \((.*)\)$/.exec(label) ?? [];
    if (names === undefined) throw new Error(`the help of ${type} has <dt>${label}</dt>: write <dt>[[name]]</dt>`);
    return `- **${words}** (${markdown(names)}): ${markdown(what)}`;
  });
}

function markdown(html) {
  return html
    .replace(/<code>(.*?)<\/code>/g, '`$1`')
    .replace(/<(i|em)>(.*?)<\/\1>/g, '_$2_')
    .replace(/<(b|strong)>(.*?)<\/\1>/g, '**$2**')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

for (const type of typesOf()) {
  const page = join('docs', `${type}.md`);
  if (!existsSync(join(root, page))) continue;
  const text = read(page);
  const written = text.replace(
    marked,
    (_, open, close) => `${open}\n${settingsOf(type).join('\n').trim()}\n\n${close}`,
  );
  if (written === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`${page} does not say what the help says: run "npm run fix"`);
    process.exitCode = 1;
  } else writeFileSync(join(root, page), written);
}
