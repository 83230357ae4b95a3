/** A dialog that has been brought to life. */
interface OpenDialog {
  /** Puts the settings on the node: Node-RED itself would store every field as a text. */
  save(node: EditorNode): void;
  /** Ends everything the dialog had running. */
  stop(): void;
}

/** What the html of a node calls of its dialog. */
interface DialogCalls {
  /** Brings the opened dialog to life; the form already holds the stored values. */
  prepare(node: EditorNode): void;
  /** Puts the settings on the node, and ends the dialog. */
  save(node: EditorNode): void;
  /** Ends the dialog without saving; nothing happens where none is open. */
  close(): void;
}

/** The calls for a type of node of which one dialog at most is open; `open` brings one to life. */
export function oneDialog(open: (node: EditorNode) => OpenDialog): DialogCalls {
  let current: OpenDialog | undefined;
  const close = (): void => {
    current?.stop();
    current = undefined;
  };
  return {
    prepare(node) {
      close();
      current = open(node);
    },
    save(node) {
      current?.save(node);
      close();
    },
    close,
  };
}
