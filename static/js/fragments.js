// Parts of a page swapped by htmx: say what changed, and never lose the keyboard's place.

const announcer = document.getElementById("announcer");

export const announce = (text) => {
  if (!announcer || !text) {
    return;
  }
  announcer.textContent = "";
  window.setTimeout(() => {
    announcer.textContent = text;
  }, 60);
};

let focusBefore = null;

document.addEventListener("htmx:beforeSwap", () => {
  focusBefore = document.activeElement;
});

// Same id after the swap, else what the fragment names, else the fragment itself.
const nextFocus = (before, arrived) => {
  const twin = before.id ? document.getElementById(before.id) : null;
  return twin ?? (arrived.matches("[data-focus]") ? arrived : arrived.querySelector("[data-focus]")) ?? arrived;
};

document.addEventListener("htmx:afterSettle", (event) => {
  const arrived = event.detail.elt;
  if (!(arrived instanceof HTMLElement) || !arrived.isConnected) {
    return;
  }
  const source = arrived.matches("[data-announce]") ? arrived : arrived.querySelector("[data-announce]");
  if (source) {
    announce(source.dataset.announce || source.textContent.trim());
  }
  const hasLostFocus = focusBefore && focusBefore !== document.body && !focusBefore.isConnected;
  if (hasLostFocus) {
    const target = nextFocus(focusBefore, arrived);
    if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) {
      target.tabIndex = -1;
    }
    target.focus({ preventScroll: true });
  }
  focusBefore = null;
});

const sayFailure = (key) => announce(document.body.dataset[key] ?? "");

document.addEventListener("htmx:sendError", () => sayFailure("offlineText"));
document.addEventListener("htmx:responseError", () => sayFailure("failureText"));

// Sentences that answer each other light up together on hover and focus.
const linkSentences = (event, isOn) => {
  const pair = event.target instanceof Element ? event.target.closest("[data-pair]") : null;
  if (!pair) {
    return;
  }
  for (const twin of document.querySelectorAll(`[data-pair="${CSS.escape(pair.dataset.pair)}"]`)) {
    twin.classList.toggle("is-linked", isOn);
  }
};

for (const [name, isOn] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
  document.addEventListener(name, (event) => linkSentences(event, isOn));
}
