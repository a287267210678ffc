/** For every other page: send what a session left on this device when the server did not answer. */

import { postEvents } from "./api";
import { Sender } from "./outbox";
import { openStore } from "./storage";

/** Send what waits, now and whenever the network comes back. */
export async function deliverPending(): Promise<void> {
  const sender = new Sender(await openStore(), postEvents, () => undefined);
  window.addEventListener("online", () => sender.kick());
  sender.kick();
}
