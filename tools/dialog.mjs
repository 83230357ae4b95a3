/**
 * Fills in what follows from a node's table of settings (`src/protocol`): the defaults of its properties, and the rows of its
 * dialog. Texts stay keys of the node's catalog, which the editor looks up.
 */

/** Whose kind says what the field is; everything else is a field of one line. */
const fields = {
  account: ({ id }) => `<input type="text" id="${id}" style="width: calc(100% - 140px)">`,
  choice: choiceField,
  day: ({ id }) => `<input type="date" id="${id}">`,
  deadline: (cell) => `<input type="text" id="${cell.id}" class="nomos-short"${placeholder(cell)}>`,
  home: ({ id }) => `<input type="text" id="${id}" style="width: calc(100% - 140px)">`,
  flag: ({ id, unit }) => boxed(`<input type="checkbox" id="${id}"><label for="${id}">${unit.trim()}</label>`),
  number: numberField,
  'number-or-word': numberOrWordField,
  profile: ({ name }) => `<span class="nomos-field" id="nomos-${name}"></span>`,
  stretches: ({ name }) => `<span class="nomos-field" id="nomos-${name}"></span>`,
  subscription: ({ id }) => `<select id="${id}"></select>`,
  time: timeField,
  typed: ({ id }) => `<input type="text" id="${id}" class="nomos-typed"><input type="hidden" id="${id}Type">`,
  weekdays: ({ name }) => `<span class="nomos-field" id="nomos-${name}"></span>`,
};

/** Where the page of each node is read. */
const pages = 'https://github.com/node-red-contrib-nomos/node-red-contrib-nomos/blob/main/docs';

/** Other nodes that a setting names, by its kind. */
const nodeKinds = { account: 'nomos-account', home: 'nomos-home' };

/** What a label is for, where that is not the field itself; a list of fields has a label of its own. */
const targets = {
  'number-or-word': ({ name }) => ` for="nomos-${name}"`,
  profile: () => '',
  stretches: () => '',
  weekdays: () => '',
};

/** The html of a node with `<!-- rows <place> -->` and its settings filled in; throws where a row has no place. */
export function fillDialog(html, type, table) {
  const prefix = /category: 'config'/.test(html) ? 'node-config-input' : 'node-input';
  const left = new Set(Object.values(table).flatMap(({ row }) => (row ? [row.place] : [])));
  const filled = html.replace(/^( *)<!-- rows ([\w-]+) -->$/gm, (_, indent, place, offset) => {
    left.delete(place);
    return indented(rowsOf(type, table, { place, prefix, isFolded: isFolded(html, offset) }), indent);
  });
  if (left.size > 0) throw new Error(`${type}.html has no place for the rows ${[...left].join(', ')}`);
  const paged = filled.replace(/^( *)<!-- page -->$/m, (_, indent) => indent + pageLink(type));
  return paged.replace(/^( *)\/\* settings \*\/$/m, (_, indent) => indented(defaultsOf(type, table), indent));
}

/** True inside of a part that is folded when the dialog opens: there every row says in a line what it is for. */
function isFolded(html, offset) {
  const before = html.slice(0, offset);
  return before.split('<details').length > before.split('</details').length;
}

function pageLink(type) {
  const words = '<span data-i18n="node-red-contrib-nomos/nomos-account:nomos-account.text.page"></span>';
  const page = `${pages}/${type}.md`;
  return `<p class="nomos-page"><a href="${page}" target="_blank" rel="noopener"><i class="fa fa-book"></i> ${words}</a></p>`;
}

/** One line for each property, as Node-RED wants it. */
function defaultsOf(type, table) {
  return Object.entries(table).map(([name, setting]) => {
    const { kind, required } = setting;
    const parts = [`value: ${literal(setting.fresh ?? setting.default ?? '')}`];
    if (nodeKinds[kind]) parts.push(`type: '${nodeKinds[kind]}'`);
    // Node-RED checks a chosen account and a typed input itself.
    if (required !== undefined) parts.push(`required: ${required}`);
    else if (!kind.startsWith('typed')) parts.push(`validate: ${globalName(type)}.valid.${name}`);
    return `${name}: { ${parts.join(', ')} },`;
  });
}

/** The name of the global that holds what the editor script of a node exports. */
export function globalName(type) {
  return `${type.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())}Editor`;
}

function rowsOf(type, table, { place, prefix, isFolded }) {
  const here = Object.entries(table).filter(([, { row }]) => row?.place === place);
  return here.flatMap(([name, setting]) => {
    const { kind, row, when, unit } = setting;
    const target = row.as === 'duration' ? ` for="node-input-${name}-hours"` : targets[kind]?.({ name });
    const id = `${prefix}-${name}`;
    const cell = { type, name, setting, table, id, unit: unit ? ` ${said(type, `unit.${unit}`)}` : '' };
    const label = said(type, `label.${row.until ? 'window' : name}`);
    return [
      `<div class="form-row"${when || row.idle ? ` id="nomos-row-${name}"` : ''}>`,
      `  <label${target ?? ` for="${id}"`}><i class="fa fa-${row.icon}"></i> ${label}</label>`,
      `  ${(fields[kind] ?? textField)(cell)}`,
      ...(isFolded || row.hint
        ? [`  <div class="nomos-tip" id="${id}-hint" data-i18n="${type}.hint.${name}"></div>`]
        : []),
      ...idleLines(type, name, row),
      '</div>',
    ];
  });
}

/** Why the setting has no effect, a line for each other one that may be the reason. */
function idleLines(type, name, { idle = {} }) {
  return [...(idle.with ?? []), ...(idle.without ?? [])].map((other) => {
    const key = `${type}.idle.${name}.${other}`;
    return `  <div class="nomos-idle-why" id="nomos-idle-${name}-${other}" data-i18n="${key}" hidden></div>`;
  });
}

function textField({ name, setting, id, ...cell }) {
  const list = `nomos-list-${name}`;
  const offer = setting.row.list ? ` list="${list}" autocomplete="off" spellcheck="false"` : '';
  const offered = setting.row.list ? `<datalist id="${list}"></datalist>` : '';
  return `<input type="text" id="${id}"${offer}${placeholder({ setting, ...cell })}>${offered}`;
}

function numberField(cell) {
  const { id, setting, unit } = cell;
  if (setting.row.as === 'duration') return `<input type="hidden" id="${id}">`;
  if (setting.row.units) return boxed(amountWithUnits(cell));
  return boxed(`<input type="text" inputmode="decimal" id="${id}"${placeholder(cell)}>${unit}`);
}

/** What the unit of the number is, is chosen beside it. */
function amountWithUnits(cell) {
  const { type, id, setting, table } = cell;
  const { units } = setting.row;
  const choice = choiceField({ type, name: units, setting: table[units], id: `node-input-${units}` });
  const label = `data-i18n="[aria-label]${type}.label.${units}"`;
  const number = `<input type="text" class="nomos-amount" inputmode="decimal" id="${id}"${placeholder(cell)}>`;
  return `${number} ${choice.replace('<select', `<select ${label}`)}`;
}

function timeField({ type, name, setting, id, unit }) {
  const { until } = setting.row;
  const required = setting.default === undefined ? '' : ' required';
  if (until === undefined) return boxed(`<input type="time" id="${id}"${required}>${unit}`);
  const ends = [name, until].map((end) => {
    const label = `data-i18n="[aria-label]${type}.label.${end}"`;
    const field = `<input type="time" id="node-input-${end}"${required} ${label}>`;
    return `<span class="nomos-units">${said(type, `label.${end}`)} ${field}</span>`;
  });
  return `${boxed(ends.join(' '))}<div class="nomos-under" id="nomos-window-text"></div>`;
}

function choiceField({ type, name, setting, id }) {
  const absent = setting.default === undefined ? [option(type, '', `choice.${name}.absent`)] : [];
  // A unit is the same in all languages.
  const options = setting.choices.map((choice) => {
    const isUnit = String(choice).includes('/');
    return isUnit ? `<option value="${choice}">${choice}</option>` : option(type, choice, `choice.${name}.${choice}`);
  });
  return `<select id="${id}">${[...absent, ...options].join('')}</select>`;
}

function numberOrWordField({ type, name, setting, id, unit }) {
  const words = [...setting.words, setting.unit].map((word) => option(type, word, `choice.${name}.${word}`));
  const amount = `data-i18n="[aria-label]${type}.unit.${setting.unit}"`;
  const number = `<input type="text" inputmode="decimal" id="nomos-${name}-${setting.unit}" ${amount}>${unit}`;
  const parts = `<select id="nomos-${name}">${words.join('')}</select> <span id="nomos-${name}-every">${number}</span>`;
  return `<input type="hidden" id="${id}">${boxed(parts)}`;
}

function option(type, value, key) {
  return `<option value="${value}" data-i18n="${type}.${key}"></option>`;
}

function placeholder({ type, setting }) {
  const key = setting.row.placeholder;
  return key === undefined ? '' : ` data-i18n="[placeholder]${type}.placeholder.${key}"`;
}

function said(type, key) {
  return `<span data-i18n="${type}.${key}"></span>`;
}

function boxed(parts) {
  return `<span class="nomos-field">${parts}</span>`;
}

function indented(lines, indent) {
  return lines.map((line) => indent + line).join('\n');
}

function literal(value) {
  return JSON.stringify(value).replaceAll('"', "'");
}
