/** Move the focus to a heading when it appears, so that the new screen is read from its beginning. */
export function focus(node: HTMLElement): void {
  node.focus({ preventScroll: true });
}
