// Which telephones stand on the page. As many are shown as fit; tabs bring the
// others, in the place of the one that was not used for longest.

import { make } from './dom.js';
import { recall, remember } from './prefs.js';
import { label } from './words.js';

const narrowest = 300; // pixels of a telephone

export class Shelf {
  constructor(node, tabs) {
    Object.assign(this, { node, tabs, phones: new Map(), recent: recall('recent', []) });
    tabs.onkeydown = event => this.key(event);
    node.addEventListener('focusin', event => this.use(event.target.closest('.phone')?.dataset.key));
    new ResizeObserver(() => this.arrange()).observe(node);
  }

  // fill puts the telephones in order; build makes one that is not there yet.
  fill(wanted, build) {
    const phones = new Map(wanted.map(w => [w.key, this.phones.get(w.key) ?? build(w)]));
    for (const [key, gone] of this.phones) {
      if (phones.has(key)) continue;
      gone.root.remove();
      // A group that was upgraded has another key and stands where it stood.
      const next = wanted.find(w => w.title === gone.title);
      if (next) this.recent = this.recent.map(k => (k === key ? next.key : k));
    }
    this.phones = phones;
    for (const phone of phones.values()) if (!phone.root.isConnected) this.node.append(phone.root);
    [...phones.values()].forEach((phone, i) => {
      if (this.node.children[i] !== phone.root) this.node.insertBefore(phone.root, this.node.children[i]);
    });
    this.drawTabs();
    this.arrange();
  }

  // order is all telephones, the latest used first.
  get order() {
    const known = this.recent.filter(key => this.phones.has(key));
    return [...known, ...[...this.phones.keys()].filter(key => !known.includes(key))];
  }

  arrange() {
    const room = Math.max(1, Math.floor(this.node.clientWidth / narrowest));
    const chosen = new Set(this.order.slice(0, room));
    for (const [key, phone] of this.phones) {
      const shown = chosen.has(key);
      if (phone.root.hidden === !shown) continue;
      phone.root.hidden = !shown;
      if (!shown) phone.list.leave();
    }
    for (const tab of this.tabs.children) tab.setAttribute('aria-selected', String(chosen.has(tab.dataset.key)));
    this.mark();
  }

  // use notes that a telephone was used, which changes nothing that is shown.
  use(key) {
    if (!key || this.recent[0] === key) return;
    this.recent = [key, ...this.order.filter(k => k !== key)];
    remember('recent', this.recent);
  }

  // show brings a telephone on the page, if it is not there already.
  show(key) {
    this.use(key);
    this.arrange();
    [...this.tabs.children].find(t => t.dataset.key === key)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    return this.phones.get(key);
  }

  drawTabs() {
    const tabs = [...this.phones].map(([key, phone]) => {
      const known = [...this.tabs.children].find(t => t.dataset.key === key);
      if (known) return known;
      const tab = make('button', { type: 'button', tabIndex: -1 }, make('span', {}, phone.title, make('small')), make('span', { className: 'badge', hidden: true }));
      tab.setAttribute('role', 'tab');
      tab.setAttribute('aria-controls', phone.root.id);
      tab.dataset.key = key;
      tab.onclick = () => { this.show(key); };
      return tab;
    });
    if (tabs.some((t, i) => this.tabs.children[i] !== t) || tabs.length !== this.tabs.childElementCount) this.tabs.replaceChildren(...tabs);
    for (const tab of tabs) tab.querySelector('small').textContent = this.phones.get(tab.dataset.key).subtitle;
    if (!tabs.some(t => t.tabIndex === 0) && tabs[0]) tabs[0].tabIndex = 0;
  }

  // mark shows on the tabs how much was not read.
  mark() {
    let all = 0;
    for (const tab of this.tabs.children) {
      const n = this.phones.get(tab.dataset.key)?.list.unread ?? 0;
      const badge = tab.lastChild;
      badge.hidden = !n;
      badge.textContent = n;
      badge.setAttribute('aria-label', `${n} ${label('unread')}`);
      badge.setAttribute('role', 'img');
      all += n;
    }
    document.title = (all ? `(${all}) ` : '') + label('title');
  }

  key(event) {
    const tabs = [...this.tabs.children];
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    const next = tabs[(to + tabs.length) % tabs.length];
    for (const tab of tabs) tab.tabIndex = tab === next ? 0 : -1;
    next.focus();
  }
}
