// Draws what a message carries beside words: pictures, files, recordings, places.

import { icon, iconButton, make, named } from './dom.js';
import { label } from './words.js';

const fileURL = (id, name) => `/sim/file?id=${encodeURIComponent(id)}` + (name ? `&name=${encodeURIComponent(name)}` : '');

// drawMedia draws the messages of one album, or one message alone.
export function drawMedia(messages) {
  const out = [];
  const photos = messages.filter(m => m.photo);
  if (photos.length) out.push(make('div', { className: `photos n${Math.min(photos.length, 4)}` }, ...photos.map(photo)));
  for (const m of messages) {
    if (m.document) out.push(file(m.document));
    if (m.voice) out.push(player(m.voice, 'voice'));
    if (m.audio) out.push(player(m.audio, 'audio'));
    const video = m.video ?? m.video_note;
    if (video) out.push(named(make('video', { src: fileURL(video.file_id), controls: true, preload: 'metadata' }), label('video')));
    if (m.sticker) out.push(make('div', { className: 'sticker' }, m.sticker.emoji ?? ''));
    if (m.dice) out.push(make('div', {}, `${m.dice.emoji} ${m.dice.value}`));
    if (m.contact) out.push(make('div', {}, `${label('contact')}: ${m.contact.phone_number}`));
    if (m.location) {
      const where = m.venue ? `${m.venue.title}, ${m.venue.address}` : label('location');
      out.push(make('div', {}, icon('place'), ` ${where} (${m.location.latitude}, ${m.location.longitude})`));
    }
  }
  return out;
}

export const hasMedia = m => Boolean(m.photo || m.document || m.voice || m.audio || m.video || m.video_note || m.sticker ||
  m.dice || m.contact || m.location);

function photo(m) {
  const largest = m.photo.at(-1);
  const alt = m.caption || label('photo');
  const picture = make('img', { src: fileURL(largest.file_id), alt, width: largest.width, height: largest.height });
  const b = make('button', { type: 'button', className: 'photo' }, picture);
  b.setAttribute('aria-label', `${label('enlarge')}: ${alt}`);
  b.onclick = () => {
    const viewer = document.getElementById('viewer');
    viewer.querySelector('img').replaceWith(make('img', { src: picture.src, alt }));
    viewer.showModal();
  };
  return b;
}

export function prepareViewer() {
  const viewer = document.getElementById('viewer');
  viewer.onclick = () => viewer.close();
}

function file(d) {
  const name = d.file_name || label('file');
  const size = d.file_size ? ` · ${Math.ceil(d.file_size / 1024).toLocaleString()} KB` : '';
  const a = make('a', { href: fileURL(d.file_id, d.file_name || 'file'), target: '_blank', rel: 'noopener' },
    make('span', { className: 'filename' }, name), make('small', {}, (d.mime_type ?? '').split('/').at(-1).slice(0, 12) + size));
  return make('div', { className: 'file' }, icon('document'), a);
}

const clock = s => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, '0')}`;

// player plays a recording.
function player(d, what) {
  const sound = new Audio();
  sound.preload = 'none';
  sound.src = fileURL(d.file_id, d.file_name);
  const total = d.duration ?? 0;
  const bar = make('progress', { max: Math.max(1, total), value: 0 });
  named(bar, label('position'));
  const time = make('small', {}, clock(total));
  const words = what === 'voice' ? label('voice') : d.file_name || label('audio');
  const b = iconButton('play', `${label('play')}: ${words}`, () => {
    if (sound.paused) sound.play().catch(() => { time.textContent = label('not_playable'); });
    else sound.pause();
  }, 'icon round');
  const show = () => {
    b.firstChild.className = 'i ' + (sound.paused ? 'play' : 'pause');
    b.setAttribute('aria-pressed', String(!sound.paused));
  };
  sound.onplay = sound.onpause = show;
  sound.ontimeupdate = () => {
    bar.value = sound.currentTime;
    time.textContent = clock(sound.ended ? total : sound.currentTime);
  };
  return make('div', { className: 'sound' }, b, make('div', {}, make('span', { className: 'filename' }, words), bar), time);
}
