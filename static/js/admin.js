// What the administration of Django lacks: a name for the boxes that complete what is typed.

const nameBoxes = () => {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const label = select.labels?.[0]?.textContent.replace(/:\s*$/, "").trim() || select.name;
    const box = select.nextElementSibling;
    for (const part of box?.querySelectorAll(".select2-selection, .select2-selection__rendered, .select2-search__field") ?? []) {
      const value = part.matches(".select2-selection__rendered") ? part.getAttribute("title") : "";
      part.setAttribute("aria-label", value ? `${label} ${value}` : label);
    }
  }
};

// The boxes are made once the page is ready, and again for each row that is added.
window.addEventListener("load", nameBoxes);
document.addEventListener("formset:added", () => window.setTimeout(nameBoxes));
document.addEventListener("change", nameBoxes);
