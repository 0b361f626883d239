// The reply keyboard that a bot puts below the box.

import { iconButton, make } from './dom.js';
import { label } from './words.js';

export class Keys {
  constructor(press) {
    Object.assign(this, { press, sign: '', away: false });
    this.node = make('div', { className: 'keys', hidden: true });
    this.node.setAttribute('role', 'group');
    this.node.setAttribute('aria-label', label('keyboard'));
    this.toggle = iconButton('keyboard', label('keyboard'), () => { this.away = !this.away; this.show(); });
    this.toggle.hidden = true;
  }

  draw(keyboard) {
    const sign = JSON.stringify(keyboard);
    if (sign === this.sign) return;
    this.sign = sign;
    this.away = false;
    const rows = keyboard?.keyboard ?? [];
    this.node.classList.toggle('tall', !keyboard?.resize_keyboard);
    this.node.replaceChildren(...rows.map(row => make('div', { className: 'row' }, ...row.map(k =>
      make('button', { type: 'button', onclick: () => this.press(k.text) }, k.text)))));
    this.show();
  }

  show() {
    const there = this.node.childElementCount > 0;
    this.toggle.hidden = !there;
    this.toggle.setAttribute('aria-expanded', String(there && !this.away));
    this.node.hidden = !there || this.away;
  }
}
