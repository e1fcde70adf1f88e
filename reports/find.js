// Search and order the rows and entries of a findable block. Nothing here is needed to read the page: without it
// everything stands in its first order, and the tools stay hidden.
for (const block of document.querySelectorAll('.findable')) {
  const [text, group, order, said] = ['text', 'group', 'order', 'said'].map(name => block.querySelector(`[data-tool=${name}]`));
  const items = [...block.querySelectorAll('[data-words]')];
  const lists = [...new Set(items.map(item => item.parentElement))];

  const show = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of items) {
      const isMeant = words.every(word => item.dataset.words.includes(word));
      item.hidden = !isMeant || (group.value !== '' && item.dataset.group !== group.value);
    }
    const [list] = lists;
    const shown = list ? [...list.children].filter(item => !item.hidden).length : 0;
    said.textContent = `${shown} of ${list ? list.children.length : 0}`;
  };

  const sort = () => {
    const place = item => Number(item.dataset.places.split(' ')[Number(order.value)]);
    for (const list of lists) {
      list.append(...[...list.children].sort((one, other) => place(one) - place(other)));
    }
  };

  text.addEventListener('input', show);
  group.addEventListener('change', show);
  order.addEventListener('change', sort);
  block.querySelector('.tools').hidden = false;
  show();
}

// A link to an entry that a search has put aside brings it back.
addEventListener('hashchange', () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target?.hidden) {
    const text = target.closest('.findable').querySelector('[data-tool=text]');
    text.value = '';
    text.dispatchEvent(new Event('input'));
  }
  target?.scrollIntoView();
});
