// What was typed survives a session that ends: kept in this tab, put back after signing in, forgotten at sign-out.

import { announce } from "./fragments.js";

const PREFIX = "faubourg-typed:";
const { member = "", signedOut } = document.body.dataset;
const isSignInPage = signedOut !== undefined;

const keyOf = (form) => PREFIX + form.dataset.keep;
const isKept = (field) => field.name && !field.matches("[type=hidden], [type=password], [type=file], [data-not-kept]");
const keys = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));

const read = (key) => {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
};

const write = (key, record) => {
  try {
    sessionStorage.setItem(key, JSON.stringify(record));
  } catch {
    // Storage full or refused: the form still works, only the safety net is missing.
  }
};

const snapshot = (form) => [...form.elements].filter(isKept).map((field) => ({
  name: field.name,
  value: field.value,
  checked: field.checked === true,
}));

const restore = (form) => {
  const key = keyOf(form);
  const record = read(key);
  if (!record || !record.interrupted) {
    return;
  }
  sessionStorage.removeItem(key);
  if (record.member !== member) {
    return;
  }
  for (const field of [...form.elements].filter(isKept)) {
    const isChoice = field.matches("[type=checkbox], [type=radio]");
    const kept = record.fields.find((one) => one.name === field.name && (!isChoice || one.value === field.value));
    if (kept && isChoice) {
      field.checked = kept.checked;
    } else if (kept) {
      field.value = kept.value;
    }
  }
  announce(document.body.dataset.restoredText);
};

const restoreAll = (scope) => {
  const inside = scope.querySelectorAll("form[data-keep]");
  for (const form of scope.matches?.("form[data-keep]") ? [scope, ...inside] : inside) {
    restore(form);
  }
};

if (isSignInPage) {
  for (const key of keys()) {
    write(key, { ...read(key), interrupted: true });
  }
} else {
  restoreAll(document);
  for (const key of keys()) {
    if (!read(key)?.interrupted) {
      sessionStorage.removeItem(key);
    }
  }
  document.addEventListener("htmx:load", (event) => restoreAll(event.target));
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-keep]");
  if (form && !isSignInPage) {
    write(keyOf(form), { member, fields: snapshot(form), interrupted: false });
  }
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-forget]")) {
    keys().forEach((key) => sessionStorage.removeItem(key));
  }
});
