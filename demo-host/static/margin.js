// Draws the margin of each product as a bar. A product without a cost makes it stumble: this is the
// ERP's own bug, left in for the demo.

const chart = document.querySelector("#chart");

function marginOf(row) {
  const cost = row.dataset.cost === "" ? null : { amount: Number(row.dataset.cost) };
  return Number(row.dataset.revenue) - cost.amount;
}

function drawBars(rows) {
  const margins = rows.map((row) => ({ name: row.cells[0].textContent, margin: marginOf(row) }));
  const widest = Math.max(...margins.map((one) => one.margin));
  for (const { name, margin } of margins) {
    const bar = document.createElement("meter");
    bar.max = widest;
    bar.value = margin;
    bar.title = name;
    chart.append(bar);
  }
  document.querySelector("#chart-note").textContent = chart.dataset.done;
}

drawBars([...document.querySelectorAll("#margins tbody tr")]);
