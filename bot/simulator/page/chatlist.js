// The messages of one telephone. Only what changed is drawn again, so that focus,
// selection and recordings stay; the newest stays in sight until one scrolls up.

import { focusables, icon, make, named } from './dom.js';
import { drawUnit } from './message.js';
import { recall, remember } from './prefs.js';
import { label } from './words.js';
import { unitsOf } from './units.js';

export class ChatList {
  // hands is what message.js needs; onread is called when everything was read.
  constructor(key, inGroup, hands, onread) {
    Object.assign(this, { key, inGroup, hands, onread, nodes: new Map(), messages: null, person: 0, fresh: 0 });
    this.seen = recall('seen ' + key, null);
    this.node = make('div', { className: 'chat' });
    this.node.setAttribute('role', 'log');
    named(this.node, label('messages')).removeAttribute('title');
    this.badge = make('span', { className: 'badge', hidden: true });
    this.down = named(make('button', { type: 'button', className: 'icon down', hidden: true }, icon('down'), this.badge), label('to_newest'));
    this.down.onclick = () => { this.follows = true; this.toEnd(); };
    this.place = recall('place ' + key, null);
    this.follows = !this.place;
    this.top = 0;
    this.node.onscroll = () => this.scrolled();
    this.node.addEventListener('load', () => { if (this.follows) this.toEnd(); }, true); // pictures
    this.node.onkeydown = event => this.walk(event);
    this.node.addEventListener('focusin', event => this.choose(event.target.closest('.msg') ?? this.current));
    new ResizeObserver(() => { this.follows ? this.toEnd() : this.restore(); this.read(); }).observe(this.node);
    document.addEventListener('visibilitychange', () => this.read());
  }

  get shown() { return this.node.clientHeight > 0; }

  // unread is how many messages of others came since the chat was read.
  get unread() {
    return (this.messages ?? []).filter(m => m.message_id > this.seen && m.from?.id !== this.person).length;
  }

  draw(messages, person, about) {
    const held = this.held();
    const newest = messages.at(-1);
    // Numbers go on from one start of the server to the next; smaller ones are a
    // world of its own. What was there before the first visit counts as read.
    if (this.seen === null || (newest && this.seen > newest.message_id)) this.seen = newest?.message_id ?? 0;
    const own = newest?.from?.id === person && newest.message_id > this.seen;
    if (own) {
      this.fresh = 0;
      this.follows = true;
    }
    Object.assign(this, { messages, person });
    if (own || this.inSight) this.saw();
    if (this.unread && !this.fresh) this.fresh = messages.find(m => m.message_id > this.seen && m.from?.id !== person).message_id;
    const wanted = unitsOf(messages, person, this.fresh).map(u => this.nodeOf(u));
    if (!wanted.length) wanted.push(make('div', { className: 'empty' }, about || label('empty')));
    this.reconcile(wanted);
    for (const busy of this.node.querySelectorAll('.busy')) busy.classList.remove('busy');
    if (!this.current?.isConnected || !held) this.choose(this.node.querySelector('.msg:last-of-type') ?? null);
    if (held) this.hold(held);
    if (this.follows) this.toEnd();
    else this.restore();
    this.read();
  }

  nodeOf(u) {
    const known = this.nodes.get(u.key);
    const sign = JSON.stringify([u, this.person]);
    if (known?.sign === sign) return known.node;
    const node = u.messages ? drawUnit(u, this.inGroup, this.hands)
      : make('div', { className: u.fresh ? 'line fresh' : 'line' }, u.day ?? label('new_messages'));
    for (const e of focusables(node)) e.tabIndex = -1;
    this.nodes.set(u.key, { sign, node });
    return node;
  }

  reconcile(wanted) {
    const keep = new Set(wanted);
    for (const [key, { node }] of this.nodes) if (!keep.has(node)) this.nodes.delete(key);
    let at = this.node.firstChild;
    for (const node of wanted) {
      if (node === at) at = at.nextSibling;
      else this.node.insertBefore(node, at);
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  }

  // held says what the focus is on, hold puts it back when that was drawn again.
  held() {
    const msg = this.node.contains(document.activeElement) && document.activeElement.closest('.msg');
    return msg ? { id: msg.dataset.id, at: focusables(msg).indexOf(document.activeElement) } : null;
  }

  hold({ id, at }) {
    if (this.node.contains(document.activeElement)) return;
    const msg = this.node.querySelector(`.msg[data-id="${id}"]`) ?? this.current;
    if (!msg) return;
    this.choose(msg);
    (focusables(msg)[at] ?? msg).focus({ preventScroll: true });
  }

  // choose makes one message the one whose parts keys can reach.
  choose(msg) {
    if (msg === this.current) return;
    for (const [one, index] of [[this.current, -1], [msg, 0]]) {
      if (!one) continue;
      one.tabIndex = index;
      for (const e of focusables(one)) e.tabIndex = index;
    }
    this.current = msg;
  }

  walk(event) {
    const all = [...this.node.querySelectorAll('.msg')];
    const at = all.indexOf(this.current);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined && all[to]) {
      event.preventDefault();
      all[to].focus();
    } else if (event.key === 'Enter' && event.target === this.current) {
      event.preventDefault();
      this.current.querySelector('.more')?.click();
    }
  }

  scrolled() {
    if (!this.shown) return;
    const left = this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight;
    // Only who scrolls up leaves the newest; what grows below them does not.
    if (left < 60) this.follows = true;
    else if (this.node.scrollTop < this.top) this.follows = false;
    this.top = this.node.scrollTop;
    this.mark();
    if (this.follows) {
      this.place = null;
      this.read();
    } else {
      const top = [...this.node.children].find(e => e.offsetTop + e.offsetHeight > this.node.scrollTop && e.dataset.id);
      if (top) this.place = { id: top.dataset.id, by: this.node.scrollTop - top.offsetTop };
    }
    clearTimeout(this.saving);
    this.saving = setTimeout(() => remember('place ' + this.key, this.place), 200);
  }

  restore() {
    const msg = this.place && this.node.querySelector(`.msg[data-id="${this.place.id}"]`);
    if (msg) this.node.scrollTop = msg.offsetTop + this.place.by;
    this.mark();
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
    this.mark();
  }

  // expect brings the answer to a press on the newest buttons into sight.
  expect(id) {
    const newest = this.messages?.findLast(m => m.reply_markup);
    if (newest?.message_id === id) this.follows = true;
  }

  // go shows a message and marks it for a moment.
  go(id) {
    const msg = this.node.querySelector(`.msg[data-id="${id}"]`);
    if (!msg) return false;
    msg.scrollIntoView({ block: 'center' });
    msg.focus({ preventScroll: true });
    msg.classList.add('found');
    setTimeout(() => msg.classList.remove('found'), 1500);
    return true;
  }

  mark() {
    this.down.hidden = this.follows;
    this.badge.textContent = this.unread;
    this.badge.hidden = !this.unread;
  }

  // inSight says whether whoever looks at the page sees the newest message.
  get inSight() { return this.shown && this.follows && !document.hidden; }

  saw() {
    const newest = this.messages?.at(-1)?.message_id ?? 0;
    if (newest <= this.seen) return;
    this.seen = newest;
    remember('seen ' + this.key, newest);
  }

  // read notes that everything was seen, if it is in sight.
  read() {
    if (this.inSight) this.saw();
    this.mark();
    this.onread();
  }

  // leave is called when the telephone is put away: what comes next is new.
  leave() {
    if (!this.unread) this.fresh = 0;
  }
}
