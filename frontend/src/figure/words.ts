/** The words around the figure on the pages; one home, for translation. */

export const WORDS = {
  figure: "The moving figure",
  hint: "Drag the figure, or use the arrow keys and + and −, to look from elsewhere.",
  play: "Play",
  pause: "Pause",
  previous: "Step back",
  next: "Next step",
  view: "Look from",
  views: { best: "Best view", side: "Side", front: "Front", feet: "The feet", above: "Above" },
  turnLeft: "← Turn",
  turnRight: "Turn →",
  nearer: "+ Nearer",
  farther: "− Farther",
  side: "Which leg works?",
  sides: { left: "Left leg", right: "Right leg" },
  working: { left: "Working: left leg", right: "Working: right leg", both: "Working: both legs" },
  start: "Start",
  step: (number: number, of: number): string => `Step ${number} of ${of}`,
  missing: "The moving figure cannot be shown here. The words below say it all.",
  loading: "The figure is coming…",
} as const;
