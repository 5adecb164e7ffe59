/* The document's button for printing, which needs a script to do anything. */
(function () {
  "use strict";
  document.querySelectorAll(".rs-print[hidden]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
