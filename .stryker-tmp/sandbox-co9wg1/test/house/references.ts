// @ts-nocheck
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { packageRoot } from '../../sandbox/drive/node-red-place.js';
import { filesUnder } from './package-files.js';

/** A place in a file, and what was found there. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Made by the build or by Node-RED, so not in a fresh checkout. */
const made =
  /^(dist|build|\.matrix|node_modules|coverage|~)(\/|$)|^(settings\.js|flows_cred\.json|\.config\.\w+\.json)$/;
/** Topics of messages, which look like paths beside `test/nomos`. */
const topics = /^nomos\/(limit|payout|prices?|pv|query|surplus|usage)$/;
/** Words in capitals before a number that name something public. */
const publicNames = /^(RFC|ISO|AES|HTTP|MQTT|UTF|SHA|FNV|RED|UTC)$/;
/** Words in capitals of a comment that name no page: technology, signals, error numbers of the system. */
const publicWords = /^(ASCII|HTTPS|OASIS|README|CONNECT|DELETE|PATCH|SIG[A-Z]+|E[A-Z]+)$/;

/** Files that are read as text here. */
export const fileEnding = /\.(ts|mjs|js|md|json|jsonc|html|css|ya?ml|svg|png)$/;

/** A file of the repository. */
export function read(file: string): string {
  return readFileSync(join(packageRoot, file), 'utf8');
}

/** Every file of the repository that neither build nor Node-RED made. */
export const allFiles: readonly string[] = readdirSync(packageRoot)
  .filter((name) => !made.test(name) && name !== '.git')
  .flatMap((name) => (statSync(join(packageRoot, name)).isDirectory() ? filesUnder(name) : [name]));
const all = new Set(allFiles.flatMap((file) => [file, ...parentsOf(file)]));

function parentsOf(file: string): string[] {
  const parent = posix.dirname(file);
  return parent === '.' ? [] : [parent, ...parentsOf(parent)];
}

/** All places of a file at which a pattern finds something; the pattern is global, and its first group is what is found. */
export function placesOf(file: string, pattern: RegExp, content = read(file)): Place[] {
  return content
    .split('\n')
    .flatMap((text, index) =>
      [...text.matchAll(pattern)].map(([, found = '']) => ({ file, line: index + 1, text: found })),
    );
}

/** Places as an assertion shows them. */
export function written(places: readonly Place[]): string[] {
  return places.map(({ file, line, text }) => `${file}:${line}: ${text}`);
}

/** Where a file may mean a path to begin: at the root, beside itself, or in `test`, whose files are named without ending. */
function readings(file: string, path: string): string[] {
  const bare = path.replace(/\/$/, '');
  const from = (folder: string) => posix.normalize(posix.join(folder, bare));
  return [bare, from(posix.dirname(file)), from('test'), `${from('test')}.test.ts`];
}

/** True for what is meant as a path: it ends like a file, or begins with a folder that is there. */
export function looksLikePath({ file, text }: Place): boolean {
  if (!/^[\w.~<][\w./<>*{},~-]*$/.test(text) || made.test(text) || topics.test(text) || /^\.\w+$/.test(text))
    return false;
  const [first = ''] = text.split('/');
  return text.includes('/') ? readings(file, first).some((path) => all.has(path)) : fileEnding.test(text);
}

/** True for a path that exists; `<type>` and `*` in it stand for any name. */
export function isThere({ file, text }: Place): boolean {
  return readings(file, text).some(exists);
}

function exists(path: string): boolean {
  if (!/[<*]/.test(path)) return all.has(path);
  const pattern = new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/<[^>]*>|\*/g, '[^/]*')}$`);
  return [...all].some((file) => pattern.test(file));
}

/** True for a link out into the world, and for one to a file and a heading that exist. */
export function leadsSomewhere({ file, text }: Place): boolean {
  if (/^(https?:|mailto:)/.test(text)) return true;
  const [path = '', anchor] = text.split('#');
  const target = path === '' ? file : posix.normalize(posix.join(posix.dirname(file), path));
  return all.has(target) && (anchor === undefined || anchorsOf(target).includes(anchor));
}

/** Headings of a page as the anchors that GitHub makes of them. */
function anchorsOf(page: string): string[] {
  const headings = [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading.toLowerCase());
  return headings.map((heading) => heading.replace(/[^\p{L}\p{N}\- ]/gu, '').replaceAll(' ', '-'));
}

/**
 * What in a source points to a page that is not in the repository: a file name, a name in capitals (with a number, or in a
 * comment), a lemma of some proof.
 */
export function pointersOut(file: string, content = read(file)): Place[] {
  const find = (pattern: RegExp) => placesOf(file, pattern, content);
  const pages = find(/(?<![\w./-])((?:[\w-]+\/)*[\w-]+\.md)\b/g);
  const numbered = find(/\b([A-Z]{3,}(?:-[A-Z]+)*(?:,? (?:section |lemma )?\d[\d.]*|, lemma \w))/g);
  const capitals = find(/^\s*(?:\/?\*+|\/\/|#).*?\b([A-Z]{5,})\b(?!\.\w)/g);
  return [
    ...pages.filter((place) => !isThere(place)),
    ...numbered.filter(({ text }) => !publicNames.test(/^[A-Z]+/.exec(text)?.[0] ?? '')),
    ...capitals.filter(({ text }) => !publicWords.test(text)),
    ...find(/(\b[Ll]emma [A-Z]\b|\bof the design\b|\/work\/\w+|\.library\b)/g),
  ];
}
