import { startAccountNode } from './account/account-node.js';
import { createRuntime } from './account/create-runtime.js';
import type { AdminRoutes } from './platform/admin-routes.js';
import type { NodeConfig, Red, RedNode } from './platform/red.js';
import { watchRecords } from './record-sweep.js';
import { registerAccountRoutes } from './routes/account-routes.js';
import { registerBatteryRoutes } from './routes/battery-routes.js';
import { registerHomeRoutes } from './routes/home-routes.js';
import { registerOauthRoutes } from './routes/oauth-routes.js';
import { registerPriceRoutes } from './routes/price-routes.js';

/** Prepares what all accounts share and registers the admin routes, once; gives what each node of the type then does. */
export function prepareAccountNodes(red: Red, routes: AdminRoutes): (node: RedNode, config: NodeConfig) => void {
  const runtime = createRuntime(red, routes);
  watchRecords(runtime);
  registerAccountRoutes(runtime);
  registerOauthRoutes(runtime);
  registerPriceRoutes(runtime);
  registerHomeRoutes(runtime);
  registerBatteryRoutes(runtime);
  return (node, config) => startAccountNode(runtime, node, config);
}
