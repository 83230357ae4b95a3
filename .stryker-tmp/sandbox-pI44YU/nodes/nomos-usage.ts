// @ts-nocheck
import type { NodeConfig, Red, RedNode } from '../src/nodered/platform/red.js';
import { startUsageNode } from '../src/nodered/usage/usage-node.js';

export = (red: Red): void => {
  red.nodes.registerType('nomos-usage', function (this: RedNode, config: NodeConfig) {
    red.nodes.createNode(this, config);
    startUsageNode(red, this, config);
  });
};
