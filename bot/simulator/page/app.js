// The page: reads the state, keeps a telephone for every person and group, and
// draws a chat again when the simulator says that it changed.

import { act, getJSON, listen, notice } from './net.js';
import { prepareAdd, prepareLook } from './controls.js';
import { drawFaults } from './faults.js';
import { prepareViewer } from './media.js';
import { Phone } from './phone.js';
import { openMenu, prepareMenu } from './popup.js';
import { drawProgress } from './progress.js';
import { Shelf } from './shelf.js';
import { prepareShow, readShow } from './show.js';
import { prepareAlert } from './toast.js';
import { label, sayWords } from './words.js';

const mostOthers = 20; // people without a part in the demo who get a telephone

let state = { bots: [], personas: [], people: [], groups: [], chats: {} };
const shelf = new Shelf(document.getElementById('phones'), document.getElementById('tabs'));

const privateKey = person => `p${person}b${state.bots[0]?.id}`;

// world is what every telephone may ask of the page.
export const world = {
  shelf,
  personOf: id => state.people.find(p => p.id === id),
  groupOf: key => state.groups.find(g => g.key === key),
  read: () => shelf.mark(),
  // places are where a message of a telephone can be passed on to.
  places: phone => [
    ...(phone.inGroup && state.bots[0] ? [{ key: privateKey(phone.person), name: state.bots[0].name }] : []),
    ...state.groups.filter(g => g.key !== phone.key && g.members.includes(phone.person)).map(g => ({ key: g.key, name: g.title })),
  ],
  open,
};

// open follows a link that stays inside Telegram: into a bot it opens the same
// person's telephone, to a message of a group that group.
async function open(phone, address) {
  const [, chat, message] = /\/c\/(\d+)\/(\d+)$/.exec(address) ?? [];
  if (chat) {
    const group = state.groups.find(g => String(g.id) === '-100' + chat);
    const found = group && shelf.show(group.key);
    return found?.list.go(message) || phone.toasts.show(label('failed'));
  }
  const to = group => phone.deed('open', { text: address, group });
  if (!/[?&]startgroup=/i.test(address)) {
    if (await to('')) shelf.show(privateKey(phone.person));
    return null;
  }
  return openMenu(phone.list.current ?? phone.root, label('which_group'), state.groups.map(g => ({
    icon: 'person', text: g.title, do: () => { shelf.show(g.key); to(g.key); },
  })));
}

// telephones are the page's, in order: those with a part, the first group, then
// all others.
function telephones() {
  const bot = state.bots[0];
  const one = p => ({ key: privateKey(p.id), person: p.id, title: p.name, subtitle: p.role || `@${bot.username}` });
  const group = g => ({
    key: g.key, person: 0, title: g.title, subtitle: `${label('group')} · ${g.members.length} ${label('members')}`,
    people: [...state.people].sort((a, b) => g.members.includes(b.id) - g.members.includes(a.id)),
  });
  const parts = state.personas.map(p => p.id);
  const others = state.people.filter(p => !parts.includes(p.id)).slice(0, mostOthers);
  return bot ? [
    ...state.personas.filter(p => !p.aside).map(one), ...state.groups.slice(0, 1).map(group),
    ...state.personas.filter(p => p.aside).map(one), ...state.groups.slice(1).map(group), ...others.map(one),
  ] : [];
}

async function readState() {
  state = await getJSON('/sim/state');
  const wanted = telephones();
  shelf.fill(wanted, w => new Phone(world, w));
  for (const w of wanted) {
    const phone = shelf.phones.get(w.key);
    phone.update(w);
    phone.draw(state.chats[w.key] ?? { key: w.key, messages: [], toasts: [], pinned: [] });
  }
  drawFaults(state.faults);
  drawProgress(state.progress);
  await readShow();
}

const changes = {
  show: readShow,
  people: readState,
  faults: async () => drawFaults(await getJSON('/sim/faults')),
  progress: async () => drawProgress(await getJSON('/sim/progress')),
};

async function drawChat(key) {
  const phone = shelf.phones.get(key);
  if (!phone) return;
  phone.draw(await getJSON(`/sim/chat?key=${encodeURIComponent(key)}`));
}

// Changes of one thing that come close together are drawn once.
const changed = new Set();
let drawing = false;

async function drawChanged() {
  if (drawing) return;
  drawing = true;
  try {
    while (changed.size) {
      const what = changed.values().next().value;
      changed.delete(what);
      await (changes[what]?.() ?? drawChat(what));
    }
  } catch {
    notice('line', label('offline'));
  } finally {
    drawing = false;
  }
}

async function personAdded(id, language) {
  const key = privateKey(id);
  if (language !== 'vi') await act({ do: 'language', person: id, chat: key, text: language });
  await readState();
  shelf.show(key)?.start.focus();
}

sayWords();
prepareLook();
prepareMenu();
prepareAlert();
prepareViewer();
prepareShow(shelf);
prepareAdd(personAdded);
listen(what => { changed.add(what); drawChanged(); });
