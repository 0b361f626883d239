// What the page remembers from one visit to the next: drafts, the chosen
// telephones, how far each chat was read, the look.

const prefix = 'telephones:';

export function recall(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(prefix + key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

// remember keeps a value; null forgets it. A browser that keeps nothing is no
// reason to fail.
export function remember(key, value) {
  try {
    if (value === null || value === '') localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, JSON.stringify(value));
  } catch {
    // private window, or full
  }
}
