import type { Page } from 'playwright-core';

/**
 * What is not wholly to be seen inside of `selector`: texts with more words than room, choices, placeholders, times and dates
 * that are wider than their field, and whatever reaches over the right edge of the window or makes the place scroll sideways. A line
 * for each.
 */
export function cutOff(page: Page, selector: string): Promise<string[]> {
  return page.evaluate(`(${inPage.toString()})(${JSON.stringify(selector)})`);
}

function inPage(selector: string): string[] {
  const place = document.querySelector<HTMLElement>(selector);
  if (!place) return [`no ${selector}`];
  const canvas = document.createElement('canvas').getContext('2d');
  const isSeen = (part: HTMLElement) => part.offsetParent !== null && getComputedStyle(part).opacity !== '0';
  const widthOf = (field: Element, words: string, style = '') => {
    const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(field);
    if (canvas) canvas.font = `${style || fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
    return canvas?.measureText(words).width ?? Number.NaN;
  };
  const roomIn = (field: HTMLElement) => {
    const { paddingLeft, paddingRight } = getComputedStyle(field);
    return field.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) + 1;
  };
  // Of times and dates nobody but the browser knows how wide they are.
  const pickerWidth = (field: HTMLInputElement) => {
    const style = field.style.cssText;
    for (const [name, value] of Object.entries({ width: 'max-content', 'max-width': 'none', flex: 'none' }))
      field.style.setProperty(name, value, 'important');
    const { width } = field.getBoundingClientRect();
    field.style.cssText = style;
    return width;
  };
  const found: string[] = [];
  const tell = (part: Element, words: string, why: string) =>
    found.push(`${part.tagName}#${part.id} "${words}" ${why}`);
  const arrowPx = 18;
  for (const part of place.querySelectorAll<HTMLElement>('*')) {
    if (!isSeen(part)) continue;
    const box = part.getBoundingClientRect();
    const words = (part.textContent ?? '').trim().slice(0, 60);
    if (box.width > 0 && box.right > innerWidth + 0.5) tell(part, words, `ends at ${box.right} of ${innerWidth}`);
    if (part instanceof HTMLSelectElement) {
      for (const { text } of part.options) {
        const width = widthOf(part, text);
        if (width > roomIn(part) - arrowPx) tell(part, text, `needs ${width} + ${arrowPx} of ${roomIn(part)}`);
      }
    } else if (part instanceof HTMLInputElement && /date|time/.test(part.type)) {
      const width = pickerWidth(part);
      if (width > box.width + 0.5) tell(part, part.value, `needs ${width} of ${box.width}`);
    } else if (part instanceof HTMLInputElement || part instanceof HTMLTextAreaElement) {
      const width = widthOf(part, part.placeholder, 'italic');
      if (width > roomIn(part)) tell(part, part.placeholder, `needs ${width} of ${roomIn(part)}`);
    } else if (
      part.matches('label, button, a, p, h4, summary, dt, dd, li, span, td, th, strong, div') &&
      words !== ''
    ) {
      const isInline = getComputedStyle(part).display === 'inline';
      const isScrolling = /auto|scroll/.test(getComputedStyle(part).overflowY);
      const room = isScrolling ? part.offsetWidth : part.clientWidth;
      if (!isInline && part.scrollWidth > room + 1) tell(part, words, `needs ${part.scrollWidth} of ${room}`);
    }
  }
  for (let outer: HTMLElement | null = place; outer; outer = outer.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(outer).overflowX) && outer.scrollWidth > outer.clientWidth + 1)
      tell(outer, outer.className, `scrolls sideways: ${outer.scrollWidth} of ${outer.clientWidth}`);
  }
  return found;
}
