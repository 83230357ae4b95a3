// @ts-nocheck
import { startHomeNode } from '../src/nodered/home/home-node.js';
import type { NodeConfig, Red, RedNode } from '../src/nodered/platform/red.js';

export = (red: Red): void => {
  red.nodes.registerType('nomos-home', function (this: RedNode, config: NodeConfig) {
    red.nodes.createNode(this, config);
    startHomeNode(red, this, config);
  });
};
