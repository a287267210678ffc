/** Closing a session that nobody came back to, or must not come back to, with everything that was said in it. */

import { SHEET_VERSION } from "./api";
import { stop } from "./moves";
import { leaveReview } from "./review";
import type { Draft, SessionEvent } from "./model";
import { offsetNow, stamp, type Device } from "./runtime";
import { holdAfter } from "./standing";
import { isReview, START } from "./state";
import type { Saved, Store } from "./storage";

type Why = "abandoned" | "held";

/** Forget a saved session, with the events that close it and what these hold. */
export async function close(saved: Saved, store: Store, device: Device, why: Why = "abandoned"): Promise<void> {
  const events = abandonment(saved, device, why);
  const isReadable = saved.sheet.version === SHEET_VERSION;
  await store.commit(undefined, events, isReadable ? holdAfter(saved.sheet, events, device.wall()) : undefined);
}

/**
 * Return the events that close a saved session: what was begun and said, at the time of its last sign of life, and then
 * that it was left; not where it had come to its end and was being rated.
 */
export function abandonment(saved: Saved, device: Device, why: Why = "abandoned"): SessionEvent[] {
  const then: Device = { ...device, wall: () => saved.savedAt };
  const said = leftOpen(saved).map((draft) => stamp(draft, then, saved.session, saved.offset));
  const left = stamp({ type: "session-stopped", why }, device, saved.session, offsetNow(saved, device.wall()));
  return isReview({ ...START, ...saved.state }.screen) ? said : [...said, left];
}

/** Return what a stop, or leaving the rating, would put on record; nothing where another version saved what this one cannot read. */
function leftOpen({ sheet, state }: Saved): Draft[] {
  try {
    const turn = { state: { ...START, ...state }, effects: [] };
    const { effects } = isReview(turn.state.screen) ? leaveReview(sheet, turn) : stop(sheet, turn, "abandoned", null);
    const drafts = effects.flatMap((effect) => (effect.kind === "record" ? [effect.event] : []));
    return drafts.filter((draft) => draft.type !== "session-stopped");
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return [];
    throw error;
  }
}
