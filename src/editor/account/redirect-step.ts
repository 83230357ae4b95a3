import { byId, copyText } from '../form/dom.js';
import { text } from '../form/text.js';
import { ownRedirectUri } from './consent-window.js';

const supportAddress = 'support@nomos.energy';
const localhostUri = 'http://localhost:1880/nomos/oauth/callback';

/** Step 1 of the account dialog: the address that Nomos has to know before anyone can sign in. */
export class RedirectStep {
  constructor() {
    const override = this.#override;
    override.addEventListener('input', () => this.#show());
    byId<HTMLDetailsElement>('nomos-redirect-other').open = override.value !== '';
    byId('nomos-redirect-copy').addEventListener('click', () => void this.#copy());
    byId('nomos-redirect-mail').addEventListener('click', () => void this.#copyMail());
    byId('nomos-redirect-localhost').addEventListener('click', () => {
      override.value = localhostUri;
      $(override).trigger('change');
      this.#show();
    });
    this.#show();
  }

  /** The address in force: the override, or this editor's own. */
  uri(): string {
    return this.#override.value.trim() || ownRedirectUri();
  }

  get #override(): HTMLInputElement {
    return byId<HTMLInputElement>('node-config-input-redirectUri');
  }

  #show(): void {
    const redirectUri = this.uri();
    byId<HTMLInputElement>('nomos-redirect').value = redirectUri;
    const subject = encodeURIComponent(text('nomos-account.mail.subject'));
    const body = encodeURIComponent(text('nomos-account.mail.body', { redirectUri }));
    byId<HTMLAnchorElement>('nomos-redirect-mail').href = `mailto:${supportAddress}?subject=${subject}&body=${body}`;
  }

  /** Many people read their mail in the browser, where the link opens nothing. */
  async #copyMail(): Promise<void> {
    const copied = await copyText(text('nomos-account.mail.body', { redirectUri: this.uri() }));
    if (copied) byId('nomos-redirect-said').textContent = text('nomos-account.stage.mailCopied');
  }

  async #copy(): Promise<void> {
    const copied = await copyText(this.uri());
    byId<HTMLInputElement>('nomos-redirect').select();
    byId('nomos-redirect-said').textContent = copied
      ? text('nomos-account.stage.copied')
      : text('nomos-account.stage.notCopied');
  }
}
