/* Passkeys and security keys: a form with `data-key` asks the browser before it is sent; the question is in the page. */
(() => {
  "use strict";

  const PROBLEMS = {
    NotAllowedError: "Er kwam geen antwoord van de sleutel, of het is afgebroken. Probeer het opnieuw.",
    InvalidStateError: "Deze sleutel is al toegevoegd. Gebruik een andere.",
    SecurityError: "Op dit adres werken sleutels niet. Kies een andere manier.",
  };

  const tell = (text) => {
    const box = document.querySelector("[data-key-problem]");
    box.querySelector("p").textContent = text;
    box.hidden = !text;
  };

  const start = () => {
    const mark = document.querySelector("[data-key]");
    const question = document.getElementById("key-question");
    if (!mark || !question) return;
    const field = document.querySelector('input[name="credential"]');
    const form = field.form;
    field.value = ""; // an answer counts once
    if (!window.PublicKeyCredential) {
      tell("Deze browser kan niet met sleutels werken. Kies een andere manier.");
      return;
    }
    form.addEventListener("submit", async (event) => {
      if (field.value) return;
      event.preventDefault();
      const name = form.querySelector('input[name="name"]');
      if (name && !name.value.trim()) {
        name.focus();
        tell("Geef de sleutel eerst een naam.");
        return;
      }
      tell("");
      try {
        const ask = window.webauthnJSON[mark.dataset.key];
        field.value = JSON.stringify(await ask(JSON.parse(question.textContent)));
        form.requestSubmit();
      } catch (error) {
        tell(PROBLEMS[error.name] || "Het lukte niet met deze sleutel. Probeer het opnieuw of kies een andere manier.");
      }
    });
  };

  document.addEventListener("DOMContentLoaded", start);
})();
