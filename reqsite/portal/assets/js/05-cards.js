/* Where the screen is narrow the rows of a table are cards, and each cell needs the name of its column. */
(function () {
  "use strict";
  for (const table of document.querySelectorAll("table.rs-table:not(.rs-list)")) {
    const heads = [...table.querySelectorAll(":scope > thead > tr:only-child > th")].map((head) => head.textContent.trim());
    const rows = heads.length ? table.querySelectorAll(":scope > :is(tbody, tfoot) > tr") : [];
    for (const row of rows) {
      table.classList.add("rs-cards");
      if (row.cells.length === heads.length) [...row.cells].forEach((cell, place) => { if (place || cell.localName === "td") cell.dataset.label = heads[place]; });
    }
  }
})();
