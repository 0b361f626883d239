// One telephone: a person's chat with the bot, or a group with a choice of who
// writes.

import { act, icon, label, make, upload } from './net.js';
import { drawMessage, summary } from './bubble.js';
import { isBotLink } from './words.js';

export class Phone {
  // world gives what is common: bot(), groupKey(), select(phone).
  constructor(world, { key, person, title, subtitle, people }) {
    Object.assign(this, { world, key, person, inGroup: key.startsWith('g'), seen: null, chat: null, answering: null });
    this.root = make('section', { className: 'phone' });
    this.root.dataset.key = key;
    this.root.setAttribute('aria-label', title);
    this.sub = make('small', {}, subtitle);
    this.subtitle = subtitle;
    this.tools = make('div');
    this.root.append(make('div', { className: 'head' }, make('div', { className: 'who' }, make('b', {}, title), this.sub), this.tools));
    this.pin = make('div', { className: 'pin', hidden: true });
    this.list = make('div', { className: 'chat', tabIndex: 0 });
    this.list.setAttribute('role', 'log');
    // The newest message stays in sight until the person scrolls up.
    this.follows = true;
    this.top = 0;
    this.list.onscroll = () => {
      if (!this.list.clientHeight) return; // not shown
      const left = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight;
      if (left < 80) this.follows = true;
      else if (this.list.scrollTop < this.top) this.follows = false;
      this.top = this.list.scrollTop;
    };
    new ResizeObserver(() => this.toEnd()).observe(this.list);
    this.keys = make('div', { className: 'keys', hidden: true });
    this.menu = make('div', { className: 'menu', hidden: true });
    this.about = make('div', { className: 'about', hidden: true });
    this.start = make('button', { type: 'button', className: 'wide', hidden: true });
    this.start.onclick = () => this.say('/start');
    this.form = this.composer();
    this.root.append(this.pin, this.list, this.keys, this.menu, this.about, this.start, this.form);
    if (this.inGroup) this.speakers(people);
    else this.blocker();
  }

  deed(what, more = {}) {
    return act({ do: what, person: this.person, chat: this.key, group: this.world.groupKey(), ...more });
  }

  say(text) { return this.deed('say', { text }); }

  blocker() {
    const b = make('button', { type: 'button', title: label('block') }, icon('block'));
    b.setAttribute('aria-label', label('block'));
    b.onclick = () => this.deed('block', { on: !this.chat?.blocked });
    this.tools.append(b);
  }

  // speakers offers who can write in the group; the choice made before stays.
  speakers(people) {
    if (!this.select) {
      this.select = make('select', { title: label('group_as') });
      this.select.setAttribute('aria-label', label('group_as'));
      this.select.onchange = () => { this.person = Number(this.select.value); this.draw(this.chat); };
      this.tools.append(this.select);
    }
    this.select.replaceChildren(...people.map(p => make('option', { value: p.id }, p.name)));
    if (!people.some(p => p.id === this.person)) this.person = people[0]?.id ?? 0;
    this.select.value = this.person;
  }

  composer() {
    const form = make('form', { className: 'compose' });
    const box = make('textarea', { rows: 1, placeholder: label('write') });
    box.setAttribute('aria-label', label('write'));
    const commands = make('button', { type: 'button', className: 'icon', title: label('commands') }, '/');
    commands.setAttribute('aria-label', label('commands'));
    commands.onclick = () => this.toggleMenu();
    form.append(commands, this.picker('photo', 'image/*', box), this.picker('document', '', box), box,
      make('button', { className: 'send', title: label('send') }, icon('plane')));
    form.lastChild.setAttribute('aria-label', label('send'));
    form.onsubmit = async event => {
      event.preventDefault();
      const text = box.value;
      if (!text.trim()) return;
      const on = this.answering;
      const deed = on?.edit ? 'edit' : 'say';
      if (await this.deed(deed, { text, message: on?.message.message_id ?? 0 })) {
        box.value = '';
        this.answer(null);
      }
    };
    box.onkeydown = event => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        form.requestSubmit();
      }
    };
    this.box = box;
    return form;
  }

  picker(as, accept, box) {
    const input = make('input', { type: 'file', accept, multiple: true, hidden: true });
    const b = make('button', { type: 'button', className: 'icon', title: label(as) }, icon(as), input);
    b.setAttribute('aria-label', label(as));
    input.dataset.as = as;
    input.onclick = event => event.stopPropagation();
    b.onclick = () => input.click();
    input.onchange = async () => {
      const caption = box.value;
      box.value = '';
      for (const file of [...input.files]) await upload(this.person, this.key, as, file, caption);
      input.value = '';
    };
    return b;
  }

  toggleMenu() {
    this.menu.hidden = !this.menu.hidden;
    this.menu.replaceChildren(...(this.chat?.commands ?? []).map(c => {
      const b = make('button', { type: 'button' }, make('b', {}, '/' + c.command), c.description);
      b.onclick = () => { this.menu.hidden = true; this.say('/' + c.command); };
      return b;
    }));
  }

  // answer begins a reply to, or an edit of, a message; null ends it.
  answer(on) {
    this.answering = on;
    this.about.hidden = !on;
    if (!on) return;
    const stop = make('button', { type: 'button' }, label('cancel'));
    stop.onclick = () => { this.answer(null); this.box.value = ''; };
    this.about.replaceChildren(make('span', {}, `${label(on.edit ? 'edit' : 'reply')}: ${summary(on.message)}`), stop);
    if (on.edit) this.box.value = on.message.text ?? on.message.caption ?? '';
    this.box.focus();
  }

  press(message, button) {
    if (button.copy_text) return navigator.clipboard?.writeText(button.copy_text.text).then(() => this.toast(label('copied')));
    if (button.url) return isBotLink(button.url) ? this.open(button.url) : window.open(button.url, '_blank', 'noopener');
    return this.deed('press', { message: message.message_id, text: button.callback_data ?? button.text });
  }

  open(address) { return this.deed('open', { text: address }); }

  toEnd() { if (this.follows) this.list.scrollTop = this.list.scrollHeight; }

  draw(chat) {
    if (!chat) return;
    this.chat = chat;
    const hands = {
      press: (m, b) => this.press(m, b),
      open: address => this.open(address),
      say: text => this.say(text),
      reply: message => this.answer({ message }),
      edit: message => this.answer({ message, edit: true }),
    };
    const bubbles = chat.messages.map(m => drawMessage(m, this.person, this.inGroup, hands));
    if (!bubbles.length) bubbles.push(make('div', { className: 'empty' }, (!this.inGroup && this.world.bot()?.description) || label('empty')));
    this.list.replaceChildren(...bubbles);
    this.toEnd();
    this.sub.textContent = chat.typing ? label('typing') : this.subtitle;
    const fresh = !this.inGroup && !chat.messages.length;
    this.start.hidden = !fresh && !chat.blocked;
    this.start.textContent = label(chat.blocked ? 'restart' : 'start');
    this.form.hidden = chat.blocked;
    this.drawPin(chat);
    this.drawKeys(chat.keyboard);
    this.drawToasts(chat.toasts);
  }

  drawPin(chat) {
    const pinned = chat.messages.find(m => m.message_id === chat.pinned?.at(-1));
    this.pin.hidden = !pinned;
    if (pinned) this.pin.textContent = `${label('pinned')}: ${summary(pinned)}`;
  }

  drawKeys(keyboard) {
    const rows = keyboard?.keyboard ?? [];
    this.keys.hidden = !rows.length;
    this.box.placeholder = keyboard?.input_field_placeholder || label('write');
    this.keys.replaceChildren(...rows.map(row => make('div', { className: 'row' }, ...row.map(k => {
      const b = make('button', { type: 'button' }, k.text);
      b.onclick = () => this.deed('key', { text: k.text });
      return b;
    }))));
  }

  drawToasts(toasts) {
    // What was answered before the page was opened is old news.
    this.seen ??= Math.max(0, ...toasts.map(t => t.at));
    for (const t of toasts) {
      if (t.at <= this.seen || t.person !== this.person) continue;
      this.seen = t.at;
      if (t.url) this.open(t.url);
      if (!t.text) continue;
      if (t.alert) this.alert(t.text);
      else this.toast(t.text);
    }
  }

  toast(text) {
    this.root.querySelector('.toast')?.remove();
    const e = make('div', { className: 'toast' }, text);
    e.setAttribute('role', 'status');
    this.root.append(e);
    setTimeout(() => e.remove(), 4000);
  }

  alert(text) {
    const dialog = document.getElementById('alert');
    dialog.querySelector('p').textContent = text;
    if (!dialog.open) dialog.showModal();
  }
}
