// @ts-nocheck
import type { NodeConfig, Red, RedNode } from '../src/nodered/platform/red.js';
import { startPricesNode } from '../src/nodered/prices/prices-node.js';

export = (red: Red): void => {
  red.nodes.registerType('nomos-prices', function (this: RedNode, config: NodeConfig) {
    red.nodes.createNode(this, config);
    startPricesNode(red, this, config);
  });
};
