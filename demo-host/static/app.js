// What every page does: menus that close, and the way to support.

for (const menu of document.querySelectorAll(".bar details")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

// Without the widget the links lead to the help page, as they say.
for (const link of document.querySelectorAll("[data-support]")) {
  link.addEventListener("click", (event) => {
    if (!globalThis.Deskside?.open) return;
    event.preventDefault();
    link.closest("details")?.removeAttribute("open");
    globalThis.Deskside.open({ subject: link.dataset.subject });
  });
}
