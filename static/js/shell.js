/* Comfort for every page: the menu closes, the error summary gets the focus, the file box names the chosen file. */
(() => {
  "use strict";

  const menus = () => document.querySelectorAll("details.menu[open]");

  document.addEventListener("click", (event) => {
    menus().forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const disabled = event.target.closest('button[aria-disabled="true"]');
    if (disabled) event.preventDefault();
    const jump = event.target.closest("[data-error-summary] a");
    if (jump) {
      const target = document.getElementById(jump.hash.slice(1));
      if (target) {
        event.preventDefault();
        target.scrollIntoView({ block: "center" });
        target.focus({ preventScroll: true });
      }
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-file-box]");
    if (!box || event.target.type !== "file") return;
    const names = Array.from(event.target.files, (file) => file.name);
    box.querySelector("[data-file-name]").textContent = names.length ? names.join(", ") : "Nog geen bestand gekozen";
    box.classList.toggle("file--filled", names.length > 0);
  });

  const start = (root) => {
    const summary = root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  };
  start(document);
  document.addEventListener("htmx:load", (event) => start(event.detail.elt));
})();
