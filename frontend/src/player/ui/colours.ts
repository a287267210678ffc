import type { Outcome } from "../model";

/** The colour of each outcome's mark; the colours themselves are in `styles/player.css`. */
export const COLOURS: Readonly<Record<Outcome["mark"], "green" | "amber" | "red">> = {
  green: "green",
  centralised: "green",
  amber: "amber",
  red: "red",
  peripheralised: "red",
  unwell: "red",
  urgent: "red",
  emergency: "red",
};
