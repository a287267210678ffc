import type { Delivery } from "../outbox";
import { WORDS } from "../words";

/** Return how what was done is kept: on this device, and by the server. */
export function savedWords(isDurable: boolean, delivery: Delivery | undefined): string {
  const isSent = delivery?.isReached === true && delivery.waiting === 0;
  if (!isDurable) return isSent ? WORDS.sentOnly : WORDS.savedNot;
  if (isSent) return WORDS.savedSent;
  return delivery?.isReached === false ? WORDS.savedLater : WORDS.savedHere;
}
