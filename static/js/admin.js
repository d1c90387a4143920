// What the administration of Django lacks: names for the boxes that complete what is typed, a role for its tips.

const nameParts = () => {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const label = select.labels?.[0]?.textContent.replace(/:\s*$/, "").trim() || select.name;
    const box = select.nextElementSibling;
    const parts = ".select2-selection, .select2-selection__rendered, .select2-search__field";
    for (const part of box?.querySelectorAll(parts) ?? []) {
      const value = part.matches(".select2-selection__rendered") ? part.getAttribute("title") : "";
      part.setAttribute("aria-label", value ? `${label} ${value}` : label);
    }
  }
  for (const tip of document.querySelectorAll(".help-tooltip[aria-label]:not([role])")) {
    tip.setAttribute("role", "img");
  }
};

// The boxes are made after the page is ready, and again for each row that is added or value that is chosen.
new MutationObserver(nameParts).observe(document.body, { childList: true, subtree: true });
nameParts();
