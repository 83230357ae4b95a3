/** Preloaded into a Node-RED (`node --expose-gc --require`): prints heap and open resources every second, as one line. */
// @ts-nocheck

const everyMs = 1_000;

setInterval(() => {
  globalThis.gc?.();
  const heapBytes = process.memoryUsage().heapUsed;
  console.log(`vital signs ${JSON.stringify({ at: Date.now(), heapBytes, resources: resources() })}`);
}, everyMs).unref();

/** What keeps a process busy, without what comes and goes with every request. */
function resources(): number {
  return process.getActiveResourcesInfo().filter((name) => !/Wrap|Req|Immediate/.test(name)).length;
}
