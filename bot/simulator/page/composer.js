// Where a person writes: the box, what is replied to or edited, attachments, the
// list of commands. A draft survives a reload.

import { icon, iconButton, make, named } from './dom.js';
import { attachments, takeFiles } from './attach.js';
import { summary } from './message.js';
import { openMenu } from './popup.js';
import { recall, remember } from './prefs.js';
import { label } from './words.js';

export class Composer {
  // phone gives deed(what, more), commands(), lastOwn(), keyboardButton, key, person.
  constructor(phone) {
    Object.assign(this, { phone, on: null });
    this.box = named(make('textarea', { rows: 1 }), label('write'));
    this.box.removeAttribute('title');
    this.box.value = recall('draft ' + phone.key, '');
    const commands = named(make('button', { type: 'button', className: 'icon' }, '/'), label('commands'));
    commands.onclick = () => this.showCommands(commands);
    const attach = iconButton('clip', label('attach'), () => openMenu(attach, label('attach'), attachments(phone, this)));
    for (const b of [commands, attach]) b.setAttribute('aria-haspopup', 'menu');
    this.form = make('form', { className: 'compose' }, attach, commands, this.box, phone.keys.toggle,
      named(make('button', { className: 'icon send' }, icon('plane')), label('send')));
    this.about = make('div', { className: 'about', hidden: true });
    this.form.onsubmit = event => { event.preventDefault(); this.send(); };
    this.box.oninput = () => this.typed();
    this.box.onkeydown = event => this.key(event);
    this.box.onpaste = event => this.paste(event);
    this.hint('');
    // A box can be measured only when it is shown.
    new ResizeObserver(() => this.fit()).observe(this.form);
  }

  hint(text) { this.box.placeholder = text || label('write'); }

  typed() {
    this.fit();
    if (!this.on?.edit) remember('draft ' + this.phone.key, this.box.value);
  }

  fit() {
    this.box.style.height = 'auto';
    this.box.style.height = `${this.box.scrollHeight + 2}px`;
  }

  write(text) {
    this.box.value = text;
    this.typed();
  }

  async send() {
    const text = this.box.value;
    const on = this.on;
    if (!text.trim() || this.sending) return;
    this.sending = true;
    const done = await this.phone.deed(on?.edit ? 'edit' : 'say', { text, message: on?.message.message_id ?? 0 });
    this.sending = false;
    if (!done) return;
    this.write('');
    this.answer(null);
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.form.requestSubmit();
    } else if (event.key === 'Escape' && this.on) {
      this.cancel();
    } else if (event.key === 'ArrowUp' && !this.box.value) {
      const own = this.phone.lastOwn();
      if (own) {
        event.preventDefault();
        this.answer({ message: own, edit: true });
      }
    }
  }

  paste(event) {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    takeFiles(this.phone, this, files);
  }

  // answer begins a reply to, or an edit of, a message; null ends it.
  answer(on) {
    this.on = on;
    this.about.hidden = !on;
    if (!on) return;
    const what = `${label(on.edit ? 'edit' : 'reply')}: ${summary(on.message)}`;
    this.about.replaceChildren(make('span', {}, what), iconButton('cross', label('cancel'), () => this.cancel()));
    if (on.edit) {
      this.box.value = on.message.text ?? on.message.caption ?? '';
      this.fit();
    }
    this.box.focus();
  }

  cancel() {
    const edited = this.on?.edit;
    this.answer(null);
    if (edited) this.write('');
    this.box.focus();
  }

  async showCommands(anchor) {
    const list = await this.phone.commands();
    const entries = list.map(c => ({ lead: '/' + c.command, text: c.description, do: () => this.phone.say('/' + c.command) }));
    if (!entries.length) entries.push({ text: label('no_commands'), do: () => {} });
    openMenu(anchor, label('commands'), entries);
  }
}
