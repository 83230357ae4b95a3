// @ts-nocheck
import { onFirstNeed } from '../src/nodered/first-need.js';
import { prepareAccountNodes } from '../src/nodered/module.js';
import type { NodeConfig, Red, RedNode } from '../src/nodered/platform/red.js';

export = (red: Red): void => {
  const accountNodes = onFirstNeed(red, (routes) => prepareAccountNodes(red, routes));
  red.nodes.registerType(
    'nomos-account',
    function (this: RedNode, config: NodeConfig) {
      red.nodes.createNode(this, config);
      accountNodes()(this, config);
    },
    { credentials: { clientId: { type: 'text' }, clientSecret: { type: 'password' } } },
  );
};
