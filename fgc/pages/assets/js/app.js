// A courtesy: every page works without this file. Nothing is kept in the browser's storage.
import "htmx.org";
import { guardAgainstSendingTwice } from "./sending.js";
import { hearQuickExit } from "./exit.js";
import { offerPasskeys } from "./passkey.js";
import { announceSwaps } from "./swaps.js";
import { warnBeforeTheSessionEnds } from "./session.js";

hearQuickExit();
guardAgainstSendingTwice();
announceSwaps();
offerPasskeys();
warnBeforeTheSessionEnds();
document.querySelector("[data-focus]")?.focus();
