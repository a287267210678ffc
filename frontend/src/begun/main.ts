/**
 * For pages that need their script: if it has not begun, say so instead of waiting for ever.
 *
 * A classic script of its own, in the oldest words that still do it, because it is there for browsers that cannot read the
 * others. What is shown is in the page already, as a template. A script that has begun has taken both away.
 */

/** So long a page's script may take to begin, in milliseconds: our choice. */
var PATIENCE_MS = 10000;

function tell(): void {
  var waiting = document.querySelector("[data-begins]");
  var instead = document.querySelector<HTMLTemplateElement>("[data-not-begun]");
  if (waiting && waiting.parentNode && instead) waiting.parentNode.replaceChild(instead.content.cloneNode(true), waiting);
}

// A file that does not arrive, one that cannot be read, and one that raises before it has begun.
window.addEventListener("error", tell, true);
if (!("noModule" in HTMLScriptElement.prototype)) tell();
setTimeout(tell, PATIENCE_MS);
