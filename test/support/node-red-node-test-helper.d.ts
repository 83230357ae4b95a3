declare module 'node-red-node-test-helper' {
  interface HelperNode {
    on(event: string, listener: (...values: never[]) => void): void;
    receive(message: object): void;
  }
  interface Answer {
    readonly status: number;
    // biome-ignore lint/suspicious/noExplicitAny: tests look at raw JSON.
    readonly body: any;
  }
  interface Posting {
    set(headers: Readonly<Record<string, string>>): { send(body: string): Promise<Answer> };
  }
  interface Admin {
    get(path: string): Promise<Answer>;
    post(path: string): Posting;
  }
  interface Helper {
    load(nodes: readonly ((red: object) => void)[], flow: readonly object[], credentials?: object): Promise<void>;
    unload(): Promise<void>;
    getNode(id: string): HelperNode;
    /** Asks the admin side, over supertest. */
    request(): Admin;
  }
  const helper: Helper;
  export = helper;
}
