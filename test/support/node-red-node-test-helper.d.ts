declare module 'node-red-node-test-helper' {
  interface HelperNode {
    on(event: string, listener: (...values: never[]) => void): void;
    receive(message: object): void;
  }
  interface Helper {
    load(nodes: readonly ((red: object) => void)[], flow: readonly object[], credentials?: object): Promise<void>;
    unload(): Promise<void>;
    getNode(id: string): HelperNode;
  }
  const helper: Helper;
  export = helper;
}
