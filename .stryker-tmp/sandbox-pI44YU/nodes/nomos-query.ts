// @ts-nocheck
import type { NodeConfig, Red, RedNode } from '../src/nodered/platform/red.js';
import { startQueryNode } from '../src/nodered/query/query-node.js';

export = (red: Red): void => {
  red.nodes.registerType('nomos-query', function (this: RedNode, config: NodeConfig) {
    red.nodes.createNode(this, config);
    startQueryNode(red, this, config);
  });
};
