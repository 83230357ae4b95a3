/**
 * The part of Node-RED's runtime API that we use, as it really behaves (Node-RED 4.1 and 5.0).
 * @see https://nodered.org/docs/api/modules/v/1.3/@node-red_runtime.html
 */

/** A message on its way through a flow. */
export type Message = Record<string, unknown>;

/** What a node shows under itself; an empty object clears it. */
export interface NodeStatus {
  readonly fill?: 'red' | 'green' | 'yellow' | 'blue' | 'grey';
  readonly shape?: 'ring' | 'dot';
  readonly text?: string;
}

/** The properties stored for a node, as they came from the editor or an imported flow: trust nothing. */
export type NodeConfig = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>;

/** One message, or for each output null, one or several. */
export type Send = (message: Message | readonly (Message | readonly Message[] | null)[]) => void;
export type Done = (error?: Error) => void;

export interface RedNode {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  /** Inside a subflow its id in the template, which is the one that the editor knows. */
  readonly _alias?: string;
  /** The flow it stands in; inside a subflow the instance of that. */
  readonly z?: string;
  credentials?: Record<string, string>;
  /** By output the ids of those that are wired to it, as they are just now; absent where nobody knows. */
  readonly wires?: readonly (readonly string[])[];
  on(event: 'input', listener: (message: Message, send: Send, done: Done) => void): void;
  on(event: 'close', listener: (removed: boolean, done: () => void) => void): void;
  send: Send;
  status(status: NodeStatus): void;
  log(text: string): void;
  warn(text: string): void;
  error(text: string | Error, message?: Message): void;
}

interface RedUser {
  readonly permissions?: unknown;
}

export interface AdminRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly url: string;
  /** Where the admin app is mounted, e.g. `/admin`; empty at the root. */
  readonly baseUrl: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly user?: RedUser;
  is(type: string): string | false | null;
}

export interface AdminResponse {
  status(code: number): AdminResponse;
  set(headers: Readonly<Record<string, string>>): AdminResponse;
  type(type: string): AdminResponse;
  cookie(name: string, value: string, options: Readonly<Record<string, unknown>>): AdminResponse;
  clearCookie(name: string, options: Readonly<Record<string, unknown>>): AdminResponse;
  json(value: unknown): void;
  send(body: string): void;
  redirect(status: number, url: string): void;
  readonly headersSent: boolean;
}

export type AdminHandler = (request: AdminRequest, response: AdminResponse, next: (to?: 'route') => void) => void;

export interface RedSettings {
  get(key: string): unknown;
  set(key: string, value: unknown): Promise<void>;
  available(): boolean;
  readonly userDir?: string;
  /** What stores in place of Node-RED's own files: a module, or the name of one that Node-RED brings. */
  readonly storageModule?: unknown;
  /** The setting with which Node-RED writes no file. */
  readonly readOnly?: unknown;
  readonly proxyOptions?: unknown;
}

export interface Red {
  readonly nodes: {
    createNode(node: object, config: NodeConfig): void;
    registerType(type: string, node: NodeConstructor, options?: object): void;
    getNode(id: string): RedNode | null;
    /** Calls back with every node of the flows as they are stored, also those that are disabled or not made yet. */
    eachNode(visit: (config: NodeConfig) => void): void;
  };
  readonly plugins: { registerPlugin(id: string, definition: { readonly type: string }): void };
  readonly settings: RedSettings;
  readonly httpAdmin: {
    get(path: string | RegExp, ...handlers: AdminHandler[]): void;
    post(path: string | RegExp, ...handlers: AdminHandler[]): void;
    use(path: string | RegExp, handler: AdminHandler): void;
  };
  readonly auth: { needsPermission(permission: string): AdminHandler };
  readonly comms: { publish(topic: string, payload: unknown, retain: boolean): void };
  readonly events: {
    on(event: string, listener: (payload: unknown) => void): void;
    removeListener(event: string, listener: (payload: unknown) => void): void;
  };
  readonly util: { cloneMessage(message: Message): Message };
  readonly log: { info(text: string): void; warn(text: string): void; error(text: string): void };
  _(key: string, params?: Readonly<Record<string, unknown>>): string;
}

/** Node-RED calls it with `new`, having made `this` inherit from its own Node. */
export type NodeConstructor = (this: RedNode, config: NodeConfig) => void;
