/** A session watches where the person stands: at each pause, each time it goes on, and when another page says so. */

import type { StandingNow } from "./model";
import type { Session } from "./runtime";
import { learn, listenToOthers, tellOthers } from "./standing";
import { isOver } from "./state";
import type { Store } from "./storage";

const RESTING_SCREENS = ["gate", "paused", "resume", "outcome"];
/** While a session rests, the server is asked this often, in milliseconds: our choice. */
const ASK_EVERY_MS = 15_000;

/** What a session needs of the page around it. */
export interface Watcher {
  /** Take in what the server says; a session under way ends where it says so. */
  hear(standing: StandingNow): void;
  end(): void;
}

/** Watch for as long as the session lives; `held` shows what holds the person. */
export function watch(session: Session, store: Store, held: (standing: StandingNow) => void): Watcher {
  let screen = session.state.screen.kind;
  let asked = 0;
  const hear = (standing: StandingNow): void => {
    if (!standing.ends || isOver(session.state)) return;
    session.do({ type: "held", say: standing.title });
    session.release();
    watcher.end();
    held(standing);
  };
  const ask = async (): Promise<void> => {
    asked = Date.now();
    const standing = await learn(store, Date.now());
    if (standing) hear(standing);
  };
  const look = (): void => {
    const before = screen;
    screen = session.state.screen.kind;
    const hasRested = RESTING_SCREENS.includes(before) !== RESTING_SCREENS.includes(screen);
    if (hasRested) void ask();
    if (before !== screen && isOver(session.state)) tellOthers();
  };
  const again = (): void => {
    if (RESTING_SCREENS.includes(screen) && Date.now() - asked > ASK_EVERY_MS) void ask();
  };
  const seen = (): void => void (document.hidden || ask());
  const timer = setInterval(again, ASK_EVERY_MS);
  document.addEventListener("visibilitychange", seen);
  const ends = [session.listen(look), listenToOthers(() => void ask())];
  const watcher: Watcher = {
    hear,
    end: () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", seen);
      ends.forEach((end) => end());
    },
  };
  return watcher;
}
