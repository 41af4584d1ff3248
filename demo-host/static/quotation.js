// Confirms a quotation without leaving the page.

const button = document.querySelector("#confirm");
const crash = document.querySelector("#crash");
const code = document.querySelector("#crash-code");
const token = document.querySelector('meta[name="csrf-token"]').content;

async function confirmQuotation() {
  button.disabled = true;
  crash.hidden = true;
  const path = `/api/quotations/${button.dataset.id}/confirm`;
  try {
    const answer = await fetch(path, { method: "POST", headers: { "x-csrf-token": token } });
    if (answer.ok) {
      location.reload();
      return;
    }
    code.textContent = `HTTP ${answer.status} POST ${path}`;
  } catch (error) {
    code.textContent = `${error.name} POST ${path}`;
  }
  crash.hidden = false;
  crash.scrollIntoView({ block: "nearest" });
  button.disabled = false;
}

button?.addEventListener("click", confirmQuotation);
