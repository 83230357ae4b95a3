import type { PlanRequest } from '../../protocol/admin-api.js';
import { defaultsOf, type SettingsTable, scoped } from '../../protocol/setting.js';
import { windowSettings } from '../../protocol/window-settings.js';
import { usableSettings } from '../chart/usable.js';
import { chosenAccount, followAccount, mendChoice } from '../form/config-choice.js';
import { useDialogStyle } from '../form/dialog-style.js';
import { byId, element, toggle } from '../form/dom.js';
import { arrangeRows, showChangedSections } from '../form/sections.js';
import { StoredFields } from '../form/stored-fields.js';
import { isAbsent, variablesIn } from '../form/stored-value.js';
import { text } from '../form/text.js';
import { chosen, tellLists } from '../form/validators.js';
import { showVerdict, showVerdicts, type Validator } from '../form/verdicts.js';
import { type WeekdaysField, weekdaysField } from '../form/weekdays-field.js';
import { durationField } from './duration-field.js';
import { LimitField } from './limit-field.js';
import type { LinesField } from './lines-field.js';
import { planPreview } from './plan-preview.js';
import { profileBox, profileField } from './profile-field.js';
import { resendField } from './resend-field.js';
import { stretchesField } from './stretches-field.js';
import { offerTimeZones, windowText } from './window-text.js';
import { houseOf } from './window-validators.js';

/** What a plan is made from. */
const planned: SettingsTable = scoped(windowSettings, 'message', 'node');
const needed = 'cheapest-window.placeholder.needed';
const placeholders = {
  powerKw: 'cheapest-window.placeholder.powerKw',
  maxPriceCt: 'cheapest-window.placeholder.noLimit',
};
const valueTypes = ['bool', 'num', 'str', 'json'] as const;

/** The dialog of a cheapest-window node, from opening to closing. */
export class PlanDialog {
  readonly #node: EditorNode;
  readonly #validators: Readonly<Record<string, Validator>>;
  readonly #fields: StoredFields;
  readonly #weekdays: WeekdaysField;
  readonly #profile: LinesField;
  readonly #exclude: LinesField;
  readonly #limit: LimitField;
  readonly #noneMissing = element('div', {
    className: 'nomos-idle-why',
    hidden: true,
    textContent: text('cheapest-window.text.noneMissing'),
  });
  readonly #preview = planPreview(byId('nomos-preview'), (isWholeKnown) =>
    toggle(this.#noneMissing, isWholeKnown ? 'shown' : 'hidden'),
  );

  constructor(node: EditorNode, validators: Readonly<Record<string, Validator>>) {
    useDialogStyle();
    this.#node = node;
    byId('nomos-plan-dialog').dataset.nodeId = node.id;
    this.#validators = validators;
    this.#fields = new StoredFields(node, windowSettings);
    followAccount(node);
    mendChoice(node, 'home');
    for (const name of ['durationMinutes', 'maxOffMinutes'])
      durationField(byId<HTMLInputElement>(`node-input-${name}`), Number(node._def.defaults[name]?.value));
    resendField();
    offerTimeZones();
    const changed = (): void => this.#changed();
    this.#weekdays = weekdaysField(byId('nomos-weekdays'), node.weekdays, changed);
    this.#profile = profileField(profileBox(), node.profile, changed);
    this.#exclude = stretchesField(byId('nomos-exclude'), node.exclude, changed);
    tellLists(byId('nomos-plan-dialog'), () => this.#listed());
    for (const name of ['onValue', 'offValue']) typedField(name);
    this.#limit = new LimitField();
    byId('node-input-missingPrices').after(this.#noneMissing);
    this.#fields.settled();
    // Hears of it before the dialog does: somebody may have signed in.
    $('#node-input-account').on('change', () => this.#preview.forget());
    $('#nomos-plan-dialog').on('change input', changed);
    this.#changed();
  }

  /** Puts the settings on the node. */
  save(node: EditorNode): void {
    Object.assign(node, this.#listed());
    const limit = this.#limit.read(this.#fields.read()).maxPriceCt;
    this.#fields.save(node);
    node.maxPriceCt = limit;
  }

  stop(): void {
    this.#preview.stop();
    $('#nomos-plan-dialog').off('change input');
  }

  #changed(): void {
    this.#arrange();
    showChangedSections(byId('nomos-plan-dialog'), this.#node._def.defaults, (section) => this.#ownChanges(section));
    showVerdicts(this.#node, this.#validators);
    for (const [name, value] of Object.entries(this.#listed())) {
      const verdict = this.#validators[name]?.call(this.#node, value);
      if (verdict !== undefined) showVerdict(byId(`nomos-${name}`), verdict);
    }
    this.#ask();
  }

  #settings(): Record<string, unknown> {
    const read = Object.entries(this.#limit.read(this.#fields.read())).filter(([name]) => name in planned);
    return { ...Object.fromEntries(read), ...this.#listed() };
  }

  /** The settings that are lists. */
  #listed(): Readonly<Record<'weekdays' | 'profile' | 'exclude', unknown>> {
    return { weekdays: this.#weekdays.read(), profile: this.#profile.read(), exclude: this.#exclude.read() };
  }

  // A wrong setting is left out, and the preview says so: the others still have an effect to be seen.
  #ask(): void {
    const about = { validators: this.#validators, catalog: 'cheapest-window' };
    const { settings, notes } = usableSettings(this.#node, about, this.#settings());
    const accountId = settings.priceSource === 'message' ? '' : chosenAccount();
    if (!accountId) toggle(this.#noneMissing, 'hidden');
    const subscription = String($('#node-input-subscription').val() ?? '');
    const request = { accountId, subscription, settings, ...this.#sharing() };
    this.#preview.update(accountId ? request : undefined, notes);
    const variables = variablesIn({ accountId, subscription, settings, home: chosen(this.#node, 'home') });
    if (accountId && variables.length > 0) this.#preview.cannotTell(variables);
  }

  /** The house that the device shares, and its place in it. */
  #sharing(): Pick<PlanRequest, 'nodeId' | 'home' | 'priority'> {
    const house = houseOf(this.#node);
    if (house === null) return {};
    const { priority } = this.#shown();
    const isAllowed = this.#validators.priority?.call(this.#node, priority) === true;
    return { nodeId: this.#node.id, home: house.id, ...(isAllowed && { priority: Number(priority) }) };
  }

  // What cannot matter under the present choices is not shown.
  #arrange(): void {
    const shown = this.#shown();
    const { mode, from, to, tie } = shown;
    arrangeRows(byId('nomos-plan-dialog'), windowSettings, shown);
    byId('nomos-window-text').textContent = windowText(String(from), String(to));
    toggle(byId('nomos-pieces'), mode === 'contiguous' ? 'shown' : 'hidden');
    this.#sayWhatIsNeeded();
    const tolerance = byId('nomos-row-toleranceCt').querySelector('label span');
    if (tolerance) tolerance.textContent = toleranceLabel(tie);
    // A threshold is nothing but its limit: then the limit stands on the first screen.
    const limit = byId('nomos-row-limit');
    const home = mode === 'threshold' ? byId('nomos-limit-first') : byId('nomos-limit-folded');
    if (limit.parentElement === home) return;
    // Moving a focused field blurs it, which ends in here once more: so it is blurred first.
    if (document.activeElement instanceof HTMLElement && limit.contains(document.activeElement)) {
      document.activeElement.blur();
    }
    if (limit.parentElement !== home) home.append(limit);
  }

  /** What may be left empty elsewhere is needed under some of the other settings. */
  #sayWhatIsNeeded(): void {
    for (const [name, key] of Object.entries(placeholders)) {
      const isNeeded = this.#validators[name]?.call(this.#node, '') !== true;
      byId<HTMLInputElement>(`node-input-${name}`).placeholder = text(isNeeded ? needed : key);
    }
  }

  /** The settings with the defaults of those that are stored as missing. */
  #shown(): Readonly<Record<string, unknown>> {
    const given = Object.entries(this.#limit.read(this.#fields.read())).filter(([, value]) => !isAbsent(value));
    const house = $('#node-input-home').val();
    return { ...defaultsOf(windowSettings), ...Object.fromEntries(given), ...this.#listed(), home: house };
  }

  #ownChanges(section: HTMLElement): number {
    const days = section.contains(byId('nomos-weekdays')) && !this.#weekdays.isStandard;
    const phases = section.contains(profileBox()) && !this.#profile.isStandard;
    const stretches = section.contains(byId('nomos-exclude')) && !this.#exclude.isStandard;
    return Number(days) + Number(phases) + Number(stretches);
  }
}

/** The choice between yes and no cannot show a reference; as JSON the same text has the same value. */
function typedField(name: string): void {
  const typeField = byId<HTMLInputElement>(`node-input-${name}Type`);
  const value = byId<HTMLInputElement>(`node-input-${name}`).value;
  if (typeField.value === 'bool' && value !== 'true' && value !== 'false') typeField.value = 'json';
  $(`#node-input-${name}`).typedInput({ default: 'bool', types: valueTypes, typeField: `#node-input-${name}Type` });
}

/** Whoever wants to run as late as possible pays for a later beginning. */
function toleranceLabel(tie: unknown): string {
  return text(tie === 'latest' ? 'cheapest-window.label.toleranceCt-latest' : 'cheapest-window.label.toleranceCt');
}
