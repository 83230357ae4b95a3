import { element } from '../form/dom.js';
import { text } from '../form/text.js';
import { errorLine } from './connection-panel.js';
import type { ConsentStage } from './consent.js';

/** What a person reads while signing in; nothing for `idle`. What is deployed works at once. `confirm` is called when a held sign-in is accepted. */
export function stageView(
  stage: ConsentStage,
  { isDeployed, confirm }: { readonly isDeployed: boolean; readonly confirm: (attemptId: string) => void },
): HTMLElement | undefined {
  switch (stage.stage) {
    case 'idle':
      return undefined;
    case 'starting':
      return busy('nomos-account.stage.starting');
    case 'exchanging':
      return busy('nomos-account.stage.exchanging');
    case 'waiting':
      return busy('nomos-account.stage.waiting');
    case 'blocked':
      return told('nomos-account.stage.blocked', openLink(stage.authorizeUrl));
    case 'closed':
      return told('nomos-account.stage.closed', openLink(stage.authorizeUrl));
    case 'held':
      return told(
        'nomos-account.stage.held',
        confirmButton(() => confirm(stage.attemptId)),
      );
    case 'done':
      return moodView('done', text(isDeployed ? 'nomos-account.stage.doneDeployed' : 'nomos-account.stage.done'));
    case 'expired':
      return moodView('failed', text('nomos-account.stage.expired'));
    case 'failed':
      return moodView('failed', errorLine(stage.refusal) || text('nomos-account.stage.failed'));
  }
}

function busy(key: string): HTMLElement {
  const spinner = element('i', { className: 'fa fa-circle-o-notch fa-spin', 'aria-hidden': 'true' });
  const shown = moodView('busy', text(key));
  shown.prepend(spinner, ' ');
  return shown;
}

function told(key: string, next: HTMLElement): HTMLElement {
  const shown = moodView('asks', text(key));
  shown.append(element('div', { className: 'nomos-buttons' }, [next]));
  return shown;
}

/** Asks whether to disconnect, and calls what the answer is. */
export function disconnectQuestion(yes: () => void, no: () => void): HTMLElement {
  const shown = moodView('asks', text('nomos-account.stage.reallyDisconnect'));
  const buttons = [
    button('nomos-account.action.disconnect', 'red-ui-button primary', yes),
    button('nomos-account.action.stay', 'red-ui-button', no),
  ];
  shown.append(element('div', { className: 'nomos-buttons' }, buttons));
  return shown;
}

/** One line of progress; the mood gives its colour and is never the only sign. */
export function moodView(mood: 'busy' | 'asks' | 'done' | 'failed', line: string): HTMLElement {
  return element('div', { className: 'nomos-mood', 'data-mood': mood }, [line]);
}

// The link keeps its opener's name away from Nomos: no script of that page can reach the editor.
function openLink(href: string): HTMLElement {
  const label = text('nomos-account.action.openPage');
  return element('a', { className: 'red-ui-button', href, target: '_blank', rel: 'noopener', textContent: label });
}

function confirmButton(confirm: () => void): HTMLElement {
  return button('nomos-account.action.confirm', 'red-ui-button primary', confirm);
}

function button(key: string, className: string, act: () => void): HTMLElement {
  const made = element('button', { type: 'button', className, textContent: text(key) });
  made.addEventListener('click', act);
  return made;
}
