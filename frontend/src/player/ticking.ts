/** The player's heartbeat and the browser around it: visibility, wake lock, media keys, leaving the page. */

import { MEDIA_KEYS, mediaDoing, type MediaKey } from "./media";
import { chosenSheet } from "./sheet";
import type { Session } from "./runtime";
import { isOver, isUnderWay } from "./state";
import { titleOf } from "./view";

const TICK_MS = 100;

/** Tie a session to its page; returns how to untie it. */
export function attach(session: Session): () => void {
  const untie = [tick(session), watchVisibility(session), keepAwake(session), mediaKeys(session)];
  return () => untie.forEach((end) => end());
}

/**
 * Tick ten times a second. Browsers slow the timers of hidden pages down, not those of workers, so that the voice goes
 * on in a hidden tab.
 */
function tick(session: Session): () => void {
  const beat = (): void => {
    if (!isOver(session.state)) session.do({ type: "tick" });
  };
  const timer = setInterval(beat, TICK_MS);
  const worker = startWorker(() => document.hidden && beat());
  return () => {
    clearInterval(timer);
    worker?.terminate();
  };
}

/** Where no worker can be had the page's own timer goes on; a hidden page then falls asleep, and the session pauses. */
function startWorker(beat: () => void): Worker | undefined {
  try {
    const worker = new Worker(new URL("./ticker.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = beat;
    return worker;
  } catch {
    return undefined;
  }
}

function watchVisibility(session: Session): () => void {
  const tell = (): void => session.do({ type: "visibility", hidden: document.hidden });
  const leave = (): void => (isUnderWay(session.state) ? session.save() : undefined);
  document.addEventListener("visibilitychange", tell);
  window.addEventListener("pagehide", leave);
  return () => {
    document.removeEventListener("visibilitychange", tell);
    window.removeEventListener("pagehide", leave);
  };
}

/** Keep the screen on while a session is under way; the lock is lost whenever the page is hidden. */
function keepAwake(session: Session): () => void {
  let lock: WakeLockSentinel | undefined;
  let isAsking = false;
  const check = async (): Promise<void> => {
    const isWanted = isUnderWay(session.state) && !document.hidden;
    if (!isWanted) return lock?.release().then(() => void (lock = undefined));
    if (isAsking || (lock && !lock.released) || !("wakeLock" in navigator)) return;
    isAsking = true;
    lock = await navigator.wakeLock.request("screen").catch(() => undefined);
    isAsking = false;
  };
  const timer = setInterval(() => void check(), 1000);
  const seen = (): void => void check();
  document.addEventListener("visibilitychange", seen);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", seen);
    void lock?.release();
  };
}

/** Let headset buttons and the lock screen pause, go on, go back and skip, and show what is being done. */
function mediaKeys(session: Session): () => void {
  if (!("mediaSession" in navigator)) return () => undefined;
  const { mediaSession } = navigator;
  const press = (key: MediaKey): void => {
    const doing = mediaDoing(session.sheet, session.state, key);
    if (doing) session.act(doing);
  };
  for (const key of MEDIA_KEYS) answer(mediaSession, key, () => press(key));
  let title = "";
  const end = session.listen(() => {
    const now = isUnderWay(session.state) ? titleOf(chosenSheet(session.sheet, session.state), session.state).name : "";
    mediaSession.playbackState = session.state.screen.kind === "step" ? "playing" : "paused";
    if (now === title) return;
    title = now;
    mediaSession.metadata = new MediaMetadata({ title, artist: session.sheet.programme_name });
  });
  return () => {
    for (const key of MEDIA_KEYS) answer(mediaSession, key, null);
    end();
  };
}

/** Older browsers know fewer keys, and throw for the others. */
function answer(mediaSession: MediaSession, key: MediaKey, handler: (() => void) | null): void {
  try {
    mediaSession.setActionHandler(key, handler);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}
