// The panel that makes Telegram fail: every fault by name, for good or once, with
// how often it was met.

import { make } from './dom.js';
import { act } from './net.js';
import { label } from './words.js';

const rows = new Map();

export function drawFaults(faults) {
  const on = faults.filter(f => f.active).length;
  const opener = document.getElementById('faults-open');
  const words = on ? `${label('faults_on')}: ${on}` : label('faults');
  opener.querySelector('.text').textContent = words;
  opener.setAttribute('aria-label', words);
  opener.title = words;
  opener.classList.toggle('on', on > 0);
  for (const f of faults) {
    if (!rows.has(f.name)) {
      rows.set(f.name, build(f.name));
      document.getElementById('fault-list').append(rows.get(f.name).node);
    }
    const row = rows.get(f.name);
    row.on.checked = f.active && !f.once;
    row.once.setAttribute('aria-pressed', String(f.active && f.once));
    row.node.classList.toggle('on', f.active);
    row.met.textContent = f.met ? `${label('fault_met')} ${f.met}` : '';
  }
}

function build(name) {
  const id = 'fault-' + name;
  const on = make('input', { type: 'checkbox', id, name });
  on.setAttribute('aria-describedby', id + '-why');
  on.onchange = () => act({ do: 'fault', text: name, on: on.checked });
  const once = make('button', { type: 'button', className: 'once' }, label('fault_once'));
  once.setAttribute('aria-label', `${label('fault_once')}: ${label(name)}`);
  once.dataset.fault = name;
  once.onclick = () => act({ do: 'fault', text: name, on: once.getAttribute('aria-pressed') !== 'true', once: true });
  const met = make('span', { className: 'met' });
  const node = make('li', {}, on, make('div', {}, make('label', { htmlFor: id }, label(name)), ' ', met,
    make('p', { id: id + '-why' }, label(name + '_why'))), once);
  return { node, on, once, met };
}
