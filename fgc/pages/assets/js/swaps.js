// When a part of the page is replaced: say so in the one live region, and bring the focus along.

/** `data-announce="words"` is said; `data-focus` gets the focus. */
export function announceSwaps() {
  const voice = document.getElementById("announcements");
  document.addEventListener("htmx:afterSettle", (event) => {
    const fresh = event.detail.elt;
    const saying = fresh.matches("[data-announce]") ? fresh : fresh.querySelector("[data-announce]");
    if (voice && saying) voice.textContent = saying.dataset.announce;
    (fresh.matches("[data-focus]") ? fresh : fresh.querySelector("[data-focus]"))?.focus();
  });
}
