// Where the program's HTML becomes elements, by a policy of Trusted Types that the framed pages' content policy names. All of it is
// written by src/figures/framed.rs from drawings, labels and numbers of ours, with every text escaped; nothing from an address or a
// message is in it. What runs has no business there, and is refused.
const createHTML = (html) => {
  if (/<(script|iframe|object)|<[^>]*\son\w+=/i.test(html)) throw new TypeError("a drawing runs nothing");
  return html;
};
const policy = globalThis.trustedTypes?.createPolicy("own-or-rent", { createHTML }) ?? { createHTML };

/** Puts HTML into an element. */
export function fill(element, html) {
  element.innerHTML = policy.createHTML(html);
}

/** Puts HTML in the place of an element. */
export function replace(element, html) {
  element.outerHTML = policy.createHTML(html);
}
