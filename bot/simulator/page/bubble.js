// Draws one message: service line, or bubble with buttons.

import { icon, label, make } from './net.js';
import { drawWords } from './words.js';

const time = seconds => new Date(seconds * 1000).toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit' });

// drawMessage draws m as the person sees it. hands has what the person can do:
// press(m, button), open(address), say(text), reply(m), edit(m).
export function drawMessage(m, person, inGroup, hands) {
  const line = serviceLine(m);
  if (line) return make('div', { className: 'service' }, line);
  const mine = m.from?.id === person;
  const words = m.text ?? m.caption ?? '';
  const bubble = make('div', { className: 'bubble' },
    inGroup && !mine ? make('div', { className: 'from' }, m.from?.first_name ?? '') : null,
    m.forward_origin ? make('div', { className: 'quote' }, `${label('forwarded')} ${m.forward_origin.sender_user?.first_name ?? ''}`) : null,
    m.reply_to_message ? make('div', { className: 'quote' }, summary(m.reply_to_message)) : null,
    ...media(m),
    words ? make('div', { className: 'words' }, ...drawWords(words, m.entities ?? m.caption_entities, hands.open, hands.say)) : null,
    meta(m, mine, hands));
  const box = make('div', { className: 'msg' + (mine ? ' mine' : '') + (m.has_protected_content ? ' protected' : '') }, bubble);
  box.dataset.id = m.message_id;
  for (const row of m.reply_markup?.inline_keyboard ?? []) {
    box.append(make('div', { className: 'row' }, ...row.map(b => button(m, b, hands))));
  }
  return box;
}

function button(m, b, hands) {
  const e = make('button', { type: 'button', className: b.style ?? '' }, b.url ? b.text + ' ↗' : b.text);
  e.onclick = () => hands.press(m, b);
  return e;
}

function meta(m, mine, hands) {
  const parts = [];
  if (m.has_protected_content) parts.push(make('span', { title: label('protected') }, icon('lock'), ' '));
  if (m.reactions?.length) parts.push(m.reactions.join('') + ' ');
  if (m.edit_date) parts.push(label('edited') + ' ');
  parts.push(time(m.edit_date ?? m.date));
  const reply = make('button', { type: 'button' }, label('reply'));
  reply.onclick = () => hands.reply(m);
  parts.push(' ', reply);
  if (mine && (m.text || m.caption)) {
    const edit = make('button', { type: 'button' }, label('edit'));
    edit.onclick = () => hands.edit(m);
    parts.push(edit);
  }
  return make('div', { className: 'meta' }, ...parts);
}

const fileURL = (id, name) => `/sim/file?id=${encodeURIComponent(id)}` + (name ? `&name=${encodeURIComponent(name)}` : '');

function media(m) {
  const out = [];
  if (m.photo) out.push(make('img', { src: fileURL(m.photo.at(-1).file_id), alt: m.caption ?? label('photo'), loading: 'lazy' }));
  if (m.document) {
    const size = m.document.file_size ? ` (${Math.ceil(m.document.file_size / 1024)} KB)` : '';
    out.push(make('div', {}, icon('document'), ' ', make('a', { href: fileURL(m.document.file_id, m.document.file_name || 'file') }, (m.document.file_name || 'file') + size)));
  }
  if (m.voice || m.audio) out.push(make('div', {}, icon('voice'), ' ' + label('voice')));
  if (m.video || m.video_note) out.push(make('div', {}, icon('photo'), ' ' + label('video')));
  if (m.sticker) out.push(make('div', { style: 'font-size:3rem' }, m.sticker.emoji ?? ''));
  if (m.dice) out.push(make('div', {}, `${m.dice.emoji} ${m.dice.value}`));
  if (m.contact) out.push(make('div', {}, `${label('contact')}: ${m.contact.phone_number}`));
  if (m.location) out.push(make('div', {}, icon('place'), ` ${m.venue ? `${m.venue.title}, ${m.venue.address}` : label('location')} (${m.location.latitude}, ${m.location.longitude})`));
  return out;
}

// summary is a message in one line.
export function summary(m) {
  if (m.text || m.caption) return m.text ?? m.caption;
  if (m.photo) return label('photo_short');
  if (m.document) return m.document.file_name ?? label('other');
  return label('other');
}

function serviceLine(m) {
  const who = m.from?.first_name ?? '';
  if (m.new_chat_members) return `${m.new_chat_members.map(u => u.first_name).join(', ')} ${label('joined')}`;
  if (m.left_chat_member) return `${m.left_chat_member.first_name} ${label('left')}`;
  if (m.new_chat_title) return `${label('new_title')} ${m.new_chat_title}`;
  if (m.pinned_message) return `${label('pinned')}: ${summary(m.pinned_message).slice(0, 60)}`;
  if (m.migrate_to_chat_id || m.migrate_from_chat_id) return label('upgraded');
  if (m.forum_topic_created || m.forum_topic_edited) return `${label('topic')} ${(m.forum_topic_created ?? m.forum_topic_edited).name}`;
  if (m.forum_topic_closed || m.forum_topic_reopened) return label('topic');
  const empty = !m.text && !m.caption && !media(m).length;
  return empty ? `${who}: ${label('other')}` : '';
}
