import type { SessionEvent } from "../model";

/** Return a small event with a readable id. */
export function event(id: string): SessionEvent {
  return { type: "session-resumed", id, at: "2026-03-01T09:00:00+00:00", session: "s", offset_ms: 0 };
}
