/** The runtime waits for the first prices itself, and answers without them where they take longer. */
const againMs = 2000;

/**
 * Asks again in a while, where the first prices are on their way; forgets it where the pane is out of the page by then: Node-RED tells
 * nobody of a node that is deleted in its dialog, and below another dialog a pane is gone for a while. Gives the timer.
 */
export function askedOnceMore(pane: HTMLElement, ask: () => Promise<void>, forget: () => void): number {
  return window.setTimeout(() => (pane.isConnected ? void ask() : forget()), againMs);
}
