import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../sandbox/drive/node-red-place.js';

/** The version of a commit, built in a folder of its own; throws where there is no such commit, or it does not build. */
export function buildOf(ref: string): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'nomos-before-'));
  const git = (...args: string[]) => execFileSync('git', ['-C', packageRoot, ...args], { stdio: 'ignore' });
  git('worktree', 'add', '--force', '--detach', folder, ref);
  symlinkSync(join(packageRoot, 'node_modules'), join(folder, 'node_modules'), 'dir');
  execFileSync(process.execPath, [join(folder, 'tools', 'build.mjs')], { cwd: folder, stdio: 'inherit' });
  return {
    folder,
    remove: () => {
      git('worktree', 'remove', '--force', folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
