/** The part of Node-RED's editor that we call (4.1 and 5.0), declared as we use it. */

interface EditorNode {
  readonly id: string;
  readonly type: string;
  readonly z?: string;
  name?: string;
  label?: string;
  valid?: boolean;
  readonly credentials?: Record<string, unknown>;
  readonly _def: { readonly defaults: Record<string, EditorDefault> };
  _(key: string, params?: Record<string, string | number>): string;
  [property: string]: unknown;
}

interface EditorDefault {
  readonly value: unknown;
  /** The type of the config node that the property names. */
  readonly type?: string;
  readonly validate?: (this: EditorNode, value: unknown, options?: object) => boolean | string;
}

interface EditorNotification {
  close(): void;
}

interface EditorTab {
  readonly id: string;
  readonly label: string;
  readonly name: string;
  readonly iconClass: string;
  readonly content: HTMLElement;
  readonly action?: string;
  readonly enableOnEdit?: boolean;
  /** Its button stands among the first, not in the menu of those for which there is no room. */
  readonly pinned?: boolean;
}

declare const RED: {
  _(key: string, params?: Record<string, string | number>): string;
  readonly nodes: {
    eachConfig(visit: (node: EditorNode) => unknown): void;
    eachNode(visit: (node: EditorNode) => unknown): void;
    node(id: string): EditorNode | null | undefined;
    workspace(id: string): { readonly label: string } | undefined;
    subflow(id: string): { readonly name: string } | undefined;
    getType(type: string): { readonly category: string } | undefined;
    updateConfigNodeUsers(node: EditorNode, options: { readonly action: 'add' | 'remove' }): void;
    /** The revision of the flows; undefined until they are loaded. */
    version(): string | undefined;
  };
  readonly comms: {
    subscribe(topic: string, listener: (topic: string, payload: unknown) => void): void;
    unsubscribe(topic: string, listener: (topic: string, payload: unknown) => void): void;
  };
  readonly events: {
    on(event: string, listener: (...values: unknown[]) => void): void;
    off(event: string, listener: (...values: unknown[]) => void): void;
  };
  readonly editor: {
    edit(node: EditorNode): void;
    editConfig(property: string, type: string, id: string): void;
  };
  readonly view: {
    reveal(id: string): void;
    select(id: string): void;
  };
  readonly sidebar: {
    addTab(tab: EditorTab): void;
    show(id: string): void;
    /** Also gives the buttons of its tabs the room there is. */
    toggleSidebar(isOpen: boolean): void;
  };
  readonly menu: { isSelected(id: string): boolean };
  readonly settings: { get(name: string): unknown };
  readonly actions: { add(name: string, action: () => void, options?: { label: string }): void };
  readonly i18n: { lang(): string };
};

interface JQuery {
  typedInput(options: { default?: string; types: readonly string[]; typeField?: string | JQuery }): this;
  typedInput(method: 'type' | 'value', value?: string): string;
  i18n(): this;
}

declare module '*.css' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: esbuild gives the text of a style sheet as its default export.
  export default text;
}
