import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** Loads a module of `src/editor`, which exists only as bundled browser code, into this process. */
export function editorModule<Face>(name: string): Face {
  const root = join(__dirname, '..', '..', '..', '..');
  const { outputFiles } = buildSync({
    entryPoints: [join(root, 'src', 'editor', `${name}.ts`)],
    bundle: true,
    write: false,
    format: 'cjs',
    loader: { '.css': 'text' },
  });
  const loaded: { exports: unknown } = { exports: {} };
  new Function('module', 'exports', outputFiles[0]?.text ?? '')(loaded, loaded.exports);
  return loaded.exports as Face;
}
