// Draws a text with its entities. Offsets count UTF-16 units, as JavaScript
// strings do, so they need no conversion.

import { make } from './dom.js';
import { label } from './words.js';

const tags = {
  bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre',
  blockquote: 'blockquote', expandable_blockquote: 'blockquote',
};

// drawWords returns nodes; open is called with the address of a link that stays
// inside Telegram, and say with a command that was touched.
export function drawWords(text, entities, open, say) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return draw(text, 0, text.length, sorted, open, say);
}

function draw(text, from, to, entities, open, say) {
  const nodes = [];
  let at = from;
  while (entities.length) {
    const e = entities[0];
    if (e.offset >= to) break;
    entities.shift();
    const start = Math.max(e.offset, at);
    const end = Math.min(e.offset + e.length, to);
    if (start >= end) continue;
    if (start > at) nodes.push(text.slice(at, start));
    const inner = draw(text, start, end, entities, open, say);
    nodes.push(wrap(e, text.slice(start, end), inner, open, say));
    at = end;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function wrap(e, text, inner, open, say) {
  switch (e.type) {
    case 'spoiler': {
      const s = make('button', { type: 'button', className: 'spoiler' }, ...inner);
      s.setAttribute('aria-label', label('hidden_words'));
      s.onclick = () => s.replaceWith(make('span', {}, ...s.childNodes));
      return s;
    }
    case 'text_link':
    case 'url':
      return link(e.url ?? text, inner, open);
    case 'email':
      return make('a', { href: 'mailto:' + text }, ...inner);
    case 'bot_command':
      return make('button', { type: 'button', className: 'link', onclick: () => say(text) }, ...inner);
  }
  return make(tags[e.type] ?? 'span', {}, ...inner);
}

// isInnerLink says whether an address stays inside Telegram: a bot, or a message
// of a group.
export const isInnerLink = address =>
  /^(https?:\/\/)?(t|telegram)\.me\/(\w+(\?start(group)?=|$)|c\/\d+\/\d+$)/i.test(address) || /^tg:\/\/resolve/i.test(address);

function link(address, inner, open) {
  if (isInnerLink(address)) {
    const a = make('a', { href: address }, ...inner);
    a.onclick = event => { event.preventDefault(); open(address); };
    return a;
  }
  const safe = /^https?:\/\//i.test(address) ? address : 'https://' + address.replace(/^[a-z]+:/i, '');
  return make('a', { href: safe, target: '_blank', rel: 'noopener noreferrer' }, ...inner);
}
