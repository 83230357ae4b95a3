import type { Page } from 'playwright-core';

/**
 * What a finger has to hit inside of `selector` and is lower or narrower than `leastPx`, a line for each. A box is hit by its
 * label too; a link inside of a sentence is as high as its line.
 */
export function smallTargets(page: Page, selector: string, leastPx: number): Promise<string[]> {
  return page.evaluate(`(${inPage.toString()})(${JSON.stringify(selector)}, ${leastPx})`);
}

function inPage(selector: string, leastPx: number): string[] {
  const place = document.querySelector<HTMLElement>(selector);
  if (!place) return [`no ${selector}`];
  const targets = place.querySelectorAll<HTMLElement>(
    'button, a, select, summary, textarea, [role="button"], input:not([type="hidden"])',
  );
  // The last label is the one beside it.
  const hit = (part: HTMLElement) => (part instanceof HTMLInputElement && [...(part.labels ?? [])].at(-1)) || part;
  return [...targets]
    .map((part) => (part.matches('[type="checkbox"]') ? hit(part) : part))
    .filter((part) => part.offsetParent !== null && !part.closest('p'))
    .flatMap((part) => {
      const { width, height } = part.getBoundingClientRect();
      const isSmall = Math.min(width, height) < leastPx - 0.5;
      const words = part.textContent?.trim() || part.getAttribute('aria-label') || part.id || part.className;
      return isSmall ? [`${part.localName} "${words}" is ${width.toFixed(0)} x ${height.toFixed(0)}`] : [];
    });
}
