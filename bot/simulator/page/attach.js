// What can be sent beside words: pictures, files, recordings, a number, a place.

import { make } from './dom.js';
import { upload } from './net.js';
import { label } from './words.js';

const atMost = 10; // items of an album

// attachments are the entries of the menu beside the box.
export function attachments(phone, composer) {
  const pick = (as, accept) => choose(accept, files => sendFiles(phone, composer, as, files));
  return [
    { icon: 'photo', text: label('send_photos'), do: () => pick('photo', 'image/*') },
    { icon: 'document', text: label('send_files'), do: () => pick('document', '') },
    { icon: 'voice', text: label('send_voice_5'), do: () => phone.deed('voice', { seconds: 5 }) },
    { icon: 'voice', text: label('send_voice_60'), do: () => phone.deed('voice', { seconds: 60 }) },
    { icon: 'voice', text: label('send_voice_300'), do: () => phone.deed('voice', { seconds: 300 }) },
    { icon: 'voice', text: label('send_audio'), do: () => pick('voice', 'audio/*') },
    null,
    { icon: 'phone', text: label('send_contact'), do: () => phone.deed('contact') },
    { icon: 'place', text: label('send_location'), do: () => phone.deed('location') },
  ];
}

// takeFiles sends what was pasted or dropped: pictures as pictures.
export function takeFiles(phone, composer, files) {
  const pictures = files.every(f => /^image\/(jpeg|png|webp)$/.test(f.type));
  return sendFiles(phone, composer, pictures ? 'photo' : 'document', files);
}

function choose(accept, then) {
  const input = make('input', { type: 'file', accept, multiple: true, className: 'picker', hidden: true });
  input.onchange = () => { input.remove(); then([...input.files]); };
  input.oncancel = () => input.remove();
  document.body.append(input);
  input.click();
}

async function sendFiles(phone, composer, as, files) {
  for (let i = 0; i < files.length; i += atMost) {
    const some = files.slice(i, i + atMost);
    if (as === 'voice') {
      for (const file of some) await upload(phone.person, phone.key, as, [file], '', await duration(file));
      continue;
    }
    const caption = i === 0 && !composer.on ? composer.box.value : '';
    if (await upload(phone.person, phone.key, as, some, caption) && caption) composer.write('');
  }
}

// duration is a recording's length in whole seconds, 1 if the browser cannot tell.
function duration(file) {
  return new Promise(resolve => {
    const sound = new Audio();
    const done = seconds => { URL.revokeObjectURL(sound.src); resolve(Math.max(1, Math.round(seconds) || 1)); };
    sound.onloadedmetadata = () => done(sound.duration);
    sound.onerror = () => done(1);
    sound.src = URL.createObjectURL(file);
  });
}
