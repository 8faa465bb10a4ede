// Finds every cell of the page by its mark or its label, fills it when asked to, and tells what the page shows.
(task) => {
  const byMark = new Map(), byLabel = new Map();
  for (const e of document.querySelectorAll('[data-cell]')) byMark.set(e.dataset.cell, e);
  for (const e of document.querySelectorAll('[aria-label]')) {
    const label = e.getAttribute('aria-label');
    byLabel.set(label, byLabel.has(label) ? null : e);
  }
  const show = e => (e instanceof HTMLInputElement ? e.value : e.textContent).trim();
  const claimed = new Set();
  const found = task.cells.map(cell => {
    const marked = byMark.get(cell.key), e = marked || byLabel.get(cell.label);
    if (!e) return {name: cell.name, how: 'missing', shown: ''};
    claimed.add(e);
    const isField = e instanceof HTMLInputElement;
    if (task.fill && isField && e.value !== cell.amount) {
      e.value = cell.amount;
      e.dispatchEvent(new Event('input', {bubbles: true}));
      e.dispatchEvent(new Event('change', {bubbles: true}));
    }
    const how = e.classList.contains('blocked') ? 'blocked' : marked ? 'css' : 'label';
    return {name: cell.name, how, shown: show(e)};
  });
  const isCell = e => e.dataset.cell || /第[0-9a-z._]+栏/.test(e.getAttribute('aria-label') || '');
  const others = [...document.querySelectorAll('[data-cell], [aria-label]')].filter(e => isCell(e) && !claimed.has(e));
  for (const table of document.querySelectorAll('details')) {
    table.open = [...table.querySelectorAll('input, .amount')].some(e => Number(show(e)));  // so that pictures show it
  }
  return {found, others: others.map(e => ({name: e.dataset.cell || e.getAttribute('aria-label'), shown: show(e)}))};
}
