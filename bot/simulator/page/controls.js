// The head of the page: look, language, a further person.

import { act } from './net.js';
import { openMenu } from './popup.js';
import { recall, remember } from './prefs.js';
import { label, language } from './words.js';

const themes = ['auto', 'light', 'dark'];

function wear(theme) {
  document.documentElement.dataset.theme = themes.includes(theme) ? theme : 'auto';
}

export function prepareLook() {
  wear(recall('theme', 'auto'));
  const opener = document.getElementById('theme');
  const names = { auto: label('theme_auto'), light: label('theme_light'), dark: label('theme_dark') };
  opener.onclick = () => openMenu(opener, label('theme'), themes.map(theme => ({
    text: names[theme],
    checked: document.documentElement.dataset.theme === theme,
    do: () => { remember('theme', theme); wear(theme); },
  })));
  document.getElementById('language').onclick = () => {
    remember('language', language === 'vi' ? 'en' : 'vi');
    location.reload(); // everything else survives it
  };
}

// prepareAdd calls added with the number of a person who was added.
export function prepareAdd(added) {
  const form = document.getElementById('add-form');
  const name = document.getElementById('person-name');
  form.onsubmit = async event => {
    event.preventDefault();
    const who = name.value.trim();
    const done = who && await act({ do: 'person', text: who });
    if (!done) return;
    name.value = '';
    document.getElementById('add-panel').hidePopover();
    await added(done.message, document.getElementById('person-language').value);
  };
  document.getElementById('add-panel').ontoggle = event => { if (event.newState === 'open') name.focus(); };
}
