"""The library `yaml` of npm as a reader of templates, as a program in JavaScript has it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.npm_package import unpack

VERSION = "2.9.1"
_SCRIPT = """\
const fs = require('fs');
const YAML = require(process.argv[2]);
function plain(node) {
  let value = null;
  if (YAML.isMap(node)) {
    value = {};
    for (const pair of node.items) value[String(pair.key.value)] = plain(pair.value);
  } else if (YAML.isSeq(node)) {
    value = node.items.map(plain);
  } else if (node) {
    value = node.value;
  }
  const tag = node && node.tag;
  if (!tag || !tag.startsWith('!')) return value;
  const name = tag.slice(1);
  if (name === 'GetAtt' && typeof value === 'string') {
    const at = value.indexOf('.');
    value = [value.slice(0, at), value.slice(at + 1)];
  }
  return {[name === 'Ref' || name === 'Condition' ? name : 'Fn::' + name]: value};
}
const read = process.argv.slice(3).map(path => {
  const document = YAML.parseDocument(fs.readFileSync(path, 'utf8'), {logLevel: 'silent'});
  if (document.errors.length) return String(document.errors[0]);
  return plain(document.contents);
});
process.stdout.write(JSON.stringify(read));
"""


class JavaScript:
    """The library, unpacked in a folder; `problem` says why it cannot be had, or is empty."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / VERSION
        self.node = shutil.which("node") or ""
        self.problem = unpack("yaml", VERSION, folder) if self.node else "no Node.js"

    def read(self, paths: Sequence[Path]) -> list[Any]:
        """Return what it reads in each file, CloudFormation's tags as long forms."""
        script = self.folder / "read.cjs"
        script.write_text(_SCRIPT, encoding="utf-8")
        command = [self.node, str(script), str(self.folder), *map(str, paths)]
        done = subprocess.run(command, capture_output=True, check=True, timeout=600)
        found: list[Any] = json.loads(done.stdout)
        return found


def reader(folder: Path) -> JavaScript | None:
    """Return the reader, by npm into YAML_PACKAGE or else the folder; or None, and say why."""
    found = JavaScript(Path(os.environ.get("YAML_PACKAGE", folder / "yaml")))
    if found.problem:
        print(f"not read by JavaScript: {found.problem}")
    return None if found.problem else found


class Unread:
    """Templates that JavaScript has not read yet; a process of Node.js reads many at a time."""

    def __init__(self, folder: Path, javascript: JavaScript | None) -> None:
        self.folder = folder
        self.javascript = javascript
        self._kept: list[tuple[str, Path, Any]] = []

    def add(self, name: str, text: str, template: Any) -> None:
        """Keep the text of a template, what others read in it, and the name for a failure."""
        if self.javascript:
            path = self.folder / f"{len(self._kept)}.template.yml"
            path.write_text(text, encoding="utf-8")
            self._kept.append((name, path, template))

    def differing(self) -> Iterator[str]:
        """Read what is kept, and yield the names of those that JavaScript reads otherwise."""
        kept, self._kept = self._kept, []
        if kept and self.javascript:
            found = self.javascript.read([path for _, path, _ in kept])
            for (name, _, template), other in zip(kept, found, strict=True):
                if other != template:
                    yield f"{name}: JavaScript reads another template"
