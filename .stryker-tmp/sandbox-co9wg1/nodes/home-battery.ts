// @ts-nocheck
import { startBatteryNode } from '../src/nodered/battery/battery-node.js';
import type { NodeConfig, Red, RedNode } from '../src/nodered/platform/red.js';

export = (red: Red): void => {
  red.nodes.registerType('home-battery', function (this: RedNode, config: NodeConfig) {
    red.nodes.createNode(this, config);
    startBatteryNode(red, this, config);
  });
};
