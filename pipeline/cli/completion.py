"""What completes the options in a shell, made from the parser that reads them.

`render.py` is an argument of Python's there, which generators of completions do not know.
"""

from __future__ import annotations

import argparse
import shlex

_BASH = """\
_ec2_web_stack() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} each found=
  for each in "${COMP_WORDS[@]:0:COMP_CWORD}"; do
    [[ ${each##*/} == render.py ]] && found=1
  done
  COMPREPLY=()
  [[ $found ]] || return 0
  case $previous in
%s  esac
  [[ $word == -* ]] && COMPREPLY=($(compgen -W "%s" -- "$word"))
  return 0
}
complete -o bashdefault -o default -F _ec2_web_stack python python3 render.py
"""
_ZSH = """\
#compdef render.py
_ec2_web_stack() {
  _arguments -s \\
%s    '*:config:_files -g "*.(yml|yaml)"'
}
# Loaded from fpath, this file is the function itself, and completes the first time, too.
if [[ $funcstack[1] == _render.py ]]; then
  _ec2_web_stack "$@"
else
  compdef _ec2_web_stack render.py
fi
"""


def completion(parser: argparse.ArgumentParser, shell: str) -> str:
    """Return what a shell reads to complete the parser's options and the names of files."""
    actions = [each for each in parser._actions if each.option_strings]  # noqa: SLF001 (no other way)
    return _bash(actions) if shell == "bash" else _zsh(actions)


def _bash(actions: list[argparse.Action]) -> str:
    choices = [
        f"    {each.option_strings[-1]})\n"
        f'      COMPREPLY=($(compgen -W "{_words(each)}" -- "$word")); return 0 ;;\n'
        for each in actions
        if each.choices
    ]
    return _BASH % ("".join(choices), " ".join(each.option_strings[-1] for each in actions))


def _zsh(actions: list[argparse.Action]) -> str:
    return _ZSH % "".join(f"    {shlex.quote(_specification(each))} \\\n" for each in actions)


def _specification(action: argparse.Action) -> str:
    """Return an option as zsh's _arguments takes it."""
    name = action.option_strings[-1]
    text = "".join(f"\\{each}" if each in "[]:\\" else each for each in action.help or "")
    if action.nargs == 0:
        return f"{name}[{text}]"
    values = f"({_words(action)})" if action.choices else "_files"
    return f"{name}[{text}]:{action.metavar or action.dest}:{values}"


def _words(action: argparse.Action) -> str:
    return " ".join(map(str, action.choices or ()))
