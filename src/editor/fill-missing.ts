/**
 * Shows the default of every property that the node does not have.
 *
 * A flow that was written by hand or exported by an earlier version lacks some, and Node-RED leaves their fields empty.
 * The node itself stays as it is until the dialog is saved.
 */
export function fillMissing(node: EditorNode, prefix: 'node-input' | 'node-config-input'): void {
  for (const [name, { value }] of Object.entries(node._def.defaults)) {
    const field = document.getElementById(`${prefix}-${name}`);
    if (node[name] !== undefined || !field) continue;
    if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = value === true;
    else $(field).val(String(value));
  }
}
