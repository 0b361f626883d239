// Elements, and nothing else.

// make builds an element with its properties and children.
export function make(tag, properties = {}, ...children) {
  const e = Object.assign(document.createElement(tag), properties);
  e.append(...children.filter(c => c !== null && c !== undefined));
  return e;
}

// icon is a drawn picture; its meaning must stand beside it or in a label.
export const icon = name => {
  const i = make('span', { className: 'i ' + name });
  i.setAttribute('aria-hidden', 'true');
  return i;
};

// named gives an element the name that a screen reader says and a mouse shows.
export function named(e, name) {
  e.setAttribute('aria-label', name);
  e.title = name;
  return e;
}

export const iconButton = (name, words, onclick, className = 'icon') =>
  named(make('button', { type: 'button', className, onclick }, icon(name)), words);

// focusables are the parts of an element that keys can reach.
export const focusables = e => [...e.querySelectorAll('a[href], button, summary, input, select, textarea')];
