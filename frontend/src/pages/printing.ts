/** Show the buttons that print the page; without a script they stay hidden. */
export function offerPrinting(page: Document, print: () => void): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", print);
  }
}
