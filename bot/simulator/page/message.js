// Draws one message, or the messages of one album: a service line, or a bubble
// with its buttons.

import { icon, iconButton, make } from './dom.js';
import { drawWords } from './entities.js';
import { drawMedia, hasMedia } from './media.js';
import { label, timeOf } from './words.js';

const spoken = m => m.text ?? m.caption ?? '';

// drawUnit draws {messages, mine, first, last} as the person sees it. hands has
// what the person can do: press(m, button), open(address), say(text), go(id),
// menu(messages, mine, anchor, at).
export function drawUnit(unit, inGroup, hands) {
  const m = unit.messages[0];
  const line = serviceLine(m);
  const box = make('article', { className: 'msg', tabIndex: -1 });
  box.dataset.id = m.message_id;
  if (line) {
    box.classList.add('service');
    box.append(line);
    return box;
  }
  const captioned = unit.messages.find(spoken) ?? m;
  const words = spoken(captioned);
  const bubble = make('div', { className: 'bubble' },
    inGroup && !unit.mine && unit.first ? make('div', { className: `from hue${(m.from?.id ?? 0) % 6}` }, m.from?.first_name ?? '') : null,
    m.forward_origin ? make('div', { className: 'quote' }, `${label('forwarded')} ${m.forward_origin.sender_user?.first_name ?? ''}`) : null,
    m.reply_to_message ? quote(m.reply_to_message, hands) : null,
    ...drawMedia(unit.messages),
    words ? make('div', { className: 'words' }, ...drawWords(words, captioned.entities ?? captioned.caption_entities, hands.open, hands.say)) : null,
    meta(unit));
  const more = iconButton('more', label('message_menu'), () => hands.menu(unit, more), 'icon more');
  more.setAttribute('aria-haspopup', 'menu');
  bubble.append(more);
  box.oncontextmenu = event => {
    if (event.target.closest('a') || String(getSelection())) return; // the browser's own is better there
    event.preventDefault();
    hands.menu(unit, more, event.target === box ? null : event);
  };
  box.append(bubble);
  box.setAttribute('aria-label', `${m.from?.first_name ?? ''}, ${timeOf(m.date)}`);
  for (const [name, on] of Object.entries({ mine: unit.mine, first: unit.first, last: unit.last, protected: m.has_protected_content })) {
    box.classList.toggle(name, Boolean(on));
  }
  for (const row of m.reply_markup?.inline_keyboard ?? []) {
    box.append(make('div', { className: 'row' }, ...row.map(b => button(m, b, hands))));
  }
  return box;
}

function quote(m, hands) {
  const b = make('button', { type: 'button', className: 'quote' }, make('b', {}, m.from?.first_name ?? ''), ' ', summary(m));
  b.setAttribute('aria-label', `${label('replies_to')}: ${summary(m)}`);
  b.onclick = () => hands.go(m.message_id);
  return b;
}

function button(m, b, hands) {
  const e = make('button', { type: 'button', className: b.style ?? '' }, b.text);
  if (b.url || b.copy_text) e.append(' ', icon(b.url ? 'out' : 'copy'));
  e.onclick = () => {
    if (b.callback_data) e.classList.add('busy'); // until the chat is drawn again
    hands.press(m, b);
  };
  return e;
}

function meta({ messages }) {
  const m = messages[0];
  const line = make('div', { className: 'meta' });
  if (m.has_protected_content) {
    const lock = icon('lock');
    lock.removeAttribute('aria-hidden');
    lock.setAttribute('role', 'img');
    lock.setAttribute('aria-label', label('protected'));
    lock.title = label('protected');
    line.append(lock, ' ');
  }
  if (m.reactions?.length) line.append(m.reactions.join('') + ' ');
  if (messages.some(each => each.edit_date)) line.append(label('edited') + ' ');
  line.append(timeOf(m.date));
  return line;
}

// summary is a message in one line.
export function summary(m) {
  if (spoken(m)) return spoken(m);
  if (m.photo) return label('photo');
  if (m.voice) return label('voice');
  return m.document?.file_name ?? m.audio?.file_name ?? label('other');
}

export function serviceLine(m) {
  const who = m.from?.first_name ?? '';
  if (m.new_chat_members) return `${m.new_chat_members.map(u => u.first_name).join(', ')} ${label('joined')}`;
  if (m.left_chat_member) return `${m.left_chat_member.first_name} ${label('left')}`;
  if (m.new_chat_title) return `${label('new_title')} ${m.new_chat_title}`;
  if (m.pinned_message) return `${label('pinned')}: ${summary(m.pinned_message).slice(0, 60)}`;
  if (m.migrate_to_chat_id || m.migrate_from_chat_id) return label('upgraded');
  if (m.forum_topic_created || m.forum_topic_edited) return `${label('topic')} ${(m.forum_topic_created ?? m.forum_topic_edited).name}`;
  if (m.forum_topic_closed || m.forum_topic_reopened) return label('topic');
  return spoken(m) || hasMedia(m) ? '' : `${who}: ${label('other')}`;
}
