/** Paces slow breathing with a disc and a word, for a minute or so. It begins and ends by a button; no sound. */

const WORDS = { begin: "Begin", stop: "Stop", again: "Once more", in: "In", out: "Out", ended: "That was a minute. Stay as long as you like." };

/** Show the pacer of a page; without a script its words stand alone. */
export function offerPacer(page: Document): void {
  const place = page.querySelector<HTMLElement>("[data-pacer]");
  if (place) new Pacer(place).offer();
}

class Pacer {
  private readonly seconds: Readonly<Record<"in" | "out", number>>;
  private readonly breaths: number;
  private readonly button: HTMLElement;
  private readonly disc: HTMLElement;
  private readonly word: HTMLElement;
  private readonly count: HTMLElement;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly place: HTMLElement) {
    const { dataset } = place;
    this.seconds = { in: Number(dataset["in"]), out: Number(dataset["out"]) };
    this.breaths = Number(dataset["breaths"]);
    this.button = part(place, "button");
    this.disc = part(place, ".pacer__disc");
    this.word = part(place, ".pacer__word");
    this.count = part(place, ".pacer__count");
  }

  offer(): void {
    this.place.hidden = false;
    this.button.textContent = WORDS.begin;
    this.button.addEventListener("click", () => this.toggle());
  }

  private toggle(): void {
    if (this.timer === undefined) this.breathe(0, "in");
    else this.rest(WORDS.begin, "");
  }

  private breathe(breath: number, way: "in" | "out"): void {
    if (breath >= this.breaths) return this.rest(WORDS.again, WORDS.ended);
    const seconds = this.seconds[way];
    this.place.dataset["breath"] = way;
    this.disc.style.transitionDuration = `${seconds}s`;
    this.word.textContent = WORDS[way];
    this.button.textContent = WORDS.stop;
    this.count.textContent = "";
    const [next, other] = way === "in" ? ([breath, "out"] as const) : ([breath + 1, "in"] as const);
    this.timer = setTimeout(() => this.breathe(next, other), seconds * 1000);
  }

  private rest(offered: string, told: string): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    delete this.place.dataset["breath"];
    this.disc.style.transitionDuration = "";
    this.word.textContent = "";
    this.button.textContent = offered;
    this.count.textContent = told;
  }
}

function part(place: HTMLElement, name: string): HTMLElement {
  const found = place.querySelector<HTMLElement>(name);
  if (!found) throw new RangeError(`the pacer has no ${name}`);
  return found;
}
