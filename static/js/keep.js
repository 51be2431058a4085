/* Keeps what was typed in a form with `data-keep="key"` until it is saved.

   While typing and on submit the values go to sessionStorage. When the form comes back (the session had ended, the
   browser went back, the network failed) they are filled in again and a line above the form says so. A page that
   carries `data-keep-done` (a message of success; its value is the key, or * for whatever was sent) clears them. When
   the row changed meanwhile (a hidden field `version` differs) nothing is filled in by itself: the person chooses. */
(() => {
  "use strict";

  const PREFIX = "bewaard:";
  const SKIPPED = new Set(["hidden", "password", "file", "submit", "button", "reset", "image"]);

  let store;
  try {
    store = window.sessionStorage;
    store.getItem(PREFIX);
  } catch {
    return;
  }

  const read = (name) => {
    try {
      return JSON.parse(store.getItem(name));
    } catch {
      return null;
    }
  };
  const write = (name, value) => {
    try {
      store.setItem(name, JSON.stringify(value));
    } catch {
      /* The store is full: typing goes on, only the safety net is gone. */
    }
  };
  const controls = (form) =>
    Array.from(form.elements).filter((control) => control.name && control.type && !SKIPPED.has(control.type));
  const versionOf = (form) => {
    const field = form.querySelector('input[type="hidden"][name="version"]');
    return field ? field.value : "";
  };

  const valuesOf = (form) => {
    const values = {};
    controls(form).forEach((control) => {
      if (control.type === "checkbox" || control.type === "radio") {
        values[control.name] = values[control.name] || [];
        if (control.checked) values[control.name].push(control.value);
      } else if (control.type === "select-multiple") {
        values[control.name] = Array.from(control.selectedOptions, (option) => option.value);
      } else {
        values[control.name] = control.value;
      }
    });
    return values;
  };

  const fill = (form, values) => {
    controls(form).forEach((control) => {
      const value = values[control.name];
      if (value === undefined) return;
      if (control.type === "checkbox" || control.type === "radio") {
        control.checked = value.includes(control.value);
      } else if (control.type === "select-multiple") {
        Array.from(control.options).forEach((option) => {
          option.selected = value.includes(option.value);
        });
      } else {
        control.value = value;
      }
    });
  };

  const button = (text, action) => {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "nl-button nl-button--quiet";
    element.textContent = text;
    element.addEventListener("click", action);
    return element;
  };

  const notice = (form, text, buttons) => {
    const box = document.createElement("div");
    box.className = "note kept";
    box.setAttribute("role", "status");
    const words = document.createElement("div");
    words.className = "note__text";
    const line = document.createElement("p");
    line.textContent = text;
    const row = document.createElement("div");
    row.className = "buttons";
    buttons(box).forEach((element) => row.append(element));
    words.append(line, row);
    box.append(words);
    form.before(box);
  };

  document.querySelectorAll("[data-keep-done]").forEach((marker) => {
    Object.keys(store)
      .filter((name) => name.startsWith(PREFIX))
      .forEach((name) => {
        const key = marker.dataset.keepDone;
        const kept = read(name);
        if (name === PREFIX + key || (key === "*" && kept && kept.sent)) store.removeItem(name);
      });
  });

  const start = (form) => {
    if (form.dataset.keepStarted) return;
    form.dataset.keepStarted = "1";
    const name = PREFIX + form.dataset.keep;
    const original = valuesOf(form);
    const kept = read(name);
    if (kept && JSON.stringify(kept.values) !== JSON.stringify(original)) {
      const time = new Date(kept.at).toLocaleTimeString("nl-NL", { hour: "2-digit", minute: "2-digit" });
      const drop = (box) => () => {
        store.removeItem(name);
        fill(form, original);
        box.remove();
      };
      const putBack = (box) => () => {
        fill(form, kept.values);
        box.remove();
      };
      if (kept.version === versionOf(form)) {
        fill(form, kept.values);
        notice(form, `De tekst die om ${time} nog niet was opgeslagen, is teruggezet. Sla op om hem te bewaren.`, (box) => [
          button("Weggooien", drop(box)),
        ]);
      } else {
        notice(form, `Er is nog tekst van ${time} die niet is opgeslagen. Intussen is dit formulier gewijzigd.`, (box) => [
          button("Zet mijn tekst terug", putBack(box)),
          button("Weggooien", drop(box)),
        ]);
      }
    }
    let timer;
    const keep = (sent) => {
      clearTimeout(timer);
      write(name, { values: valuesOf(form), version: versionOf(form), at: Date.now(), sent });
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => keep(false), 300);
    });
    form.addEventListener("change", () => keep(false));
    form.addEventListener("submit", () => keep(true));
  };

  const startAll = (root) => root.querySelectorAll("form[data-keep]").forEach(start);
  startAll(document);
  document.addEventListener("htmx:load", (event) => startAll(event.detail.elt));
})();
