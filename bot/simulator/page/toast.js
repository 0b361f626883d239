// What the bot answers to a press: a toast over one telephone, or an alert that
// has to be closed.

import { make } from './dom.js';

const shown = 4000; // milliseconds

export class Toasts {
  constructor() {
    this.node = make('div', { className: 'toasts' });
    this.node.setAttribute('role', 'status');
  }

  show(text) {
    const e = make('div', { className: 'toast' }, text);
    this.node.replaceChildren(e);
    setTimeout(() => e.remove(), shown);
  }
}

const waiting = [];

// alertUser shows texts one after the other.
export function alertUser(text) {
  const dialog = document.getElementById('alert');
  if (dialog.open) return waiting.push(text);
  dialog.querySelector('p').textContent = text;
  dialog.showModal();
}

export function prepareAlert() {
  const dialog = document.getElementById('alert');
  dialog.querySelector('button').onclick = () => dialog.close();
  dialog.onclose = () => { if (waiting.length) alertUser(waiting.shift()); };
}
