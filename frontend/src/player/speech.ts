/** What is said and sounded, one thing at a time. */

import type { Cue } from "./model";
import { ask, set, type Turn } from "./state";

/** Characters a second, to expect how long a notice takes: our choice, near 2.4 words a second. */
const PACE = 13;
/** A line counts as ended after twice its expected time and this much more, in milliseconds. */
const PATIENCE_MS = 5000;

/** Return how long a line of the player's own is expected to take. */
export const secondsToSay = (text: string): number => text.length / PACE + 1;

/** End every sound now. */
export function silence(turn: Turn): Turn {
  return ask(set(turn, { speaking: null }), { kind: "silence" });
}

/** Say or sound one cue of a step; the caller has seen to it that nothing is being said. */
export function playCue(turn: Turn, cue: Cue): Turn {
  const key = turn.state.nextKey;
  const asked = ask(turn, { kind: "cue", key, text: cue.say, tone: cue.tone, seconds: cue.seconds });
  return cue.say === "" ? asked : speaking(asked, { text: cue.say, seconds: cue.seconds, must: cue.must });
}

/** Say a line of the player's own, instead of whatever is being said. */
export function notice(turn: Turn, text: string): Turn {
  const quiet = silence(turn);
  if (text === "") return quiet;
  const seconds = secondsToSay(text);
  const asked = ask(quiet, { kind: "notice", key: quiet.state.nextKey, text, seconds });
  return speaking(asked, { text, seconds, must: true });
}

function speaking(turn: Turn, line: { text: string; seconds: number; must: boolean }): Turn {
  const key = turn.state.nextKey;
  const until = (turn.state.now ?? 0) + line.seconds * 2000 + PATIENCE_MS;
  return set(turn, { speaking: { key, text: line.text, must: line.must, until }, nextKey: key + 1 });
}

/** Note that the line with this key has ended. */
export function hear(turn: Turn, key: number): Turn {
  return turn.state.speaking?.key === key ? set(turn, { speaking: null }) : turn;
}

/** Stop waiting for an engine that never said that its line ended. */
export function hearLost(turn: Turn): Turn {
  const { speaking: line, now } = turn.state;
  return line && (now ?? 0) > line.until ? silence(turn) : turn;
}
