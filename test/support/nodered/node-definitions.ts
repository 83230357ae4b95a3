import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';

const root = join(__dirname, '..', '..', '..', '..');

type Verdict = boolean | string;

/** A property of a node as its html registers it. */
export interface RegisteredDefault {
  readonly value: unknown;
  readonly type?: string;
  readonly required?: boolean;
  readonly validate?: (this: object, value: unknown, options: object) => Verdict;
}

/** Runs the scripts of a built node html as the editor would, without a page: gives the defaults that it registers. */
export function registeredDefaults(type: string): Readonly<Record<string, RegisteredDefault>> {
  const html = readFileSync(join(root, 'dist', 'nodes', `${type}.html`), 'utf8');
  const registered: { defaults: Record<string, RegisteredDefault> }[] = [];
  const page = { querySelector: () => null, getElementById: () => null };
  const context = createContext({
    document: page,
    URL,
    CSS: { escape: String },
    RED: {
      _: (key: string) => key,
      i18n: { lang: () => 'en-US' },
      nodes: {
        registerType: (_: string, definition: { defaults: Record<string, RegisteredDefault> }) =>
          registered.push(definition),
        node: () => ({ valid: true }),
      },
    },
  });
  runInContext(readFileSync(join(root, 'resources', 'editor.js'), 'utf8'), context);
  for (const [, script = ''] of html.matchAll(/<script type="text\/javascript">([\s\S]*?)<\/script>/g)) {
    runInContext(script, context);
  }
  return registered[0]?.defaults ?? {};
}
