"""Mermaid diagrams drawn for real, by the Mermaid library in headless Chromium."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

from tests.review.mermaid import library

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PAGE = """<!doctype html><meta charset="utf-8"><body><div id="out"></div>
<script src="{library}"></script>
<script>
mermaid.initialize({{startOnLoad: false, securityLevel: "strict"}});
(async () => {{
  const found = [];
  for (const text of {diagrams}) {{
    try {{
      const {{svg}} = await mermaid.render("d" + found.length, text);
      document.getElementById("out").insertAdjacentHTML("beforeend", "<div>" + svg + "</div>");
      const drawn = document.getElementById("out").lastElementChild;
      found.push({{
        error: "", text: drawn.textContent,
        nodes: drawn.querySelectorAll(".node").length,
        scripts: drawn.querySelectorAll("script, img, a").length,
      }});
    }} catch (error) {{ found.push({{error: String(error), text: "", nodes: 0, scripts: 0}}); }}
  }}
  const result = document.createElement("pre");
  result.id = "result";
  result.hidden = true;
  result.textContent = JSON.stringify(found);
  document.body.append(result);
}})();
</script>
"""


def browser() -> str | None:
    """Return the command of a Chromium on this machine, None without one."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


def draw(diagrams: list[str], folder: Path) -> list[dict[str, object]]:
    """Draw diagrams in one page; return for each what Mermaid made of it."""
    page = _page(diagrams, folder)
    text = _run(folder, ["--virtual-time-budget=60000", "--dump-dom", page.as_uri()])
    match = re.search(r'<pre id="result"[^>]*>(.*?)</pre>', text, re.DOTALL)
    assert match, text[-2000:]
    found: list[dict[str, object]] = json.loads(html.unescape(match[1]))
    return found


def photograph(diagram: str, picture: Path, folder: Path) -> None:
    """Write a picture of a diagram as PNG."""
    page = _page([diagram], folder)
    size = ["--window-size=1400,1600", "--hide-scrollbars"]
    _run(folder, ["--virtual-time-budget=20000", *size, f"--screenshot={picture}", page.as_uri()])


def _page(diagrams: list[str], folder: Path) -> Path:
    found = library()
    assert found
    page = folder / "page.html"
    data = json.dumps(diagrams).replace("</", "<\\/")
    page.write_text(_PAGE.format(library=found.resolve().as_uri(), diagrams=data), encoding="utf-8")
    return page


def _run(folder: Path, arguments: list[str]) -> str:
    """Run Chromium with a profile of its own; its sandbox takes rights that root and CI lack."""
    command = browser()
    assert command
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    files = ["--allow-file-access-from-files", f"--user-data-dir={folder / 'profile'}"]
    done = subprocess.run(
        [command, *flags, *files, *arguments], capture_output=True, check=True, timeout=120
    )
    return done.stdout.decode("utf-8", "replace")
