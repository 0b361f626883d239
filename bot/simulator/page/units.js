// Puts a chat's messages into the units that are drawn: albums together, bubbles
// of one sender close to each other, a line for every new day.

import { serviceLine } from './message.js';
import { dayOf } from './words.js';

const together = 300; // seconds within which messages of one sender stand close

// unitsOf returns {key, messages, mine, first, last}, {key, day} and {key, fresh}
// in order. fresh is the id of the first message that was not read, or 0.
export function unitsOf(messages, person, fresh) {
  const units = [];
  let day = '';
  for (const m of messages) {
    const today = dayOf(m.date);
    if (today !== day) units.push({ key: 'day ' + today, day: today });
    day = today;
    if (fresh && m.message_id >= fresh && !units.some(u => u.fresh)) units.push({ key: 'fresh', fresh });
    const before = units.at(-1);
    if (m.media_group_id && before?.messages?.[0].media_group_id === m.media_group_id) {
      before.messages.push(m);
      continue;
    }
    units.push({ key: String(m.message_id), messages: [m], mine: m.from?.id === person });
  }
  units.forEach((u, i) => {
    if (!u.messages) return;
    u.first = !follows(units[i - 1], u);
    u.last = !follows(u, units[i + 1]);
  });
  return units;
}

function follows(a, b) {
  if (!a?.messages || !b?.messages) return false;
  const [m, n] = [a.messages[0], b.messages[0]];
  return !serviceLine(m) && !serviceLine(n) && !m.reply_markup && m.from?.id === n.from?.id && n.date - m.date < together;
}
