/** The name of the debug nodes whose lines the demo prints. */
export const demoPrefix = 'demo';

/** A function node that makes one line of a message, and a debug node right of it that prints it; `z` is their tab. */
export function printedLine<Message>(
  { id, ...place }: { readonly id: string; readonly z: string; readonly x: number; readonly y: number },
  asText: (message: Message) => string,
): object[] {
  const func = `const asText = ${asText.toString()};\nreturn { payload: asText(msg) };`;
  const debugId = `${id}-debug`;
  return [
    { id, type: 'function', ...place, name: 'as text', func, outputs: 1, libs: [], wires: [[debugId]] },
    {
      id: debugId,
      type: 'debug',
      ...place,
      x: place.x + 200,
      name: demoPrefix,
      active: true,
      tosidebar: true,
      console: true,
      complete: 'payload',
      targetType: 'msg',
      wires: [],
    },
  ];
}
