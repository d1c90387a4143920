// What every page does: search shortcut, menus that close, messages that can be dismissed, appearance at once.

const root = document.documentElement;
root.classList.add("js");

const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = document.querySelector("details.account[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    return;
  }
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  if (event.key === "/" && plain && document.body.dataset.shortcut === "on" && !isTyping(event.target)) {
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});

document.addEventListener("click", (event) => {
  const menu = document.querySelector("details.account[open]");
  if (menu && !menu.contains(event.target)) {
    menu.open = false;
  }
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) {
    dismiss.closest("[data-toast]").remove();
    document.querySelector("main").focus();
  }
});

const revealDismiss = (scope) => {
  for (const button of scope.querySelectorAll("[data-dismiss][hidden]")) {
    button.hidden = false;
  }
};
revealDismiss(document);
document.addEventListener("htmx:load", (event) => revealDismiss(event.target));

// On a small screen what was searched comes before the ways to search it.
if (window.matchMedia("(max-width: 899.98px)").matches) {
  for (const fold of document.querySelectorAll("details[data-fold]")) {
    fold.open = false;
  }
}

// Preferences: the form alone works; with JavaScript the page changes without being left.
const applyPreference = (name, value) => {
  if (name === "theme" && value === "auto") {
    delete root.dataset.theme;
  } else if (name === "theme") {
    root.dataset.theme = value;
  } else if (name === "shortcut") {
    document.body.dataset.shortcut = value;
  }
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const pressed = event.submitter;
  if (!form.matches("[data-preference]") || !pressed) {
    return;
  }
  event.preventDefault();
  const body = new FormData(form, pressed);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) {
      throw new Error(answer.statusText);
    }
  } catch {
    HTMLFormElement.prototype.submit.call(form);
    return;
  }
  applyPreference(pressed.name, pressed.value);
  for (const button of form.querySelectorAll("[aria-pressed]")) {
    button.setAttribute("aria-pressed", String(button === pressed));
  }
});

// The first error of a form that came back is where the reader continues.
document.querySelector("[data-error-summary]")?.focus();
