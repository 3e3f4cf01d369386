// Asks each service whether it is ready, and says which dependency fails when it is not.
for (const row of document.querySelectorAll("tr[data-service]")) {
  const cell = row.querySelector("td");
  fetch(`/${row.dataset.service}/health/ready`)
    .then(async (answer) => {
      const health = await answer.json();
      cell.className = answer.ok ? "ready" : "down";
      const failing = (health.failing || [health.title]).join(", ");
      cell.textContent = answer.ok ? "พร้อม · ready" : `ไม่พร้อม · not ready: ${failing}`;
    })
    .catch(() => {
      cell.className = "down";
      cell.textContent = "ไม่ตอบ · no answer";
    });
}
