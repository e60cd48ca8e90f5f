// Passkeys: asks the device what the page wants to know, and sends its answer with the form.
import { giveBack } from "./sending.js";

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const toText = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join(""))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

/** What the server asked, with bytes where the browser wants bytes. */
function asked(form) {
  const { publicKey } = JSON.parse(form.dataset.question);
  const question = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  if (question.user) question.user = { ...question.user, id: toBytes(question.user.id) };
  if (question.excludeCredentials) question.excludeCredentials = known(question.excludeCredentials);
  if (question.allowCredentials) question.allowCredentials = known(question.allowCredentials);
  return { publicKey: question };
}

/** The device's answer, with text where it holds bytes. */
function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(form) {
  const isNew = form.dataset.passkey === "new";
  try {
    const credential = await (isNew ? navigator.credentials.create(asked(form)) : navigator.credentials.get(asked(form)));
    form.querySelector("input[name$=credential]").value = answered(credential);
    form.submit();
  } catch {
    // Whoever closes the window of the device may try again.
    giveBack(form);
    form.querySelector("[data-passkey-failed]").hidden = false;
  }
}

/** Forms with a passkey are hidden until here: without this file, or such a device, nothing is offered. */
export function offerPasskeys() {
  if (!window.PublicKeyCredential) return;
  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  });
  document.querySelectorAll("[data-without-passkey]").forEach((words) => { words.hidden = true; });
}
