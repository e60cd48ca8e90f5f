// Leaving at once: first an empty page, then the end of the session, then a neutral address.
const PRESSES = 3;
const WITHIN_MS = 5000;

/** Blank the page, tell the server, and replace this page so that Back does not return to it. */
function leave(form) {
  document.documentElement.hidden = true;
  document.title = form.dataset.neutralTitle;
  const words = new URLSearchParams(new FormData(form));
  fetch(form.action, { method: "POST", body: words, keepalive: true, redirect: "manual" }).catch(() => {});
  window.location.replace(form.dataset.neutralAddress);
}

/** Shift three times in a row leaves too. Not Escape: it would stop the neutral page from loading. */
function hearShift(form) {
  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    presses = event.key === "Shift" ? [...presses, event.timeStamp].slice(-PRESSES) : [];
    if (presses.length === PRESSES && event.timeStamp - presses[0] <= WITHIN_MS) leave(form);
  });
}

/** Without a neutral address the form is sent as it is, and the server answers. */
export function hearQuickExit() {
  const form = document.querySelector("form[data-exit]");
  if (!form?.dataset.neutralAddress) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(form);
  });
  hearShift(form);
}
