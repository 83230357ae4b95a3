/**
 * Fills in the words of a dialog where the help of its node names them, so that both always say the same:
 * `[[replan]]` becomes the label with the name of the property behind it, `[[replan:locked]]` a choice with its value,
 * `[[section:ties]]` the title of a section.
 */

/** The help with its words, in a box that our style knows; `texts` is the catalog of the node, without its outermost key. Throws where it has no such text. */
export function fillHelp(html, texts) {
  const wrapped = html
    .replace(/<script type="text\/html"[^>]*>/, '$&\n<div class="nomos-help">')
    .replace('</script>', '</div>\n</script>');
  return wrapped.replace(/\[\[([\w-]+)(?::([^\]]+))?\]\]/g, (_, name, choice) => {
    if (name === 'section') return text(texts, 'section', choice);
    if (choice !== undefined) return chosen(texts, name, choice);
    const names = name === 'from' && texts.label.window !== undefined ? ['from', 'to'] : [name];
    const label = text(texts, 'label', names.length > 1 ? 'window' : name);
    return `${label} (${names.map((one) => `<code>${one}</code>`).join(', ')})`;
  });
}

/** The account keeps its choices beside the steps of its dialog, under names without hyphens. */
function chosen(texts, name, choice) {
  const inSteps = choice.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const called = texts[name] === undefined ? text(texts, 'choice', name, choice) : text(texts, name, inSteps);
  return choice === 'absent' ? `<i>${called}</i>` : `<i>${called}</i> (<code>${choice}</code>)`;
}

function text(texts, ...path) {
  const found = path.reduce((within, key) => within?.[key], texts);
  if (typeof found !== 'string') throw new Error(`the catalog has no text for ${path.join('.')}`);
  return found;
}
