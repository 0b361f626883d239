// "Show me": the first screen says what to do, and plays a story on the telephones
// at reading speed until somebody takes one in hand. The server does what is shown;
// the page lets it be seen coming.

import { getJSON, notice } from './net.js';
import { icon, make, named } from './dom.js';
import { recall, remember } from './prefs.js';
import { language } from './words.js';

const column = language === 'en' ? 1 : 0;
const say = key => words[key][column];

const words = {
  title: ['Bắt đầu từ đâu', 'Where to begin'],
  citizen: ['Máy người dân: bấm Bắt đầu, gõ /don rồi trả lời từng câu để gửi đơn.', 'Citizen: press Start, write /don and answer one question at a time to send a petition.'],
  officer: ['Nhóm của đơn vị: bấm Nhận xử lý trên thẻ đơn; đọc và trả lời ở máy cán bộ.', 'The unit\'s group: press Nhận xử lý on the card; read and answer on the officer\'s telephone.'],
  leader: ['Máy lãnh đạo: gõ /tuan, số liệu tuần đã khác.', 'Leader: write /tuan, the week\'s figures have changed.'],
  show: ['Cho tôi xem', 'Show me'],
  again: ['Xem lại', 'Show me again'],
  close: ['Cất lời chỉ dẫn', 'Put the guide away'],
  pause: ['Tạm dừng', 'Pause'],
  go_on: ['Xem tiếp', 'Go on'],
  faster: ['Tốc độ', 'Speed'],
  stop: ['Dừng', 'Stop'],
  begins: ['Một khiếu nại về việc bắt, tạm giam: thời hạn 24 giờ.', 'A complaint about an arrest: 24 hours.'],
  hint: ['Bấm vào đâu cũng dừng.', 'Click anywhere to stop.'],
  stopped: ['Đã dừng. Mời ông/bà làm tiếp bằng tay.', 'Stopped. Please go on by hand.'],
  ended: ['Hết chuyện: đơn đã gửi, ký, thụ lý, trả lời; số liệu đã đổi. Mời ông/bà tự làm thử.', 'The end: sent, signed, accepted, answered; the figures have changed. Now try it yourself.'],
  failed: ['Chưa chiếu tiếp được: có máy đang dở việc khác. Gõ /huy ở máy đó rồi xem lại.', 'It could not go on: a telephone is in the middle of something. Write /cancel there and try again.'],
};

const speeds = [1, 2, 4];
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const hero = document.getElementById('hero');

let shelf = null;
let show = { offered: false, playing: false };
let title = '';
let shown = 0; // the scene that is on the page
let over = false; // somebody took over, and the server does not know yet
let undo = () => {}; // takes the marks of the scene away; true: somebody took over

async function ask(method, body) {
  const headers = { 'Content-Type': 'application/json' };
  const answer = await fetch('/sim/show', { method, headers, body: body && JSON.stringify(body) }).catch(() => null);
  notice('show', answer?.ok ? '' : say('failed'));
  const now = answer?.ok ? await answer.json() : null;
  if (now) drawShow(now);
  return now;
}

const start = () => {
  remember('guide', 'open');
  ask('POST', { speed: 1 });
};
const stop = () => ask('DELETE');

export function prepareShow(phones) {
  shelf = phones;
  // Whoever touches anything but the show's own buttons goes on by hand.
  const taken = event => {
    const own = hero.contains(event.target);
    const spare = ['Tab', 'Shift', 'Control', 'Alt', 'Meta', ...(own ? ['Enter', ' '] : [])];
    if (!show.playing || (event.type === 'keydown' ? spare.includes(event.key) : own)) return;
    takeOver();
  };
  for (const type of ['pointerdown', 'keydown']) document.addEventListener(type, taken, { capture: true, passive: true });
  const again = make('button', { type: 'button', id: 'show-open', hidden: true }, icon('play'), make('span', { className: 'text' }, say('show')));
  named(again, say('show'));
  again.onclick = () => { remember('guide', 'open'); draw(); start(); };
  document.querySelector('.bar nav').prepend(again);
}

// takeOver leaves what was being written to whoever took over, unless it was sent
// in the very moment.
async function takeOver() {
  const scene = show.scene;
  over = true;
  leave(true);
  const last = (await stop())?.scene;
  if (scene?.do !== 'write' || !last || last.n <= scene.n) return;
  const composer = shelf.phones.get(scene.chat)?.composer;
  if (composer?.box.value === scene.words) composer.write('');
}

// drawShow takes how far the show is.
export function drawShow(now) {
  const was = show;
  show = now;
  if (!show.playing && was.playing) leave(!show.ended);
  if (!was.playing && show.playing) title = say('begins');
  const scene = show.scene;
  if (!show.playing) over = false;
  if (show.playing && !over && scene && scene.n !== shown) {
    leave(false);
    shown = scene.n;
    if (scene.do === 'title') title = scene.words.split('|')[column]?.trim() ?? scene.words;
    else undo = stage(scene);
  }
  if (!show.playing) shown = 0;
  draw();
}

export const readShow = async () => drawShow(await getJSON('/sim/show'));

function leave(taken) {
  undo(taken);
  undo = () => {};
}

// stage marks what a scene is about and returns what takes the marks away.
function stage(scene) {
  const phone = shelf.show(scene.chat);
  if (!phone) return () => {};
  phone.root.classList.add('acting');
  document.querySelector(`#tabs [data-key="${scene.chat}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  phone.list.follows = true;
  phone.list.toEnd();
  const parts = [() => phone.root.classList.remove('acting')];
  const message = phone.list.node.querySelector(`.msg[data-id="${scene.message}"]`);
  if (scene.do === 'write') parts.push(type(phone, scene));
  if (scene.do === 'press' && message) parts.push(light(message, scene.words));
  if (scene.do === 'read' && message) {
    message.classList.add('told');
    parts.push(() => message.classList.remove('told'));
    if (message.offsetHeight > phone.list.node.clientHeight) message.scrollIntoView({ block: 'start' });
  }
  return taken => parts.forEach(part => part(taken));
}

// type lets the words grow in the box. Whoever takes over finds them whole, ready
// to be sent; otherwise what stood there before comes back.
function type(phone, scene) {
  const before = phone.box.value;
  const letters = [...scene.words];
  const began = performance.now();
  let frame = 0;
  const put = words => { phone.box.value = words; phone.composer.fit(); };
  const step = now => {
    const part = Math.min(1, (now - began) / (scene.lasts * 0.85));
    put(letters.slice(0, Math.ceil(part * letters.length)).join(''));
    if (part < 1) frame = requestAnimationFrame(step);
  };
  if (calm.matches) put(scene.words);
  else frame = requestAnimationFrame(step);
  return taken => {
    cancelAnimationFrame(frame);
    if (taken) phone.composer.write(scene.words);
    else put(before);
  };
}

function light(message, words) {
  const button = [...message.querySelectorAll('.row button')].find(b => b.textContent.startsWith(words));
  if (!button) return () => {};
  button.classList.add('lit');
  button.scrollIntoView({ block: 'nearest' });
  return () => button.classList.remove('lit');
}

function draw() {
  const away = recall('guide', '') === 'away';
  document.getElementById('show-open').hidden = !show.offered || !away || show.playing;
  hero.hidden = !show.offered || (away && !show.playing);
  const what = hero.hidden ? 'away' : show.playing ? 'playing' : 'guide ' + ending();
  if (hero.dataset.what !== what) {
    const held = hero.contains(document.activeElement);
    hero.dataset.what = what;
    hero.setAttribute('aria-label', say('title'));
    hero.replaceChildren(...(hero.hidden ? [] : show.playing ? controls() : guide()));
    if (held) hero.querySelector('.pause, .go')?.focus(); // keys stay with what they began
  }
  if (!show.playing) return;
  hero.querySelector('.caption').textContent = title;
  const pause = hero.querySelector('.pause');
  named(pause, say(show.paused ? 'go_on' : 'pause')).replaceChildren(icon(show.paused ? 'play' : 'pause'));
  const speed = hero.querySelector('.speed');
  speed.textContent = `${show.speed}×`;
  named(speed, `${say('faster')} ${show.speed}×`);
}

// ending says how the last play ended, if there was one on this page.
const ending = () => !title ? '' : show.failed ? 'failed' : show.ended ? 'ended' : 'stopped';

function guide() {
  const end = ending();
  const lines = end ? [make('p', {}, say(end))] : [make('ol', {}, ...['citizen', 'officer', 'leader'].map(key => make('li', {}, say(key))))];
  if (end) lines[0].setAttribute('role', 'status');
  const go = make('button', { type: 'button', className: 'main go', onclick: start }, icon('play'), say(end ? 'again' : 'show'));
  const close = named(make('button', { type: 'button', className: 'icon close' }, icon('cross')), say('close'));
  close.onclick = () => { remember('guide', 'away'); title = ''; draw(); document.getElementById('show-open').focus(); };
  return [...lines, go, close];
}

function controls() {
  const caption = make('p', { className: 'caption' });
  caption.setAttribute('role', 'status');
  const pause = make('button', { type: 'button', className: 'icon pause', onclick: () => ask('POST', { speed: show.speed, paused: !show.paused }) });
  const speed = make('button', { type: 'button', className: 'speed' });
  speed.onclick = () => ask('POST', { speed: speeds[(speeds.indexOf(show.speed) + 1) % speeds.length], paused: show.paused });
  const end = make('button', { type: 'button', className: 'stop', onclick: stop }, say('stop'));
  return [caption, make('small', {}, say('hint')), pause, speed, end];
}
