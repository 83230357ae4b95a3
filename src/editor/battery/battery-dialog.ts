import { batterySettings } from '../../protocol/battery-settings.js';
import { defaultsOf, type SettingsTable, scoped } from '../../protocol/setting.js';
import { usableSettings } from '../chart/usable.js';
import { chosenAccount, followAccount, offerContracts } from '../form/config-choice.js';
import { useDialogStyle } from '../form/dialog-style.js';
import { byId, toggle } from '../form/dom.js';
import { arrangeRows, showChangedSections } from '../form/sections.js';
import { StoredFields } from '../form/stored-fields.js';
import { isAbsent, isVariable, variablesIn } from '../form/stored-value.js';
import { shownAmount, text } from '../form/text.js';
import { chosen, validatorsOf } from '../form/validators.js';
import { showVerdicts, type Validator } from '../form/verdicts.js';
import { resendField } from '../window/resend-field.js';
import { offerTimeZones } from '../window/window-text.js';
import { hasPrices } from '../window/window-validators.js';
import { batteryPreview } from './battery-preview.js';

/** What a plan is made from. */
const planned: SettingsTable = scoped(batterySettings, 'message', 'node');

/** One validator for each setting of `home-battery` that can be wrong. */
export const fieldValidators = validatorsOf(batterySettings, {
  account: hasPrices,
  capacityKwh: needed('home-battery.invalid.capacity'),
  chargeKw: needed('home-battery.invalid.power'),
  dischargeKw: needed('home-battery.invalid.power'),
  minSocPercent: belowMaximum,
});

/** The dialog of a home-battery node, from opening to closing. */
export class BatteryDialog {
  readonly #node: EditorNode;
  readonly #validators: Readonly<Record<string, Validator>>;
  readonly #fields: StoredFields;
  readonly #preview: ReturnType<typeof batteryPreview>;
  /** Whether the grid was allowed before panels were chosen: who changes their mind has it again. */
  #chargedFromGrid = false;

  constructor(node: EditorNode, validators: Readonly<Record<string, Validator>>) {
    useDialogStyle();
    this.#node = node;
    this.#validators = validators;
    byId('nomos-battery-dialog').dataset.nodeId = node.id;
    this.#preview = batteryPreview(byId('nomos-preview'), () => this.#ask());
    this.#fields = new StoredFields(node, batterySettings);
    followAccount(node);
    offerContracts(node, { property: 'feedInSubscription', empty: 'home-battery.text.noFeedInContract' });
    resendField();
    offerTimeZones();
    this.#fields.settled();
    byId('node-input-solar').addEventListener('change', () => this.#solarChosen());
    // Hears of it before the dialog does: somebody may have signed in.
    $('#node-input-account').on('change', () => this.#preview.forget());
    $('#nomos-battery-dialog').on('change input', () => this.#changed());
    this.#changed();
  }

  /** Puts the settings on the node. */
  save(node: EditorNode): void {
    this.#fields.save(node);
  }

  stop(): void {
    this.#preview.stop();
    $('#nomos-battery-dialog').off('change input');
  }

  /** Whoever says that there are panels most likely is paid for their power, which mixed storage puts at risk. */
  #solarChosen(): void {
    const fromGrid = byId<HTMLInputElement>('node-input-chargeFromGrid');
    if (byId<HTMLSelectElement>('node-input-solar').value === 'yes') {
      this.#chargedFromGrid = fromGrid.checked;
      fromGrid.checked = false;
    } else if (this.#chargedFromGrid) fromGrid.checked = true;
  }

  #changed(): void {
    const shown = this.#shown();
    arrangeRows(byId('nomos-battery-dialog'), batterySettings, shown);
    toggle(byId('nomos-grid-hint'), shown.solar === 'yes' || shown.feedFromBattery === true ? 'shown' : 'hidden');
    showChangedSections(byId('nomos-battery-dialog'), this.#node._def.defaults);
    showVerdicts(this.#node, this.#validators);
    this.#ask();
  }

  /** The settings with the defaults of those that are stored as missing. */
  #shown(): Readonly<Record<string, unknown>> {
    const given = Object.entries(this.#fields.read()).filter(([, value]) => !isAbsent(value));
    return { ...defaultsOf(batterySettings), ...Object.fromEntries(given) };
  }

  // A wrong setting is left out, and the preview says so; without capacity and power there is nothing to plan.
  #ask(): void {
    const read = this.#fields.read();
    const about = { validators: this.#validators, catalog: 'home-battery' };
    const own = Object.fromEntries(Object.entries(read).filter(([name]) => name in planned));
    const { settings, notes } = usableSettings(this.#node, about, own);
    const accountId = settings.priceSource === 'message' ? '' : chosenAccount();
    const isReady = accountId && ['capacityKwh', 'chargeKw', 'dischargeKw'].every((name) => !isAbsent(settings[name]));
    const subscription = String(read.subscription ?? '');
    const feedInSubscription = String(read.feedInSubscription ?? '');
    const request = { accountId, subscription, feedInSubscription, nodeId: this.#node.id, settings };
    this.#preview.update(isReady ? request : undefined, notes);
    const variables = variablesIn(request);
    if (isReady && variables.length > 0) this.#preview.cannotTell(variables);
  }
}

/** Makes a validator for what must not be empty. */
function needed(sentence: string): Validator {
  return (value: unknown) => !isAbsent(value) || text(sentence);
}

function belowMaximum(this: EditorNode, value: unknown): true | string {
  const max = chosen(this, 'maxSocPercent');
  if (isVariable(value) || isVariable(max)) return true;
  const [low, high] = [value, max].map((one) => (isAbsent(one) ? Number.NaN : Number(String(one).replace(',', '.'))));
  const least = Number.isFinite(low) ? Number(low) : batterySettings.minSocPercent.default;
  const most = Number.isFinite(high) ? Number(high) : batterySettings.maxSocPercent.default;
  return least < most || text('home-battery.invalid.minSoc', { max: shownAmount(most) });
}
