// How far the world is made that the visitors wait for.

import { label } from './words.js';

export function drawProgress({ done, of }) {
  const bar = document.getElementById('progress');
  bar.hidden = !of;
  if (!of) return;
  const line = bar.querySelector('progress');
  line.max = of;
  line.value = done;
  bar.querySelector('.text').textContent = `${label('history')} · ${done.toLocaleString()}/${of.toLocaleString()}`;
}
