import { flowsStarted } from './flows-started.js';
import type { NodeStatus, Red, RedNode } from './red.js';

/** Shows a status. */
export type StatusLine = (status: NodeStatus) => void;

/**
 * Shows statuses under a node, each of them once, however often it is found again.
 *
 * The first waits until the flows run: status nodes hear nothing of what is shown before.
 */
export function statusLine(red: Red, node: Pick<RedNode, 'status' | 'on'>): StatusLine {
  let life: 'starting' | 'running' | 'closed' = 'starting';
  let wanted: NodeStatus | undefined;
  let shown = '';
  const show = () => {
    const text = JSON.stringify(wanted);
    if (life !== 'running' || wanted === undefined || text === shown) return;
    shown = text;
    node.status(wanted);
  };
  void flowsStarted(red).then(() => {
    if (life === 'starting') life = 'running';
    show();
  });
  node.on('close', (_removed, done) => {
    life = 'closed';
    done();
  });
  return (status) => {
    // Whatever a setting or a variable is called: what is longer would lie over other nodes.
    wanted = status.text === undefined ? status : { ...status, text: fitting(status.text) };
    show();
  };
}

/** Node-RED cuts off nothing: what is longer lies over other nodes. */
export const longestStatus = 60;

/** The first of some texts, the fullest first, for which there is room; where there is room for none, the last one, cut off. */
export function fitting(...texts: readonly string[]): string {
  return fittingIn(longestStatus, ...texts);
}

/** The same in a room of so many characters. */
export function fittingIn(room: number, ...texts: readonly string[]): string {
  return texts.find(({ length }) => length <= room) ?? cutOff(texts.at(-1) ?? '', room);
}

/** A text with those of the further ones, the most important first, for which there is room. */
export function asFits(text: string, ...more: readonly string[]): string {
  const whole = more.reduce(
    (said, one) => (said.length + separator.length + one.length > longestStatus ? said : said + separator + one),
    text,
  );
  return fitting(whole);
}

/** Two texts of which the second must not be cut off: the first one gets the room that is left. */
export function inRoom(text: string, after: string): string {
  const room = roomBeside(after);
  return room < leastRoom ? fitting(after) : `${cutOff(text, room)}${separator}${after}`;
}

/** How many characters are left where this is said, too; below 0 where it takes more than all. */
export function roomBeside(after: string): number {
  return longestStatus - after.length - separator.length;
}

const separator = ' · ';
/** With less than that, the beginning of a text says nothing. */
const leastRoom = 8;

function cutOff(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}
