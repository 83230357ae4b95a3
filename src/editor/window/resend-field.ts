import { byId, toggle } from '../form/dom.js';
import { shownAmount } from '../form/text.js';

const usualMinutes = '15';

/** Binds the choice "when to send again" to the hidden input that holds `change`, `replan` or a number of minutes. */
export function resendField(): void {
  const hidden = byId<HTMLInputElement>('node-input-resend');
  const choice = byId<HTMLSelectElement>('nomos-resend');
  const minutes = byId<HTMLInputElement>('nomos-resend-minutes');
  const stored = hidden.value;
  choice.value = stored === 'change' || stored === 'replan' ? stored : 'minutes';
  minutes.value = choice.value === 'minutes' ? shownAmount(stored) : usualMinutes;
  const store = (): void => {
    toggle(byId('nomos-resend-every'), choice.value === 'minutes' ? 'shown' : 'hidden');
    hidden.value = choice.value === 'minutes' ? minutes.value : choice.value;
    $(hidden).trigger('change');
  };
  choice.addEventListener('change', store);
  minutes.addEventListener('input', store);
  // Without a number only changes would be sent, which the choice does not say.
  minutes.addEventListener('change', () => {
    if (minutes.value.trim() !== '') return;
    minutes.value = usualMinutes;
    store();
  });
  toggle(byId('nomos-resend-every'), choice.value === 'minutes' ? 'shown' : 'hidden');
}
