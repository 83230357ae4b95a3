import { accountSettings } from '../../protocol/account-settings.js';
import type { AccountAnswer, StartRequest, SubscriptionsAnswer, TestAnswer } from '../../protocol/admin-api.js';
import { accountPath, post } from '../form/ask.js';
import { byId, toggle } from '../form/dom.js';
import { StoredFields } from '../form/stored-fields.js';
import { contractQuestion, loadSubscriptions, showSubscriptions } from '../form/subscription-select.js';
import { text } from '../form/text.js';
import { connectionPanel, errorLine } from './connection-panel.js';
import { Consent, type ConsentStage } from './consent.js';
import { RedirectStep } from './redirect-step.js';
import { disconnectQuestion, moodView, stageView } from './stage-view.js';

const unchangedSecret = '__PWRD__';
const automatic = 'nomos-account.subscription.automatic';

/** The dialog of an account, from opening to closing. */
export class AccountDialog {
  readonly #accountId: string;
  readonly #consent: Consent;
  readonly #redirect: RedirectStep;
  readonly #fields: StoredFields;
  // Looked up once: an answer that comes when the dialog is closed, and perhaps another one open, changes nothing that is seen.
  readonly #parts = {
    select: byId<HTMLSelectElement>('node-config-input-subscription'),
    said: byId('nomos-subscriptions-said'),
    connection: byId('nomos-connection'),
    stage: byId('nomos-stage'),
    connect: byId('nomos-connect'),
    disconnect: byId('nomos-disconnect'),
    paste: byId<HTMLDetailsElement>('nomos-paste-section'),
  };
  #isDeployed = false;
  #phase: AccountAnswer['connection']['phase'] | undefined;

  constructor(node: EditorNode) {
    this.#accountId = node.id;
    this.#fields = new StoredFields(node, accountSettings, 'node-config-input');
    this.#redirect = new RedirectStep();
    this.#consent = new Consent(node.id, {
      stage: (stage) => this.#showStage(stage),
      account: (answer) => this.#showAccount(answer),
    });
    this.#listen();
    this.#showGrant();
    const chosen = String(node.subscription ?? '');
    showSubscriptions(this.#parts.select, undefined, { chosen, empty: automatic });
    this.#fields.settled();
    const connection = { phase: 'new', since: '', saved: true } as const;
    this.#parts.connection.replaceChildren(connectionPanel({ connection, waitsForDeploy: false }));
    void this.#consent.refresh();
  }

  /** Puts the settings on the node; the credentials are Node-RED's own matter. */
  save(node: EditorNode): void {
    this.#fields.save(node);
  }

  stop(): void {
    this.#consent.stop();
  }

  #listen(): void {
    const clicks: Readonly<Record<string, () => Promise<void>>> = {
      'nomos-connect': () => this.#consent.start(this.#startRequest()),
      'nomos-paste': () => this.#paste(),
      'nomos-test': () => this.#test(),
      'nomos-disconnect': async () => this.#askToDisconnect(),
      'nomos-subscriptions': () => this.#loadSubscriptions(),
    };
    for (const [id, act] of Object.entries(clicks)) byId(id).addEventListener('click', () => void act());
    byId('node-config-input-grant').addEventListener('change', () => this.#showGrant());
  }

  #startRequest(): StartRequest {
    const clientId = value('node-config-input-clientId');
    const clientSecret = value('node-config-input-clientSecret');
    const baseUrl = value('node-config-input-baseUrl');
    return {
      accountId: this.#accountId,
      redirectUri: this.#redirect.uri(),
      ...(clientId && { clientId }),
      ...(clientSecret && clientSecret !== unchangedSecret && { clientSecret }),
      ...(baseUrl && { baseUrl }),
    };
  }

  async #paste(): Promise<void> {
    const url = value('nomos-paste-url');
    if (!url) return byId('nomos-paste-url').focus();
    await this.#consent.paste(url);
  }

  async #test(): Promise<void> {
    this.#say('busy', text('nomos-account.stage.testing'));
    const { redirectUri: _, ...settings } = this.#startRequest();
    const grant = value('node-config-input-grant');
    const outcome = await post<TestAnswer>(accountPath(this.#accountId, 'test'), { ...settings, grant });
    if (!outcome.ok) return this.#say('failed', errorLine(outcome.refusal));
    this.#say('done', text('nomos-account.stage.tested', { count: outcome.answer.subscriptions }));
    await this.#consent.refresh();
    const { listed } = outcome.answer;
    if (listed === undefined) return this.#loadSubscriptions();
    showSubscriptions(this.#parts.select, listed, { chosen: this.#parts.select.value, empty: automatic });
    this.#tellListed(listed);
  }

  #askToDisconnect(): void {
    const answered = () => this.#showStage({ stage: 'idle' });
    const question = disconnectQuestion(
      () => {
        answered();
        void this.#disconnect();
      },
      () => {
        answered();
        this.#parts.disconnect.focus();
      },
    );
    this.#parts.stage.replaceChildren(question);
    toggle(this.#parts.stage, 'shown');
    question.querySelector('button')?.focus();
  }

  async #disconnect(): Promise<void> {
    const outcome = await post<AccountAnswer>(accountPath(this.#accountId, 'disconnect'));
    if (!outcome.ok) return this.#say('failed', errorLine(outcome.refusal));
    this.#showAccount(outcome.answer);
    this.#say('done', text('nomos-account.stage.disconnected'));
  }

  async #loadSubscriptions(): Promise<void> {
    const { select, said } = this.#parts;
    said.textContent = text('nomos-account.stage.loading');
    const loaded = await loadSubscriptions(select, this.#accountId, { empty: automatic });
    if (!('code' in loaded)) this.#tellListed(loaded);
    else
      said.textContent = loaded.code === 'unknown-account' ? text('nomos-account.stage.unlisted') : errorLine(loaded);
  }

  #tellListed(listed: SubscriptionsAnswer): void {
    this.#parts.said.textContent = this.#parts.select.value === '' ? contractQuestion(listed) : '';
  }

  #showAccount(answer: AccountAnswer): void {
    const { connection } = answer;
    this.#isDeployed = answer.deployed && !answer.waitsForDeploy;
    this.#parts.connection.replaceChildren(connectionPanel(answer));
    toggle(this.#parts.disconnect, connection.phase === 'new' ? 'hidden' : 'shown');
    const again = connection.phase !== 'new';
    const label = again ? text('nomos-account.action.reconnect') : text('nomos-account.action.connect');
    this.#parts.connect.querySelector('span')?.replaceChildren(label);
    this.#parts.connect.classList.toggle('primary', connection.phase !== 'connected');
    const connectedNow = connection.phase === 'connected' && this.#phase !== 'connected';
    this.#phase = connection.phase;
    if (connectedNow) void this.#loadSubscriptions();
  }

  #showStage(stage: ConsentStage): void {
    const shown = stageView(stage, {
      isDeployed: this.#isDeployed,
      confirm: (attemptId) => void this.#consent.confirm(attemptId),
    });
    this.#parts.stage.replaceChildren(...(shown ? [shown] : []));
    toggle(this.#parts.stage, shown ? 'shown' : 'hidden');
    if (stage.stage === 'closed' || stage.stage === 'expired') {
      this.#parts.paste.open = true;
    }
    if (stage.stage === 'done') void this.#consent.refresh();
  }

  #say(mood: 'busy' | 'done' | 'failed', line: string): void {
    this.#parts.stage.replaceChildren(moodView(mood, line));
    toggle(this.#parts.stage, 'shown');
  }

  #showGrant(): void {
    const [consent, credentials] =
      value('node-config-input-grant') === 'client-credentials'
        ? (['hidden', 'shown'] as const)
        : (['shown', 'hidden'] as const);
    for (const part of document.querySelectorAll<HTMLElement>('.nomos-consent-only')) toggle(part, consent);
    for (const part of document.querySelectorAll<HTMLElement>('.nomos-credentials-only')) toggle(part, credentials);
  }
}

function value(id: string): string {
  return byId<HTMLInputElement>(id).value.trim();
}
