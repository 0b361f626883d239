// Checks what a page shows now for people who see, hear or point differently, and
// returns one line for each thing that is wrong. It is our own, not a library:
// the usual one has 650 KB, and these rules are the ones that this page can break.
(() => {
  const wrong = [];
  const shown = e => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && e.getClientRects().length > 0;
  const where = e => e.outerHTML.replace(/\s+/g, ' ').slice(0, 110);
  const textOf = ids => ids.split(/\s+/).map(id => document.getElementById(id)?.textContent ?? '').join(' ').trim();
  const nameOf = e => e.getAttribute('aria-label')?.trim() || textOf(e.getAttribute('aria-labelledby') ?? '') ||
    [...(e.labels ?? [])].map(l => l.textContent).join(' ').trim() || e.getAttribute('alt')?.trim() ||
    (/^(INPUT|SELECT|TEXTAREA)$/.test(e.tagName) ? '' : e.textContent.trim()) || e.title?.trim();

  // Names, and references that lead somewhere.
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) wrong.push(`id twice: ${id}`);
  for (const e of document.querySelectorAll('[aria-controls], [aria-describedby], [aria-labelledby]')) {
    for (const a of ['aria-controls', 'aria-describedby', 'aria-labelledby']) {
      if (e.hasAttribute(a) && !document.getElementById(e.getAttribute(a))) wrong.push(`${a} leads nowhere: ${where(e)}`);
    }
  }
  const acted = 'button, a[href], input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  for (const e of document.querySelectorAll(`${acted}, img, progress, [role=menu], [role=log], [role=tablist], [role=tabpanel], [role=img], dialog[open] img`)) {
    if (shown(e) && !e.closest('[aria-hidden=true]') && !nameOf(e)) wrong.push(`no name: ${where(e)}`);
  }
  if (!document.documentElement.lang || !document.title) wrong.push('no language or title');
  if (document.querySelectorAll('h1').length !== 1 || document.querySelectorAll('main').length !== 1) wrong.push('not one h1 and one main');

  // Targets of at least 24 by 24; links inside a sentence are excused.
  for (const e of document.querySelectorAll('button, input, select, textarea, a[href]')) {
    if (!shown(e) || e.closest('.words') || e.type === 'file') continue;
    const r = e.getBoundingClientRect();
    if (r.width < 24 || r.height < 24) wrong.push(`target ${Math.round(r.width)}x${Math.round(r.height)}: ${where(e)}`);
  }

  // Contrast of every text on what lies behind it.
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const seen = new Map();
  const rgba = colour => {
    if (!seen.has(colour)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
      seen.set(colour, [r, g, b, a / 255]);
    }
    return seen.get(colour);
  };
  const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = e => {
    const layers = [];
    for (let at = e; at; at = at.parentElement) {
      layers.push(rgba(getComputedStyle(at).backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), rgba('Canvas'));
  };
  const contrast = (e, colour) => {
    const back = ground(e);
    const [a, b] = [light(over(rgba(colour), back)), light(back)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  };
  const judge = (e, style, what) => {
    const size = parseFloat(style.fontSize);
    const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const got = contrast(e, style.color);
    if (got < least) wrong.push(`contrast ${got.toFixed(2)} of ${what}: ${where(e)}`);
  };
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const judged = new Set();
  for (let n = words.nextNode(); n; n = words.nextNode()) {
    const e = n.parentElement;
    if (!n.data.trim() || judged.has(e) || !shown(e) || e.closest('.spoiler, option')) continue;
    judged.add(e);
    judge(e, getComputedStyle(e), JSON.stringify(n.data.trim().slice(0, 30)));
  }
  for (const e of document.querySelectorAll('textarea, input, select')) {
    if (!shown(e)) continue;
    judge(e, getComputedStyle(e), 'what is written');
    if (e.placeholder) judge(e, { ...getComputedStyle(e), color: getComputedStyle(e, '::placeholder').color, fontSize: '16px' }, 'the hint');
  }
  for (const e of document.querySelectorAll('.i')) {
    if (shown(e) && !e.matches('.none') && contrast(e.parentElement, getComputedStyle(e).backgroundColor) < 3) wrong.push(`faint icon: ${where(e.parentElement)}`);
  }

  // Nothing sticks out to the side.
  const room = document.documentElement;
  if (room.scrollWidth > room.clientWidth) wrong.push(`the page is ${room.scrollWidth} wide in ${room.clientWidth}`);
  if (judged.size < 5) wrong.push(`only ${judged.size} texts were judged`);
  return [...new Set(wrong)];
})()
