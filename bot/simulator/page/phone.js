// One telephone: a person's chat with the bot, or a group with a choice of who
// writes.

import { act, getJSON } from './net.js';
import { takeFiles } from './attach.js';
import { ChatList } from './chatlist.js';
import { Composer } from './composer.js';
import { iconButton, make } from './dom.js';
import { isInnerLink } from './entities.js';
import { Keys } from './keys.js';
import { messageMenu, phoneMenu } from './menus.js';
import { summary } from './message.js';
import { recall, remember } from './prefs.js';
import { alertUser, Toasts } from './toast.js';
import { label } from './words.js';

export class Phone {
  // world gives what is common to all: see app.js.
  constructor(world, { key, person, title, subtitle }) {
    Object.assign(this, { world, key, person, title, subtitle, inGroup: key.startsWith('g'), seen: null, chat: null });
    this.root = make('section', { className: 'phone', id: 'phone-' + key, hidden: true });
    this.root.dataset.key = key;
    this.root.setAttribute('role', 'tabpanel');
    this.root.setAttribute('aria-label', title);
    this.toasts = new Toasts();
    this.keys = new Keys(text => this.deed('key', { text }));
    this.composer = new Composer(this);
    this.list = new ChatList(key, this.inGroup, {
      press: (m, b) => this.press(m, b),
      open: address => this.open(address),
      say: text => this.say(text),
      go: id => this.list.go(id),
      menu: (unit, anchor, at) => messageMenu(this, unit, anchor, at),
    }, () => world.read(this));
    this.pin = make('button', { type: 'button', className: 'pin', hidden: true });
    this.start = make('button', { type: 'button', className: 'wide', hidden: true });
    this.root.append(this.head(), this.pin, make('div', { className: 'wall' }, this.toasts.node, this.list.node, this.list.down),
      this.start, ...(this.inGroup ? [this.writer] : []), this.composer.about, this.composer.form, this.keys.node);
    this.root.ondragover = event => event.preventDefault();
    this.root.ondrop = event => {
      event.preventDefault();
      if (event.dataTransfer.files.length) takeFiles(this, this.composer, [...event.dataTransfer.files]);
    };
  }

  get box() { return this.composer.box; }

  head() {
    const initials = this.title.split(' ').map(w => w[0]).slice(-2).join('').toUpperCase();
    const face = make('span', { className: `face hue${this.person % 6}` }, initials);
    face.setAttribute('aria-hidden', 'true');
    this.sub = make('small');
    const menu = iconButton('more', label('phone_menu'), () => phoneMenu(this, menu));
    menu.setAttribute('aria-haspopup', 'menu');
    const head = make('div', { className: 'head' }, face, make('div', { className: 'who' }, make('h2', {}, this.title), this.sub));
    if (this.inGroup) {
      this.select = make('select');
      this.select.onchange = () => {
        this.person = Number(this.select.value);
        remember('writer ' + this.key, this.person);
        this.draw(this.chat);
      };
      this.writer = make('label', { className: 'writer' }, label('group_as'), this.select);
    }
    head.append(menu);
    return head;
  }

  // update takes what is known of the person, or of the group and those who can
  // write in it: members first.
  update({ subtitle, people }) {
    this.subtitle = subtitle;
    if (!people) return;
    this.select.replaceChildren(...people.map(p => make('option', { value: p.id }, p.name)));
    const known = id => people.some(p => p.id === id);
    if (!known(this.person)) this.person = recall('writer ' + this.key, 0);
    if (!known(this.person)) this.person = people[0]?.id ?? 0;
    this.select.value = this.person;
  }

  deed(what, more = {}) { return act({ do: what, person: this.person, chat: this.key, ...more }); }

  say(text) { return this.deed('say', { text }); }

  commands() { return getJSON(`/sim/commands?key=${this.key}&person=${this.person}`).catch(() => []); }

  lastOwn() { return this.chat?.messages.findLast(m => m.from?.id === this.person && m.text); }

  copy(text) {
    return navigator.clipboard?.writeText(text).then(() => this.toasts.show(label('copied')), () => this.toasts.show(label('failed')));
  }

  press(message, button) {
    if (button.copy_text) return this.copy(button.copy_text.text);
    if (button.url) return isInnerLink(button.url) ? this.open(button.url) : window.open(button.url, '_blank', 'noopener');
    this.list.expect(message.message_id);
    return this.deed('press', { message: message.message_id, text: button.callback_data ?? button.text });
  }

  open(address) { return this.world.open(this, address); }

  draw(chat) {
    if (!chat) return;
    this.chat = chat;
    this.list.draw(chat.messages, this.person, chat.about);
    const member = !this.inGroup || this.world.groupOf(this.key)?.members.includes(this.person);
    this.offer(!member ? ['join', () => this.deed('join')]
      : chat.blocked ? ['restart', () => this.deed('block', { on: false }).then(() => this.say('/start'))]
        : !this.inGroup && !chat.messages.length ? ['start', () => this.say('/start')] : null);
    this.keys.draw(member ? chat.keyboard : null);
    this.composer.hint(chat.keyboard?.input_field_placeholder);
    if (chat.force_reply && chat.force_reply !== this.asked) {
      this.asked = chat.force_reply;
      this.composer.answer({ message: chat.messages.at(-1) });
    }
    this.drawTyping(chat.typing);
    this.drawPin(chat);
    this.hear(chat.toasts);
  }

  // offer shows the one wide button for what has to be done first.
  offer(what) {
    const held = document.activeElement === this.start;
    this.start.hidden = !what;
    this.composer.form.hidden = Boolean(what);
    if (held && !what) this.box.focus();
    if (!what) return;
    this.start.textContent = label(what[0]);
    this.start.onclick = what[1];
  }

  drawTyping(left) {
    clearTimeout(this.typing);
    this.sub.textContent = left > 0 ? label('typing') : this.subtitle;
    this.sub.classList.toggle('typing', left > 0);
    if (left > 0) this.typing = setTimeout(() => this.drawTyping(0), left);
  }

  drawPin(chat) {
    const pinned = chat.messages.find(m => m.message_id === chat.pinned?.at(-1));
    this.pin.hidden = !pinned;
    if (!pinned) return;
    this.pin.replaceChildren(make('b', {}, label('pinned')), ' ', summary(pinned));
    this.pin.title = label('go_pinned');
    this.pin.onclick = () => this.list.go(pinned.message_id);
  }

  // hear shows the answers to presses that came since the page was opened.
  hear(toasts) {
    this.seen ??= Math.max(0, ...toasts.map(t => t.at));
    for (const t of toasts) {
      if (t.at <= this.seen) continue;
      this.seen = t.at;
      if (t.person !== this.person) continue;
      if (t.url) this.open(t.url);
      if (t.text && t.alert) alertUser(t.text);
      else if (t.text) this.toasts.show(t.text);
    }
  }
}
