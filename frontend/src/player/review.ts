/** The end of a session: what was begun can be rated, all at once or one by one, and nothing has to be. */

import type { Outcome, SessionSheet } from "./model";
import { close } from "./moves";
import { plainQuality, unsaidQuality } from "./pain";
import { advise, numberSaid, onScale, reportEffort, reportNoWorse, reportPain } from "./reports";
import { canSayNoWorse, rowsOf, type Row } from "./rows";
import { chosenSheet, nearestBlock } from "./sheet";
import { notice, silence } from "./speech";
import { record, show, type PersonAction, type Screen, type State, type Turn } from "./state";

type On<Kind extends Screen["kind"]> = Extract<Screen, { kind: Kind }>;
export type ReviewScreen = On<"review" | "review-number" | "review-kind" | "review-effort">;

/** Return what comes of an action on a screen of the review. */
export function onReview(sheet: SessionSheet, turn: Turn, action: PersonAction, screen: ReviewScreen): Turn {
  switch (screen.kind) {
    case "review":
      return onList(sheet, turn, action);
    case "review-number":
      return onNumber(sheet, turn, action, screen);
    case "review-kind":
      return onKind(sheet, turn, action, screen);
    case "review-effort":
      return onEffort(sheet, turn, action, screen);
  }
}

const rows = (sheet: SessionSheet, state: State): readonly Row[] => rowsOf(chosenSheet(sheet, state), state);

function rowOf(sheet: SessionSheet, state: State, exercise: string): Row {
  const found = rows(sheet, state).find((row) => row.exercise === exercise);
  if (!found) throw new RangeError(`${exercise} was not begun`);
  return found;
}

const list = (turn: Turn): Turn => show(silence(turn), { kind: "review" });

function onList(sheet: SessionSheet, turn: Turn, action: PersonAction): Turn {
  switch (action.type) {
    case "no-worse":
      return rows(sheet, turn.state).filter(canSayNoWorse).reduce((sofar, { part }) => reportNoWorse(sheet, sofar, part), list(turn));
    case "say":
      return ask(sheet, turn, action);
    case "pass":
      return close(sheet, leaveReview(sheet, turn));
    default:
      return turn;
  }
}

function ask(sheet: SessionSheet, turn: Turn, { about, exercise }: PersonAction & { type: "say" }): Turn {
  if (!rows(sheet, turn.state).some((row) => row.exercise === exercise)) return turn;
  return show(silence(turn), about === "effort" ? { kind: "review-effort", exercise } : { kind: "review-number", exercise, said: null });
}

/** Only a number above the pain before has a kind that matters; one that waits for its kind is never dropped. */
function onNumber(sheet: SessionSheet, turn: Turn, action: PersonAction, { exercise, said }: On<"review-number">): Turn {
  if (action.type === "cancel") return said === null ? list(turn) : show(turn, { kind: "review-kind", exercise, value: said });
  if (action.type !== "rate") return turn;
  const value = onScale(action.value);
  const isMore = value > (turn.state.painBefore ?? 0);
  return isMore ? show(turn, { kind: "review-kind", exercise, value }) : say(sheet, turn, exercise, value, plainQuality(sheet.pain));
}

function onKind(sheet: SessionSheet, turn: Turn, action: PersonAction, { exercise, value }: On<"review-kind">): Turn {
  switch (action.type) {
    case "kind":
      return say(sheet, turn, exercise, value, action.quality);
    case "pass":
      return say(sheet, turn, exercise, value, unsaidQuality(sheet.pain));
    case "cancel":
      return show(turn, { kind: "review-number", exercise, said: value });
    default:
      return turn;
  }
}

function say(sheet: SessionSheet, turn: Turn, exercise: string, value: number, quality: string): Turn {
  const [reported, outcome] = report(sheet, turn, exercise, value, quality);
  const isEnd = outcome.then === "stop-session" || outcome.then === "emergency";
  return isEnd ? endWith(sheet, list(reported), outcome) : list(reported);
}

function report(sheet: SessionSheet, turn: Turn, exercise: string, value: number, quality: string): [Turn, Outcome] {
  const { part } = rowOf(sheet, turn.state, exercise);
  const [reported, outcome] = reportPain(sheet, turn, { moment: "worst", value, quality, part });
  return [advise(reported, exercise, outcome), outcome];
}

/** What was said asks for more than an end: it is shown and said at once, and nothing else is asked. */
function endWith(sheet: SessionSheet, turn: Turn, { id, then, say }: Outcome): Turn {
  const kind = then === "emergency" ? "emergency" : "stopped";
  return notice(show(leaveReview(sheet, turn), { kind, outcome: id }), say);
}

/** After an effort comes that of the next exercise, as long as none was said of it. */
function onEffort(sheet: SessionSheet, turn: Turn, action: PersonAction, { exercise }: On<"review-effort">): Turn {
  if (action.type === "cancel") return list(turn);
  if (action.type !== "rate") return turn;
  const row = rowOf(sheet, turn.state, exercise);
  const reported = reportEffort(sheet, turn, onScale(action.value), row.part);
  const all = rows(sheet, turn.state);
  const next = all.slice(all.findIndex((one) => one.exercise === exercise) + 1).find(({ said }) => said.effort === null);
  const goesOn = row.said.effort === null && next !== undefined;
  return goesOn ? show(reported, { kind: "review-effort", exercise: next.exercise }) : list(reported);
}

/** Put on record what was left without an answer, and a number whose kind was not said. */
export function leaveReview(sheet: SessionSheet, turn: Turn): Turn {
  const kept = keepNumber(sheet, silence(turn));
  return rows(sheet, kept.state).reduce((sofar, row) => leaveRow(sheet, sofar, row), kept);
}

function keepNumber(sheet: SessionSheet, turn: Turn): Turn {
  const { screen } = turn.state;
  const value = numberSaid(screen);
  if (value === null || !("exercise" in screen)) return turn;
  return list(report(sheet, turn, screen.exercise, value, unsaidQuality(sheet.pain))[0]);
}

function leaveRow(sheet: SessionSheet, turn: Turn, { part, said, exercise }: Row): Turn {
  const { index: block } = nearestBlock(chosenSheet(sheet, turn.state), part);
  const open = [said.worst === null ? ("worst" as const) : [], said.effort === null ? ("effort" as const) : []].flat();
  return open.reduce((sofar, question) => record(sofar, { type: "question-unanswered", question, block, exercise }), turn);
}
