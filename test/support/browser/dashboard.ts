import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../sandbox/drive/node-red-place.js';

/**
 * Puts FlowFuse Dashboard 2 into a user directory before Node-RED starts. It is installed under another name, which
 * `sandbox/drive/node-red-process.ts` leaves out, so that only those have it who want it.
 */
export function linkDashboard(userDir: string): void {
  const scope = join(userDir, 'node_modules', '@flowfuse');
  mkdirSync(scope, { recursive: true });
  symlinkSync(join(packageRoot, 'node_modules', 'flowfuse-dashboard'), join(scope, 'node-red-dashboard'), 'dir');
}
