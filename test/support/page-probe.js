/**
 * Runs inside the page that is looked at, after axe. It is a script, not a module: its text is handed to the browser
 * through the debugger, because the content security policy lets no script element of a test in.
 */
globalThis.probe = {
  async faults() {
    await settled();
    const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'], preload: false });
    const { scrollWidth, clientWidth } = document.documentElement;
    return [
      ...violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')} (${nodes[0].failureSummary})`),
      ...(scrollWidth > clientWidth ? [`the page is ${scrollWidth - clientWidth} px too wide`] : []),
      ...brokenWords().map((word) => `"${word}" is broken in its midst`),
    ];
  },

  /** The next press of Tab starts at the top of the page. A dialog keeps the focus to itself, so there it stays. */
  focusTop() {
    if (document.querySelector('[role="dialog"]')) return;
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  },

  /** Null while the focus is elsewhere. */
  focusFaults(element) {
    if (element !== document.activeElement) return null;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const ring = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
    // A link that runs over several lines has a box for each.
    const [{ left, top, width, height }] = element.getClientRects();
    const onTop = document.elementFromPoint(left + width / 2, top + height / 2);
    return [
      ...(element.matches(':focus-visible') && ring ? [] : ['the focus of the main action cannot be seen']),
      ...(onTop !== null && element.contains(onTop) ? [] : ['something covers the focused main action']),
    ];
  },
};

/** Words of tables and controls that go on in the next line although they are not long. */
function brokenWords() {
  return [...document.querySelectorAll('td, th, button, label, h1, h2')].flatMap((element) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const broken = [];
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      for (const { 0: word, index } of text.data.matchAll(/(?<![\p{L}\p{N}])\p{Script=Latin}{2,16}(?![\p{L}\p{N}])/gu)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word);
      }
    }
    return broken;
  });
}

/** A new width and new colours are laid out and painted, and nothing is on its way to them any more. */
async function settled() {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  do await frame();
  while (document.getAnimations().some((animation) => animation instanceof CSSTransition));
}
