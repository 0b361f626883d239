// What can be done with a message, and with a telephone.

import { openMenu } from './popup.js';
import { label } from './words.js';

// messageMenu is opened beside a message of a telephone.
export function messageMenu(phone, { messages, mine }, anchor, at) {
  const m = messages[0];
  const words = m.text ?? m.caption;
  const each = what => messages.forEach(one => phone.deed(what, { message: one.message_id }));
  const entries = [{ icon: 'reply', text: label('reply'), do: () => phone.composer.answer({ message: m }) }];
  if (mine && words && !m.forward_origin) entries.push({ icon: 'edit', text: label('edit'), do: () => phone.composer.answer({ message: m, edit: true }) });
  if (!m.has_protected_content) {
    if (words) entries.push({ icon: 'copy', text: label('copy'), do: () => phone.copy(words) });
    for (const to of phone.world.places(phone)) {
      entries.push({ icon: 'forward', text: `${label('forward')} ${to.name}`, do: () => phone.deed('forward', { message: m.message_id, group: to.key }) });
    }
  }
  if (m.chat.type === 'supergroup') entries.push({ icon: 'copy', text: label('copy_link'), do: () => phone.copy(linkTo(m)) });
  if (m.update) entries.push({ icon: 'twice', text: label('again'), do: () => phone.deed('again', { message: m.message_id }) });
  if (mine || !phone.inGroup) entries.push({ icon: 'bin', text: label('delete'), danger: true, do: () => each('delete') });
  openMenu(anchor, label('message_menu'), entries, at && { x: at.clientX, y: at.clientY });
}

// linkTo is a message's address, as Telegram has them in supergroups.
const linkTo = m => `https://t.me/c/${String(m.chat.id).replace(/^-100/, '')}/${m.message_id}`;

// phoneMenu is opened in the head of a telephone.
export function phoneMenu(phone, anchor) {
  openMenu(anchor, label('phone_menu'), [
    ...(phone.inGroup ? groupEntries(phone) : privateEntries(phone)),
    null,
    { icon: 'twice', text: label('again_latest'), do: () => phone.deed('again') },
  ]);
}

function privateEntries(phone) {
  const now = phone.world.personOf(phone.person)?.language ?? '';
  const languages = [['vi', 'Tiếng Việt'], ['en', 'English'], ['fr', label('unknown_language')]];
  return [
    ...languages.map(([code, name]) => ({
      text: `${label('telegram_language')}: ${name}`, checked: now === code, do: () => phone.deed('language', { text: code }),
    })),
    null,
    phone.chat?.blocked
      ? { icon: 'check', text: label('restart'), do: () => phone.deed('block', { on: false }) }
      : { icon: 'block', text: label('block'), do: () => phone.deed('block', { on: true }) },
    { icon: 'bin', text: label('clear'), danger: true, do: () => phone.deed('clear') },
  ];
}

function groupEntries(phone) {
  const group = phone.world.groupOf(phone.key);
  const does = (icon, what, text) => ({ icon, text, do: () => phone.deed(what) });
  const entries = [];
  if (group?.members.includes(phone.person)) entries.push(does('leave', 'leave', label('leave')));
  if (group?.bot === 'member' || group?.bot === 'administrator') {
    entries.push(group.bot === 'member' ? does('check', 'promote', label('promote')) : does('block', 'demote', label('demote')));
    entries.push({ ...does('block', 'kick', label('kick')), danger: true });
  } else {
    entries.push(does('person', 'invite', label('invite')));
  }
  if (group?.kind === 'group') entries.push(does('forward', 'upgrade', label('upgrade')));
  return entries;
}
