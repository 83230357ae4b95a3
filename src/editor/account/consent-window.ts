import { text } from '../form/text.js';

/**
 * Opens an empty window in which Nomos' sign-in page will be shown, or null where the browser blocks it.
 *
 * Has to be called directly in the click handler: after the first await the browser no longer sees a click.
 */
export function openConsentWindow(accountId: string): Window | null {
  const opened = window.open('', `nomos-consent-${accountId}`, 'popup,width=540,height=760');
  if (!opened) return null;
  opened.document.title = 'Nomos';
  opened.document.body.style.cssText = 'font: 16px system-ui, sans-serif; margin: 3em; text-align: center';
  opened.document.body.textContent = text('nomos-account.stage.opening');
  return opened;
}

/** The address to which Nomos sends the browser back, under this editor's own address. */
export function ownRedirectUri(): string {
  return new URL('nomos/oauth/callback', document.baseURI).href;
}
