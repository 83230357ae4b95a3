declare module 'node-red-node-test-helper' {
  interface HelperNode {
    on(event: string, listener: (...values: never[]) => void): void;
    receive(message: object): void;
  }
  // biome-ignore lint/suspicious/noExplicitAny: tests look at raw JSON.
  interface AdminQuestion extends PromiseLike<{ readonly status: number; readonly body: any }> {
    set(name: string, value: string): AdminQuestion;
    send(body: object): AdminQuestion;
    expect(status: number): AdminQuestion;
  }
  interface Helper {
    load(nodes: readonly ((red: object) => void)[], flow: readonly object[], credentials?: object): Promise<void>;
    unload(): Promise<void>;
    /** Deploys a flow in place of the loaded one; resolves when it has started. */
    setFlows(flow: readonly object[], type: 'full' | 'flows' | 'nodes'): Promise<void>;
    getNode(id: string): HelperNode;
    /** A spy on what is logged. */
    log(): { readonly args: readonly (readonly [{ readonly id?: string; readonly msg: unknown }])[] };
    /** Asks the admin side of the loaded Node-RED. */
    request(): { get(path: string): AdminQuestion; post(path: string): AdminQuestion };
  }
  const helper: Helper;
  export = helper;
}
