// Two minutes before the session ends, a quiet line with one button to stay.
const WARN_BEFORE_S = 120;

/** The line is in the page already, hidden; showing it fills its live region. */
export function warnBeforeTheSessionEnds() {
  const warning = document.querySelector("[data-session-seconds]");
  if (!warning) return;
  const wait = Math.max(Number(warning.dataset.sessionSeconds) - WARN_BEFORE_S, 0) * 1000;
  const show = () => { warning.hidden = false; };
  let timer = setTimeout(show, wait);

  warning.querySelector("form")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok || answer.redirected) return window.location.reload();
    warning.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(show, wait);
  });
}
