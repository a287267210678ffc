/** Take "None of these" and the other ticks of its list apart: ticking one side unticks the other.
 *
 * What was told before (`data-told`) stays beside it: there it means "nothing else".
 */
export function keepNoneApart(page: Document): void {
  const none = page.querySelector<HTMLInputElement>('input[name="none"]');
  const list = none?.closest("ul");
  if (!none || !list) return;
  list.addEventListener("change", (event) => {
    const changed = event.target;
    if (
      !(changed instanceof HTMLInputElement) ||
      changed.type !== "checkbox" ||
      !changed.checked
    )
      return;
    if (changed === none) {
      for (const box of list.querySelectorAll<HTMLInputElement>(
        'input[type="checkbox"]:not([data-told])',
      ))
        box.checked = box === none;
    } else {
      if (!("told" in changed.dataset)) none.checked = false;
      partner(list, changed)?.click();
    }
  });
}

/** Return the ticked "yes" or "not sure" of the same question, if the person ticked its other one. */
function partner(
  list: Element,
  ticked: HTMLInputElement,
): HTMLInputElement | undefined {
  const boxes = [
    ...list.querySelectorAll<HTMLInputElement>(
      'input[type="checkbox"]:checked',
    ),
  ];
  return boxes.find(
    (box) =>
      box !== ticked && box.value === ticked.value && box.name !== ticked.name,
  );
}
