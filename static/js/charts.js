/* Draws every `[data-chart]` from the JSON block with that id. The expression interpreter (ast) keeps the policy: no
   evaluation of text. Figures and dates are written the Dutch way. */
(() => {
  "use strict";

  const formatLocale = { decimal: ",", thousands: ".", grouping: [3], currency: ["€\u00a0", ""] };
  const timeFormatLocale = {
    dateTime: "%a %e %B %Y %X",
    date: "%d-%m-%Y",
    time: "%H:%M:%S",
    periods: ["", ""],
    days: ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"],
    shortDays: ["zo", "ma", "di", "wo", "do", "vr", "za"],
    months: [
      "januari", "februari", "maart", "april", "mei", "juni",
      "juli", "augustus", "september", "oktober", "november", "december",
    ],
    shortMonths: ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
  };
  const options = {
    ast: true,
    actions: false,
    renderer: "svg",
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
    formatLocale,
    timeFormatLocale,
  };

  // A drawing that is wider than its place scrolls, so the keyboard must be able to reach it.
  const sizes = new ResizeObserver((changes) => {
    changes.forEach(({ target: place }) => {
      if (place.scrollWidth > place.clientWidth) place.tabIndex = 0;
      else place.removeAttribute("tabindex");
    });
  });

  const draw = (place) => {
    const data = document.getElementById(place.dataset.chart);
    if (!data || place.dataset.chartDrawn || !window.vegaEmbed) return;
    place.dataset.chartDrawn = "1";
    const spec = JSON.parse(data.textContent);
    spec.config = { aria: false, ...spec.config };
    const drawn = window.vegaEmbed(place, spec, options).then(() => {
      // The figure has its own Dutch name; the parts of the drawing say nothing more.
      place.querySelector("svg")?.setAttribute("aria-hidden", "true");
      sizes.observe(place);
    });
    drawn.catch(() => {
      place.removeAttribute("role");
      place.removeAttribute("aria-label");
      place.textContent = "De grafiek kan niet worden getekend. De cijfers staan in de tabel.";
      const table = place.closest("figure")?.querySelector("details");
      if (table) table.open = true;
    });
  };

  const start = (root) => root.querySelectorAll("[data-chart]").forEach(draw);
  start(document);
  document.addEventListener("htmx:load", (event) => start(event.detail.elt));
})();
