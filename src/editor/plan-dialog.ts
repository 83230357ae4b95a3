import { useDialogStyle } from './dialog-style.js';
import { byId, element, toggle } from './dom.js';
import { durationField } from './duration-field.js';
import { fillMissing } from './fill-missing.js';
import { chosenAccount, followAccount } from './follow-account.js';
import { PlanPreviewPane } from './plan-preview.js';
import { planFields } from './plan-settings.js';
import { isProfile, type ProfileField, profileBox, profileField } from './profile-field.js';
import { resendField } from './resend-field.js';
import { showChangedSections } from './sections.js';
import { text } from './text.js';
import { readFields } from './typed-fields.js';
import { showVerdict, showVerdicts, type Validator } from './verdicts.js';
import { type WeekdaysField, weekdaysField } from './weekdays-field.js';

const valueTypes = ['bool', 'num', 'str', 'json'] as const;
const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** The dialog of a cheapest-window node, from opening to closing. */
export class PlanDialog {
  readonly #node: EditorNode;
  readonly #validators: Readonly<Record<string, Validator>>;
  readonly #weekdays: WeekdaysField;
  readonly #profile: ProfileField;
  readonly #preview = new PlanPreviewPane(byId('nomos-preview'));

  constructor(node: EditorNode, validators: Readonly<Record<string, Validator>>) {
    useDialogStyle();
    this.#node = node;
    byId('nomos-plan-dialog').dataset.nodeId = node.id;
    this.#validators = validators;
    fillMissing(node, 'node-input');
    followAccount(node);
    durationField(byId<HTMLInputElement>('node-input-durationMinutes'));
    resendField();
    offerTimeZones();
    const { weekdays, profile } = node;
    const changed = (): void => this.#changed();
    this.#weekdays = weekdaysField(byId('nomos-weekdays'), isWeekdayList(weekdays) ? weekdays : everyDay, changed);
    this.#profile = profileField(profileBox(), isProfile(profile) ? profile : [], changed);
    for (const name of ['onValue', 'offValue']) {
      $(`#node-input-${name}`).typedInput({ default: 'bool', types: valueTypes, typeField: `#node-input-${name}Type` });
    }
    $('#nomos-plan-dialog').on('change input', changed);
    this.#changed();
  }

  /** Puts the typed values on the node; Node-RED then finds its own fields equal and leaves them so. */
  save(node: EditorNode): void {
    Object.assign(node, this.#settings());
  }

  stop(): void {
    this.#preview.stop();
    $('#nomos-plan-dialog').off('change input');
  }

  #changed(): void {
    this.#arrange();
    showChangedSections(byId('nomos-plan-dialog'), this.#node._def.defaults, (section) => this.#ownChanges(section));
    showVerdicts(this.#node, this.#validators);
    const verdict = this.#validators.weekdays?.call(this.#node, this.#weekdays.read());
    if (verdict !== undefined) showVerdict(byId('nomos-weekdays'), verdict);
    this.#ask();
  }

  #settings(): Record<string, unknown> {
    return { ...readFields(planFields), weekdays: this.#weekdays.read(), profile: this.#profile.read() };
  }

  // Wrong settings are explained beside their fields: there is nothing to plan with them.
  #ask(): void {
    const settings = this.#settings();
    const accountId = settings.priceSource === 'account' ? chosenAccount() : '';
    const wrong = Object.entries(this.#validators).some(([name, validate]) => {
      return name in settings && validate.call(this.#node, settings[name]) !== true;
    });
    const subscription = String($('#node-input-subscription').val() ?? '');
    this.#preview.update(accountId && !wrong ? { accountId, subscription, settings } : undefined);
  }

  // What cannot matter under the present choices is not shown.
  #arrange(): void {
    const { mode, trigger, priceSource, missingPrices, from, to } = readFields(planFields);
    const shownWhen: Readonly<Record<string, boolean>> = {
      'nomos-row-duration': mode !== 'threshold',
      'nomos-row-daily': trigger === 'daily',
      'nomos-row-within': trigger === 'message',
      'nomos-row-deadline': trigger === 'message',
      'nomos-row-weekdays': trigger === 'daily',
      'nomos-row-account': priceSource === 'account',
      'nomos-row-subscription': priceSource === 'account',
      'nomos-row-price-unit': priceSource === 'message',
      'nomos-row-fallback': missingPrices === 'fallback',
      'nomos-row-applies': mode !== 'threshold',
      'nomos-section-shape': mode === 'interruptible',
    };
    for (const [id, shown] of Object.entries(shownWhen)) toggle(byId(id), shown ? 'shown' : 'hidden');
    byId('nomos-window-text').textContent = windowText(String(from), String(to));
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

  #ownChanges(section: HTMLElement): number {
    const days = section.contains(byId('nomos-weekdays')) && this.#weekdays.read().length !== everyDay.length;
    const phases = section.contains(profileBox()) && this.#profile.read().length > 0;
    return Number(days) + Number(phases);
  }
}

function isWeekdayList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((day) => Number.isInteger(day));
}

function windowText(from: string, to: string): string {
  if (from === to) return text('cheapest-window.text.wholeDay');
  return to < from ? text('cheapest-window.text.overMidnight', { to }) : '';
}

function offerTimeZones(): void {
  const zones = Intl.supportedValuesOf('timeZone').map((zone) => element('option', { value: zone }));
  byId('nomos-time-zones').replaceChildren(...zones);
}
