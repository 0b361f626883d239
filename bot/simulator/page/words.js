// Every word of the page, Vietnamese and English, and how it tells time.

import { recall } from './prefs.js';

export const language = recall('language', 'vi') === 'en' ? 'en' : 'vi';

const column = language === 'en' ? 1 : 0;

// label is a word of the page by its key.
export const label = key => words[key]?.[column] ?? key;

// The office's time is Việt Nam's, wherever the page is looked at.
const place = { timeZone: 'Asia/Ho_Chi_Minh' };
const locale = ['vi-VN', 'en-GB'][column];
const clock = new Intl.DateTimeFormat(locale, { ...place, hour: '2-digit', minute: '2-digit' });
const date = new Intl.DateTimeFormat(locale, { ...place, day: 'numeric', month: 'long', year: 'numeric' });

export const timeOf = seconds => clock.format(seconds * 1000);

export function dayOf(seconds) {
  const day = date.format(seconds * 1000);
  if (day === date.format(Date.now())) return label('today');
  if (day === date.format(Date.now() - 86400e3)) return label('yesterday');
  return day;
}

// sayWords puts the page's words where the document names them.
export function sayWords() {
  document.documentElement.lang = language;
  document.title = label('title');
  for (const e of document.querySelectorAll('[data-label]')) e.textContent = label(e.dataset.label);
  for (const e of document.querySelectorAll('[data-name]')) {
    e.setAttribute('aria-label', label(e.dataset.name));
    if (e.matches('button')) e.title = label(e.dataset.name);
  }
}

const words = {
  title: ['tiepdan · Mô phỏng Telegram', 'tiepdan · Telegram simulator'],
  telephones: ['Máy điện thoại', 'Telephones'],
  controls: ['Điều khiển', 'Controls'],
  group: ['Nhóm', 'Group'],
  members: ['thành viên', 'members'],
  group_as: ['Viết với tên', 'Write as'],
  messages: ['Tin nhắn: mũi tên lên, xuống đi từng tin', 'Messages: arrow keys go from one to the next'],
  message_menu: ['Việc với tin nhắn này', 'Message actions'],
  phone_menu: ['Việc với máy này', 'Telephone actions'],
  close: ['Đóng', 'Close'],
  write: ['Viết tin nhắn…', 'Write a message…'],
  send: ['Gửi', 'Send'],
  attach: ['Đính kèm', 'Attach'],
  send_photos: ['Ảnh (nhiều ảnh: một album)', 'Photos (several: an album)'],
  send_files: ['Tệp, giấy tờ', 'Files'],
  send_voice_5: ['Tin thoại 5 giây', 'Voice message, 5 s'],
  send_voice_60: ['Tin thoại 1 phút', 'Voice message, 1 min'],
  send_voice_300: ['Tin thoại 5 phút', 'Voice message, 5 min'],
  send_audio: ['Tệp ghi âm…', 'A recording…'],
  send_contact: ['Số điện thoại của máy này', 'This telephone\'s number'],
  send_location: ['Vị trí hiện tại', 'Current place'],
  photo: ['Ảnh', 'Photo'],
  enlarge: ['Xem ảnh lớn', 'Enlarge the photo'],
  file: ['Tệp', 'File'],
  audio: ['Tệp âm thanh', 'Audio'],
  play: ['Nghe', 'Play'],
  position: ['Đã nghe', 'Played'],
  not_playable: ['không phát được', 'cannot be played'],
  keyboard: ['Bàn phím của bot', 'The bot\'s keyboard'],
  start: ['Bắt đầu', 'Start'],
  restart: ['Bỏ chặn, mở lại', 'Unblock and restart'],
  join: ['Vào nhóm', 'Join the group'],
  leave: ['Rời nhóm', 'Leave the group'],
  invite: ['Thêm bot vào nhóm', 'Add the bot'],
  kick: ['Đưa bot ra khỏi nhóm', 'Remove the bot'],
  promote: ['Cho bot làm quản trị viên', 'Make the bot an administrator'],
  demote: ['Thôi cho bot làm quản trị viên', 'Make the bot an ordinary member'],
  upgrade: ['Nâng nhóm thành siêu nhóm', 'Upgrade to a supergroup'],
  block: ['Chặn bot', 'Block the bot'],
  clear: ['Xóa cuộc trò chuyện', 'Delete the chat'],
  again_latest: ['Gửi trùng cập nhật mới nhất', 'Deliver the latest update again'],
  again: ['Gửi trùng lần nữa', 'Deliver this again'],
  telegram_language: ['Telegram của máy này', 'Telegram of this phone'],
  unknown_language: ['tiếng khác (Français)', 'another language (Français)'],
  commands: ['Danh sách lệnh', 'Commands'],
  no_commands: ['Không có lệnh nào', 'No commands'],
  which_group: ['Thêm bot vào nhóm nào?', 'Add the bot to which group?'],
  add_person: ['Thêm người', 'Add a person'],
  person_name: ['Họ và tên', 'Name'],
  person_language: ['Ngôn ngữ của Telegram', 'Language of Telegram'],
  add: ['Thêm', 'Add'],
  theme: ['Giao diện', 'Theme'],
  theme_auto: ['Theo máy này', 'As this computer'],
  theme_light: ['Sáng', 'Light'],
  theme_dark: ['Tối', 'Dark'],
  page_language: ['English', 'Tiếng Việt'],
  edited: ['đã sửa', 'edited'],
  protected: ['Được bảo vệ: không sao chép, chuyển tiếp', 'Protected: no copying or forwarding'],
  pinned: ['Đã ghim', 'Pinned'],
  go_pinned: ['Đến tin đã ghim', 'Go to the pinned message'],
  typing: ['đang soạn tin…', 'typing…'],
  ok: ['Đã hiểu', 'OK'],
  reply: ['Trả lời', 'Reply'],
  replies_to: ['Trả lời tin', 'In reply to'],
  edit: ['Sửa', 'Edit'],
  delete: ['Xóa', 'Delete'],
  copy: ['Sao chép', 'Copy'],
  copy_link: ['Sao chép liên kết tin nhắn', 'Copy the message\'s link'],
  forward: ['Chuyển tiếp đến', 'Forward to'],
  cancel: ['Thôi', 'Cancel'],
  copied: ['Đã sao chép', 'Copied'],
  empty: ['Chưa có tin nhắn nào', 'No messages yet'],
  unread: ['chưa đọc', 'unread'],
  new_messages: ['Tin mới', 'New messages'],
  to_newest: ['Xuống tin mới nhất', 'Go to the newest message'],
  today: ['Hôm nay', 'Today'],
  yesterday: ['Hôm qua', 'Yesterday'],
  hidden_words: ['Chữ bị che, bấm để xem', 'Hidden words, press to see'],
  offline: ['Mất kết nối, đang thử lại…', 'Connection lost, trying again…'],
  failed: ['Chưa thực hiện được', 'That did not work'],
  progress: ['Tiến độ', 'Progress'],
  history: ['Đang dựng số liệu các năm trước; bot trả lời khi xong', 'Rebuilding the office\'s past; the bot answers when it is done'],
  forwarded: ['Chuyển tiếp từ', 'Forwarded from'],
  joined: ['đã vào nhóm', 'joined'],
  left: ['đã rời nhóm', 'left'],
  new_title: ['Tên nhóm mới:', 'New group name:'],
  topic: ['Chủ đề:', 'Topic:'],
  upgraded: ['Nhóm đã thành siêu nhóm', 'The group became a supergroup'],
  voice: ['Tin nhắn thoại', 'Voice message'],
  video: ['Video', 'Video'],
  location: ['Vị trí', 'Location'],
  contact: ['Số điện thoại', 'Telephone number'],
  other: ['Nội dung khác', 'Other content'],
  faults: ['Gây sự cố', 'Cause a fault'],
  faults_on: ['Sự cố đang bật', 'Faults in force'],
  faults_about: ['Làm Telegram hỏng theo ý muốn, để xem bot chịu được không. “Một lần”: chỉ lần tới.', 'Make Telegram fail on purpose and see whether the bot bears it. “Once”: only the next time.'],
  fault_once: ['Một lần', 'Once'],
  fault_met: ['đã gặp', 'met'],
  too_many: ['Gửi quá nhanh (429)', 'Too many requests (429)'],
  too_many_why: ['Ba trong mười tin bị từ chối, bảo chờ 3 giây.', 'Three sends in ten are refused with “wait 3 seconds”.'],
  forbidden: ['Bot bị chặn (403)', 'Bot blocked (403)'],
  forbidden_why: ['Mọi tin bot gửi đều bị từ chối như khi người dân chặn bot.', 'Every send is refused, as if the person had blocked the bot.'],
  bad_request: ['Không sửa được tin (400)', 'Edits refused (400)'],
  bad_request_why: ['Bot không sửa được tin nó đã gửi.', 'The bot cannot edit what it sent.'],
  server_error: ['Máy chủ Telegram lỗi (500)', 'Telegram server error (500)'],
  server_error_why: ['Ba trong mười lời gọi gặp lỗi máy chủ.', 'Three calls in ten meet a server error.'],
  bad_gateway: ['Cổng Telegram lỗi (502)', 'Bad gateway (502)'],
  bad_gateway_why: ['Ba trong mười lời gọi nhận một trang HTML thay vì JSON.', 'Three calls in ten get a page of HTML instead of JSON.'],
  hang: ['Telegram không trả lời', 'No answer'],
  hang_why: ['Ba trong mười tin gửi đi chờ mãi, không có tác dụng.', 'Three sends in ten wait for ever and have no effect.'],
  cut_before: ['Đứt kết nối trước khi gửi', 'Cut before sending'],
  cut_before_why: ['Ba trong mười lời gọi bị ngắt, không có tác dụng.', 'Three calls in ten break off and have no effect.'],
  cut_after: ['Đã gửi nhưng mất câu trả lời', 'Sent, but the answer is lost'],
  cut_after_why: ['Tin đã đến nơi mà bot không biết.', 'The message arrived and the bot does not know.'],
  slow: ['Telegram chậm', 'Slow'],
  slow_why: ['Mỗi lời gọi mất thêm 2 giây.', 'Every call takes 2 seconds more.'],
  twice: ['Mọi cập nhật đến hai lần', 'Every update comes twice'],
  twice_why: ['Mỗi tin nhắn, mỗi lần bấm được giao cho bot hai lần.', 'Every message and press is delivered to the bot twice.'],
  cut_request: ['Đứt sau khi bot nhận', 'Cut after the request'],
  cut_request_why: ['Bot nhận xong thì mất kết nối, Telegram giao lại.', 'The line breaks once the bot has the update; it is delivered again.'],
  cut_answer: ['Đứt khi bot trả lời', 'Cut during the answer'],
  cut_answer_why: ['Câu trả lời của bot đứt giữa chừng, Telegram giao lại.', 'The bot\'s answer breaks off; the update is delivered again.'],
  overtake: ['Sai thứ tự: nút bấm vượt tin nhắn', 'Out of order: a press overtakes a message'],
  overtake_why: ['Tin nhắn chờ tối đa 8 giây để lần bấm sau đó đến trước.', 'A message waits up to 8 seconds for a later press to arrive first.'],
  poison: ['Cập nhật lạ, không đọc được', 'An update that cannot be decoded'],
  poison_why: ['Kèm theo một cập nhật mà không thư viện nào hiểu.', 'An update comes along that no library understands.'],
};
