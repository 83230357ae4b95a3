import { prepareAccountNodes } from '../src/nodered/module.js';
import type { NodeConfig, Red, RedNode } from '../src/nodered/platform/red.js';

export = (red: Red): void => {
  const start = prepareAccountNodes(red);
  red.nodes.registerType(
    'nomos-account',
    function (this: RedNode, config: NodeConfig) {
      red.nodes.createNode(this, config);
      start(this, config);
    },
    { credentials: { clientId: { type: 'text' }, clientSecret: { type: 'password' } } },
  );
};
