// The page: reads the state, draws a telephone for every person and group, and
// redraws a chat when the simulator says that it changed.

import { act, getJSON, label, loadLabels, make, notice } from './net.js';
import { Phone } from './phone.js';

const phones = new Map();
let state = null;
let shown = '';

const world = {
  bot: () => state.bots[0],
  groupKey: () => state.groups[0]?.key ?? '',
};

async function readState() {
  state = await getJSON('/sim/state');
  const bot = state.bots[0];
  const personas = new Map(state.personas.map(p => [p.id, p]));
  const wanted = [];
  for (const p of [...state.personas, ...state.people.filter(p => !personas.has(p.id)).slice(0, 12)]) {
    if (bot) wanted.push({ key: `p${p.id}b${bot.id}`, person: p.id, title: p.role || p.name, subtitle: p.role ? p.name : `@${bot.username}` });
  }
  for (const g of state.groups) {
    // Members come first: they are the ones who write there.
    const people = [...state.people].sort((a, b) => g.members.includes(b.id) - g.members.includes(a.id));
    wanted.push({ key: g.key, person: 0, title: g.title, subtitle: label('group'), people });
  }
  // A group that was upgraded or renamed is a new telephone.
  for (const [key, phone] of phones) {
    if (!wanted.some(w => w.key === key)) {
      phone.root.remove();
      phones.delete(key);
    }
  }
  for (const w of wanted) {
    let phone = phones.get(w.key);
    if (!phone) {
      phone = new Phone(world, w);
      phones.set(w.key, phone);
      document.getElementById('phones').append(phone.root);
    }
    if (w.people) phone.speakers(w.people);
    phone.draw(state.chats[w.key] ?? { key: w.key, messages: [], toasts: [] });
  }
  drawTabs(wanted);
  drawFaults();
}

function drawTabs(wanted) {
  if (!phones.has(shown)) shown = wanted[0]?.key ?? '';
  document.getElementById('tabs').replaceChildren(...wanted.map(w => {
    const b = make('button', { type: 'button' }, w.title);
    b.setAttribute('role', 'tab');
    b.dataset.key = w.key;
    b.onclick = () => show(w.key);
    return b;
  }));
  show(shown);
}

function show(key) {
  shown = key;
  for (const [k, phone] of phones) phone.root.classList.toggle('shown', k === key);
  for (const tab of document.querySelectorAll('#tabs button')) {
    tab.setAttribute('aria-selected', String(tab.dataset.key === key));
    if (tab.dataset.key === key) tab.querySelector('.dot')?.remove();
  }
  const list = phones.get(key)?.list;
  if (list) list.scrollTop = list.scrollHeight;
}

function drawFaults() {
  const on = state.faults.filter(f => f.active);
  const summary = document.querySelector('#faults summary');
  summary.textContent = on.length ? `${label('faults_on')}: ${on.length}` : label('fault');
  summary.classList.toggle('on', on.length > 0);
  document.getElementById('fault-list').replaceChildren(...state.faults.map(f => {
    const box = make('input', { type: 'checkbox', checked: f.active, name: f.name });
    box.onchange = () => act({ do: 'fault', text: f.name, on: box.checked });
    return make('label', {}, box, label(f.name));
  }));
}

// Changes of one chat that come close together are drawn once.
const changed = new Set();
let drawing = false;

async function drawChanged() {
  if (drawing) return;
  drawing = true;
  try {
    while (changed.size) {
      const key = changed.values().next().value;
      changed.delete(key);
      if (key === 'people') {
        await readState();
        continue;
      }
      const phone = phones.get(key);
      if (!phone) continue;
      phone.draw(await getJSON(`/sim/chat?key=${encodeURIComponent(key)}`));
      const tab = document.querySelector(`#tabs button[data-key="${CSS.escape(key)}"]`);
      if (tab && key !== shown && !tab.querySelector('.dot')) tab.append(make('span', { className: 'dot' }, ' ●'));
    }
  } catch {
    notice(label('offline'));
  } finally {
    drawing = false;
  }
}

function listen() {
  const events = new EventSource('/sim/events');
  events.onmessage = event => { changed.add(event.data); drawChanged(); };
  events.onopen = () => notice('');
  events.onerror = () => notice(label('offline'));
}

document.getElementById('add-person').onsubmit = async event => {
  event.preventDefault();
  const box = document.getElementById('person-name');
  if (box.value.trim() && await act({ do: 'person', text: box.value.trim() })) box.value = '';
};

await loadLabels();
await readState();
listen();
