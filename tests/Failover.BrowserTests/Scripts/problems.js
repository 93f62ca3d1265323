// Finds what a person without sight, without a mouse, or with a small screen would miss. Takes how many of which landmarks there are;
// returns sentences.
landmarks => {
  const problems = [];
  const describe = element => element.outerHTML.slice(0, 120);
  const isShown = element => element.checkVisibility({ checkVisibilityCSS: true });
  const nameOf = element => (element.getAttribute('aria-label')
    ?? element.getAttribute('aria-labelledby')?.split(' ').map(id => document.getElementById(id)?.textContent ?? '').join(' ')
    ?? (element.labels?.length ? [...element.labels].map(label => label.textContent).join(' ') : element.textContent)).trim();

  for (const element of document.querySelectorAll('button, a, input, select, textarea, summary, dialog[open], nav, [role=region], [role=img], section, article')) {
    if (isShown(element) && nameOf(element) === '') {
      problems.push(`no name: ${describe(element)}`);
    }
  }
  for (const element of document.querySelectorAll('input, select, textarea')) {
    if (isShown(element) && !element.labels?.length && !element.hasAttribute('aria-label')) {
      problems.push(`no label: ${describe(element)}`);
    }
  }
  for (const element of document.querySelectorAll('[aria-labelledby], [aria-describedby], label[for]')) {
    const ids = [element.getAttribute('aria-labelledby'), element.getAttribute('aria-describedby'), element.getAttribute('for')];
    for (const id of ids.filter(Boolean).flatMap(list => list.split(' '))) {
      if (!document.getElementById(id) && element.tagName !== 'DIALOG') {
        problems.push(`refers to nothing (${id}): ${describe(element)}`);
      }
    }
  }
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id);
  problems.push(...ids.filter((id, index) => ids.indexOf(id) !== index).map(id => `id twice: ${id}`));

  for (const [selector, count] of Object.entries(landmarks)) {
    if (document.querySelectorAll(selector).length !== count) {
      problems.push(`not ${count} of ${selector}`);
    }
  }
  let level = 0;
  for (const heading of [...document.querySelectorAll('h1, h2, h3, h4')].filter(isShown)) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) {
      problems.push(`a level is left out before: ${describe(heading)}`);
    }
    level = next;
  }
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth) {
    problems.push(`scrolls sideways: ${document.documentElement.scrollWidth} in ${document.documentElement.clientWidth}`);
  }

  // Contrast of text, by WCAG 2: 4.5 to 1.
  const channels = colour => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map(value => value / 255).map(value => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const backOf = element => {
    for (let at = element; at; at = at.parentElement) {
      const back = channels(getComputedStyle(at).backgroundColor);
      if (back.length === 3 || back[3] > 0.99) {
        return back;
      }
    }
    return [255, 255, 255];
  };
  for (const element of document.querySelectorAll('body *')) {
    const hasText = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
    if (hasText && isShown(element) && !element.closest('svg, :disabled, option')) {
      const [one, other] = [luminance(channels(getComputedStyle(element).color)), luminance(backOf(element))].sort((a, b) => b - a);
      const contrast = (one + 0.05) / (other + 0.05);
      if (contrast < 4.5) {
        problems.push(`contrast ${contrast.toFixed(2)}: ${describe(element)}`);
      }
    }
  }
  return problems;
}
