// What the page asks of the simulator, and the words it shows.

let words = {};

// label is a word of the page by its key.
export const label = key => words[key] ?? key;

export async function loadLabels() {
  words = await getJSON('/sim/labels');
  document.documentElement.lang = words.lang;
  document.title = words.title;
  for (const e of document.querySelectorAll('[data-label]')) e.textContent = label(e.dataset.label);
  for (const e of document.querySelectorAll('[data-hint]')) {
    e.placeholder = label(e.dataset.hint);
    e.setAttribute('aria-label', e.placeholder);
  }
}

export async function getJSON(path) {
  const answer = await fetch(path, { cache: 'no-store' });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

// act does something with a telephone; a failure is shown, not thrown.
export async function act(deed) {
  try {
    const answer = await fetch('/sim/act', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(deed),
    });
    if (!answer.ok) throw new Error(await answer.text());
    notice('');
    return true;
  } catch {
    notice(label('failed'));
    return false;
  }
}

export async function upload(person, chat, as, file, caption) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ person, chat, as, caption })) form.append(name, value);
  form.append('file', file);
  const answer = await fetch('/sim/upload', { method: 'POST', headers: { 'X-Simulator': '1' }, body: form }).catch(() => null);
  notice(answer?.ok ? '' : label('failed'));
}

export function notice(text) {
  const bar = document.getElementById('notice');
  bar.textContent = text;
  bar.hidden = !text;
}

// make builds an element with its properties and children.
export function make(tag, properties = {}, ...children) {
  const e = Object.assign(document.createElement(tag), properties);
  e.append(...children.filter(c => c !== null && c !== undefined));
  return e;
}

// icon is a drawn picture; its meaning must stand beside it or in a label.
export const icon = name => {
  const i = make('span', { className: 'i ' + name });
  i.setAttribute('aria-hidden', 'true');
  return i;
};
