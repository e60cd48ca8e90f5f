// One press sends a form once, also for a finger that trembles.
const GIVE_BACK_AFTER_MS = 8000; // a download leaves the page standing, so the button must come back

const busy = new Set();

/** The form may be sent again. */
export function giveBack(form) {
  busy.delete(form);
  form.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}

/** aria-disabled keeps the focus and the name of the button that was pressed; `disabled` would lose both. */
function take(form) {
  busy.add(form);
  form.querySelectorAll("button").forEach((button) => button.setAttribute("aria-disabled", "true"));
  setTimeout(() => giveBack(form), GIVE_BACK_AFTER_MS);
}

export function guardAgainstSendingTwice() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (busy.has(form)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (form.method === "post") {
      take(form);
    }
  }, { capture: true });
  window.addEventListener("pageshow", () => busy.forEach(giveBack));
  document.addEventListener("htmx:afterRequest", () => busy.forEach(giveBack));
}
