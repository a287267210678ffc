/** After everything was deleted on the server: forget what this browser keeps, and say how that went. */
export async function forgetHere(page: Document, forget: () => Promise<void>): Promise<void> {
  const done = await forget().then(
    () => true,
    () => false,
  );
  const shown = page.querySelector<HTMLElement>(done ? "[data-forgotten]" : "[data-not-forgotten]");
  if (shown) shown.hidden = false;
}
