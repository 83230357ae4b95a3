import type { NodeConfig, Red, RedNode } from '../src/nodered/red.js';
import { startWindowNode } from '../src/nodered/window-node.js';

export = (red: Red): void => {
  red.nodes.registerType('cheapest-window', function (this: RedNode, config: NodeConfig) {
    red.nodes.createNode(this, config);
    startWindowNode(red, this, config);
  });
};
