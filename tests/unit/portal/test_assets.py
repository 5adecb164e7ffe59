"""What readers load is what was written, without what only writers read."""

import re
from pathlib import Path

import pytest

from reqsite.portal import assets

SCRIPT = r"""/* What it does,
   in two lines. */
(function () {
  "use strict";
  /* Aside */
  const names = [ "a, b", 'c: d' ], mark = `${ 1 } , 2`;
  if (names.length === 2 && mark) /* here */ names.push(mark.replace(/[,/] {2,} "/g, " ; "));
  return / , /.test(names[0]) ? 4 / 2 : 6 / (3);
})();
"""
STYLE = """\
/* Signs */
:root { --rs-pause: ", "; }
@media (min-width: 60em) and (max-width: 90em) {
  .rs-a > .rs-b, .rs-c :is(p, li) { margin: 0 calc(100% - 1rem); content: "a ; b" / ""; }
}
"""


LEAN_SCRIPT = r"""(function(){
"use strict";
const names=["a, b",'c: d'],mark=`${ 1 } , 2`;
if(names.length===2&&mark)/* here */ names.push(mark.replace(/[,/] {2,} "/g," ; "));
return / , /.test(names[0])?4 / 2:6 /(3);
})();
"""
LEAN_STYLE = """\
:root{--rs-pause:", ";}
@media (min-width:60em) and (max-width:90em){
.rs-a>.rs-b,.rs-c :is(p,li){margin:0 calc(100% - 1rem);content:"a ; b" / "";}
}
"""


@pytest.mark.parametrize(("name", "written", "loaded"), [("a.js", SCRIPT, LEAN_SCRIPT), ("a.css", STYLE, LEAN_STYLE)])
def test_what_only_writers_read_is_left_out_and_no_string_is_touched(tmp_path: Path, name: str, written, loaded):
    (tmp_path / name).write_text(written, encoding="utf-8")
    assert assets.lean(tmp_path / name).decode() == loaded


def test_no_string_runs_over_lines_or_holds_another_one():
    """`lean` counts on it: a template with another one inside would be taken for code."""
    folder = Path(assets.__file__).parent / "assets"
    for file in (*folder.glob("js/*.js"), *folder.glob("*/*.js")):
        if file.name != "mermaid.min.js":
            templates = re.findall("`[^`]*`", file.read_text(encoding="utf-8"))
            assert [t for t in templates if "\n" in t or t.count("${") > t.count("}")] == [], file.name
