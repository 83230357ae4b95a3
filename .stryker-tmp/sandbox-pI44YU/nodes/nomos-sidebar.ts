// @ts-nocheck
import type { Red } from '../src/nodered/platform/red.js';

export = (red: Red): void => {
  red.plugins.registerPlugin('nomos-sidebar', { type: 'nomos-sidebar' });
};
