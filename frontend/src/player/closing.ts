/** Closing a session that nobody came back to, or must not come back to, with everything that was said in it. */

import { SHEET_VERSION } from "./api";
import { stop } from "./moves";
import type { Draft, SessionEvent } from "./model";
import { offsetNow, stamp, type Device } from "./runtime";
import { holdAfter } from "./standing";
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
 * that it was left.
 */
export function abandonment(saved: Saved, device: Device, why: Why = "abandoned"): SessionEvent[] {
  const then: Device = { ...device, wall: () => saved.savedAt };
  const said = leftOpen(saved).map((draft) => stamp(draft, then, saved.session, saved.offset));
  const left = stamp({ type: "session-stopped", why }, device, saved.session, offsetNow(saved, device.wall()));
  return [...said, left];
}

/** Return what a stop would put on record before itself; nothing where another version saved what this one cannot read. */
function leftOpen({ sheet, state }: Saved): Draft[] {
  try {
    const { effects } = stop(sheet, { state, effects: [] }, "abandoned", null);
    const drafts = effects.flatMap((effect) => (effect.kind === "record" ? [effect.event] : []));
    return drafts.filter((draft) => draft.type !== "session-stopped");
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return [];
    throw error;
  }
}
