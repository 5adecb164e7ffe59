/* Which role the reader has: chosen once, kept in this browser for this project, and said what waits for it. */
(function () {
  "use strict";
  const form = document.querySelector("[data-role-of]");
  if (!form) return;
  const choice = form.querySelector("select"), said = form.querySelector(".rs-for-you"), key = "reqsite:role:" + form.dataset.roleOf;

  function link(option, name) {
    const node = document.createElement("a");
    node.href = option.dataset[name];
    node.textContent = form.dataset[name];
    return node;
  }

  function show() {
    const option = choice.selectedOptions[0];
    if (!option || !option.value) { said.replaceChildren(); return; }
    const strong = document.createElement("strong");
    strong.textContent = option.dataset.said;
    said.replaceChildren(strong, " · ", link(option, "news"), " · ", link(option, "sheet"));
  }

  /* A browser that keeps nothing forgets the role with the page, and nothing else is lost. */
  try { choice.value = localStorage.getItem(key) || ""; } catch (error) { choice.value = ""; }
  if (choice.selectedIndex < 0) choice.value = "";
  choice.addEventListener("change", () => {
    try { localStorage.setItem(key, choice.value); } catch (error) { /* as above */ }
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
})();
