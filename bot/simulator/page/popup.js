// One menu at a time, beside what opened it. Arrow keys move, Escape closes, and
// the focus goes back to where it was.

import { icon, make } from './dom.js';

let opener = null;

const box = () => document.getElementById('menu');

// openMenu shows entries: {text, icon, checked, danger, do}, or null for a line.
// at says where, if not beside the anchor.
export function openMenu(anchor, name, entries, at) {
  const menu = box();
  const again = opener === anchor && menu.matches(':popover-open');
  if (menu.matches(':popover-open')) menu.hidePopover();
  if (again || !entries.length) return;
  opener = anchor;
  menu.setAttribute('aria-label', name);
  menu.replaceChildren(...entries.map(entry));
  menu.showPopover();
  place(menu, anchor, at);
  items(menu)[0]?.focus();
}

function entry(e) {
  if (!e) {
    const line = make('hr');
    line.setAttribute('role', 'separator');
    return line;
  }
  const b = make('button', { type: 'button', className: e.danger ? 'danger' : '', tabIndex: -1 }, icon(e.checked ? 'check' : e.icon ?? 'none'));
  if (e.lead) b.append(make('b', {}, e.lead));
  b.append(make('span', {}, e.text));
  b.setAttribute('role', e.checked === undefined ? 'menuitem' : 'menuitemradio');
  if (e.checked !== undefined) b.setAttribute('aria-checked', String(e.checked));
  b.onclick = () => { box().hidePopover(); e.do(); };
  return b;
}

const items = menu => [...menu.querySelectorAll('button')];

function place(menu, anchor, at) {
  const a = at ?? anchor.getBoundingClientRect();
  const m = menu.getBoundingClientRect();
  const room = document.documentElement;
  const below = (a.bottom ?? a.y) + 4;
  const above = (a.top ?? a.y) - m.height - 4;
  const y = below + m.height <= room.clientHeight || above < 4 ? below : above;
  menu.style.left = `${Math.max(4, Math.min(a.left ?? a.x, room.clientWidth - m.width - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(y, room.clientHeight - m.height - 4))}px`;
}

export function prepareMenu() {
  const menu = box();
  menu.onkeydown = event => {
    const all = items(menu);
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === 'Tab') menu.hidePopover();
    if (to === undefined) return;
    event.preventDefault();
    all[(to + all.length) % all.length].focus();
  };
  menu.onbeforetoggle = event => {
    if (event.newState !== 'closed') return;
    if (menu.contains(document.activeElement)) opener?.focus();
  };
}
