// @ts-nocheck
import type { NodeConfig, Red, RedNode } from '../src/nodered/platform/red.js';
import { startWindowNode } from '../src/nodered/window/window-node.js';

export = (red: Red): void => {
  red.nodes.registerType('cheapest-window', function (this: RedNode, config: NodeConfig) {
    red.nodes.createNode(this, config);
    startWindowNode(red, this, config);
  });
};
