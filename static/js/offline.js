// The page for no line: which pages this device has kept, and another try.

function keptPages() {
  return new Promise((resolve) => {
    const request = indexedDB.open('yiyang', 1);
    request.onerror = () => resolve([]);
    request.onupgradeneeded = () => request.transaction.abort();
    request.onsuccess = () => {
      const asked = request.result.transaction('pages').objectStore('pages').getAll();
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve([]);
    };
  });
}

const place = document.getElementById('kept-pages');
const pages = await keptPages();
place.querySelector('ul').replaceChildren(...pages.map((page) => {
  const row = document.createElement('li');
  row.append(Object.assign(document.createElement('a'), { href: page.path, textContent: page.title }));
  return row;
}));
place.hidden = !pages.length;
document.querySelector('[data-reload]').addEventListener('click', () => location.reload());
window.addEventListener('online', () => location.reload());
