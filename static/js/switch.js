/* A field with data-when="name=value" shows only while that radio of its form is chosen. Without script all fields show. */
(() => {
  "use strict";

  const fit = (form) => {
    form.querySelectorAll("[data-when]").forEach((control) => {
      const [name, value] = control.dataset.when.split("=");
      const chosen = form.querySelector(`input[name="${name}"]:checked`);
      const field = control.closest(".field");
      if (field) field.hidden = chosen?.value !== value;
    });
  };

  const start = (root) => {
    new Set([...root.querySelectorAll("[data-when]")].map((control) => control.form)).forEach((form) => {
      if (!form) return;
      fit(form);
      form.addEventListener("change", () => fit(form));
    });
  };

  start(document);
  document.addEventListener("htmx:load", (event) => start(event.detail.elt));
})();
