import type { AccountAnswer } from '../../protocol/admin-api.js';
import { element } from '../form/dom.js';
import { shownInstant, text } from '../form/text.js';

type Connection = AccountAnswer['connection'];

const phaseTexts: Readonly<Record<Connection['phase'], string>> = {
  new: 'nomos-account.phase.new',
  connected: 'nomos-account.phase.connected',
  waiting: 'nomos-account.phase.waiting',
  signin: 'nomos-account.phase.signin',
  config: 'nomos-account.phase.config',
};

/** The state of a connection in words; `brief` leaves out what matters only to somebody who set the account up. */
export function connectionPanel(
  { connection, waitsForDeploy, language }: Pick<AccountAnswer, 'connection' | 'waitsForDeploy' | 'language'>,
  length: 'full' | 'brief' = 'full',
): HTMLElement {
  const panel = element('div', { className: `nomos-connection nomos-phase-${connection.phase}` }, [
    element('div', { className: 'nomos-connection-phase' }, [
      element('span', { className: 'nomos-dot', 'aria-hidden': 'true' }),
      waitsForDeploy ? text('nomos-account.phase.draft') : text(phaseTexts[connection.phase]),
    ]),
  ]);
  const facts = length === 'full' ? connectionFacts(connection) : [];
  if (facts.length > 0) panel.append(element('dl', { className: 'nomos-facts' }, facts.flatMap(factRow)));
  if (!connection.saved && connection.phase !== 'new') panel.append(notice(text('nomos-account.connection.unsaved')));
  // Once Nomos has refused it, the error says so.
  if (connection.copied && connection.phase !== 'signin') panel.append(notice(text('nomos-account.connection.copied')));
  if (connection.error) panel.append(notice(errorLine(connection.error)));
  const isForeign = language !== undefined && language !== editorLanguage();
  if (length === 'full' && isForeign) panel.append(notice(text('nomos-account.connection.language')));
  return panel;
}

/** The one of our languages in which the editor is. */
function editorLanguage(): string {
  return RED._('node-red-contrib-nomos/nomos-account:format.language');
}

/** The failure in words, which name Nomos' own number of the request where there is one. */
export function errorLine(error: { readonly text: string; readonly at?: string }): string {
  const parts = [error.text];
  if (error.at) parts.push(text('nomos-account.connection.at', { time: shownInstant(error.at) }));
  return parts.join(' ');
}

function connectionFacts(connection: Connection): [string, string][] {
  if (connection.phase === 'new') return [];
  const facts: [string, string][] = [[text('nomos-account.connection.since'), shownInstant(connection.since)]];
  if (connection.scope) facts.push([text('nomos-account.connection.scope'), shownScope(connection.scope)]);
  if (connection.nextRenewalAt) {
    facts.push([text('nomos-account.connection.renewal'), shownInstant(connection.nextRenewalAt)]);
  }
  return facts;
}

function shownScope(scope: string): string {
  return scope === 'read:*' ? text('nomos-account.connection.readOnly') : scope;
}

function factRow([name, value]: [string, string]): HTMLElement[] {
  return [element('dt', { textContent: name }), element('dd', { textContent: value })];
}

function notice(line: string): HTMLElement {
  return element('p', { className: 'nomos-notice', textContent: line });
}
