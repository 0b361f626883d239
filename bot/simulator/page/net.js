// What the page asks of the simulator, and what it hears from it.

import { label } from './words.js';

export async function getJSON(path) {
  const answer = await fetch(path, { cache: 'no-store' });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

// act does something with a telephone and returns what came of it; a failure is
// shown, not thrown, and returns null.
export async function act(deed) {
  return send('/sim/act', { 'Content-Type': 'application/json' }, JSON.stringify(deed));
}

// upload sends files as "photo", "document" or "voice"; several are one album.
export async function upload(person, chat, as, files, caption = '', seconds = 0) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ person, chat, as, caption, seconds })) form.append(name, value);
  for (const file of files) form.append('file', file);
  return send('/sim/upload', { 'X-Simulator': '1' }, form);
}

async function send(path, headers, body) {
  try {
    const answer = await fetch(path, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(await answer.text());
    notice('deed', '');
    return await answer.json();
  } catch {
    notice('deed', label('failed'));
    return null;
  }
}

const notices = new Map();

// notice shows a line above everything; what is empty is taken away. Each kind
// has its own line.
export function notice(kind, text) {
  notices.set(kind, text);
  const bar = document.getElementById('notice');
  const all = [...notices.values()].filter(Boolean).join(' · ');
  if (bar.textContent !== all) bar.textContent = all;
  bar.hidden = !all;
}

// listen calls heard with the name of everything that changes: the key of a chat,
// or "people", "faults", "progress". It comes back by itself when the server does.
export function listen(heard) {
  const events = new EventSource('/sim/events');
  events.onmessage = event => heard(event.data);
  events.onopen = () => notice('line', '');
  events.onerror = () => {
    notice('line', label('offline'));
    if (events.readyState === EventSource.CLOSED) setTimeout(() => listen(heard), 1000);
  };
}
