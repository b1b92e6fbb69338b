"""The commands of a shell script, and which of them surely run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ec2_readiness.engine._heredocs import without_heredocs
from ec2_readiness.engine._wrappers import unwrapped

_OPENS = ("if", "for", "while", "until", "case", "select", "{", "(")
_CLOSES = ("fi", "done", "esac", "}", ")")
_GLUE = ("then", "else", "elif", "do", "!", "time", "in")
_TESTS = ("[", "[[", "test", "grep", "command", "which", "type", "hash")
_FUNCTION = re.compile(r"^([\w-]+)\(\)$")
_SUBSTITUTION = re.compile(r"\$\(((?:[^()]|\([^()]*\))*)\)|`([^`]*)`")
_TOKEN = re.compile(
    r"""
      (?P<space>(?:[ \t]|\\\r?\n)+)
    | (?P<comment>\#[^\n]*)
    | (?P<operator>&&|\|\||;;&?|;&|(?!\(\((?:[^()]|\([^()]*\))*\)\))[;&|()\n])
    | (?P<redirection>\d*(?:<<<|<<-?|>>|>&|<&|&>|>\||>|<)
        [ \t]*(?:&?\d+-?|"[^"]*"|'[^']*'|[^\s;&|()]+)?)
    | (?P<word>(?:\(\((?:[^()]|\([^()]*\))*\)\)
        |\\.|'[^']*'|"(?:\\.|\$\([^()]*(?:\([^()]*\)[^()]*)*\)|[^"\\])*"
        |\$\([^()]*(?:\([^()]*\)[^()]*)*\)|`[^`]*`|\$\{[^}]*\}
        |\(\)|[^\s;&|()<>\#'"`\\$]+|\$|(?<=\S)\#)+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Command:
    """One simple command."""

    words: tuple[str, ...]  # the program and its arguments, quotes taken off
    depth: int = 0  # in how many branches, loops and functions it stands
    function: str = ""  # the function that it is part of
    is_tolerated: bool = False  # the script goes on if it fails

    @property
    def program(self) -> str:
        """The program's name without its folder."""
        return self.words[0].rsplit("/", 1)[-1] if self.words else ""

    @property
    def arguments(self) -> tuple[str, ...]:
        return self.words[1:]

    @property
    def runs_always(self) -> bool:
        return not self.depth and not self.function

    def value(self, *names: str) -> str | None:
        """What is given to an option, as `--name value`, `--name=value` or `-n value`."""
        for index, word in enumerate(self.words):
            for name in names:
                if word == name and index + 1 < len(self.words):
                    return self.words[index + 1]
                if word.startswith(f"{name}="):
                    return word[len(name) + 1 :]
        return None


def is_shell(text: str) -> bool:
    """The text begins as a script for a Bourne shell does."""
    return re.match(r"\s*#!\s*/\S*(?:env\s+)?\b(?:ba|da|z|k)?sh\b", text) is not None


@lru_cache(maxsize=64)  # every rule about scripts asks again
def shell_commands(text: str) -> tuple[Command, ...]:
    """The simple commands of a script in order, without those in here-documents."""
    return tuple(_Parser(without_heredocs(text)).commands())


def surely_run(text: str) -> Iterator[Command]:
    """The commands that run in every case, with those of the functions that they call."""
    every = shell_commands(text)
    always = [command for command in every if command.runs_always]
    called = {command.program for command in always}
    trapped = [" ".join(c.arguments[:1]).split() for c in always if c.program == "trap"]
    called |= {words[0] for words in trapped if words}
    for command in every:
        if not command.depth and (not command.function or command.function in called):
            yield command


class _Parser:
    """Splits a script at its operators and keeps account of what is open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[str] = []
        self.function = ""
        self.words: list[str] = []
        self.is_head = False  # of a loop or a case: words, and no command
        self.is_pattern = False  # of a case: up to its parenthesis
        self.is_guarded = False  # it runs only if the one before succeeds or fails
        self.asking = ""  # the condition of a branch or loop is being read

    def commands(self) -> Iterator[Command]:
        for match in _TOKEN.finditer(self.text):
            if match.lastgroup == "word":
                self._word(match[0])
            elif match.lastgroup == "operator":
                yield from self._end(match[0])
        yield from self._end("\n")

    def _word(self, word: str) -> None:
        named = _FUNCTION.match(word)
        if self.is_pattern and word != "esac":
            return
        if self.words or not self._structures(word):
            if named and not self.words:
                self.function = named[1]
            else:
                self.words.append(word)
        if word == "in" and self.is_head and self.open[-1] == "case":
            self.words, self.is_head, self.is_pattern = [], False, True

    def _structures(self, word: str) -> bool:
        """The word is one of the shell's own."""
        if word in _OPENS:
            self.open.append(word)
            self.is_head = word in ("for", "case", "select")
            self.asking = word if word in ("if", "while", "until") else self.asking
        elif word in _CLOSES:
            self._close()
        elif word == "function":
            self.function = "?"
        elif word in ("then", "do"):
            self.asking = ""
        else:
            return word in _GLUE
        return True

    def _close(self) -> None:
        self.is_pattern = False
        if self.open:
            self.open.pop()
        if not self.open:
            self.function = ""

    def _end(self, operator: str) -> Iterator[Command]:
        if self.is_pattern:
            self.is_pattern = operator != ")"
            return
        words, self.words = self.words, []
        if words and not self.is_head:
            yield from self._command(words, operator)
        elif operator == "||":  # after what is closed
            self.is_guarded = True
        self.is_head = False
        if operator == "(":
            self.open.append("(")
        elif operator == ")":
            self._close()
        elif operator in (";;", ";&", ";;&"):
            self.is_pattern = True

    def _command(self, words: list[str], operator: str) -> Iterator[Command]:
        if self.function == "?":
            self.function, words = words[0].removesuffix("()"), words[1:]
        depth = len(self.open) - (1 if self.function and self.open else 0)
        for word in words:
            for dollar, ticks in _SUBSTITUTION.findall(word):
                inner = "" if dollar.startswith("(") else dollar or ticks  # arithmetic runs nothing
                for command in shell_commands(inner):
                    yield replace(command, depth=depth + command.depth, function=self.function)
        found = unwrapped([_unquoted(word) for word in words])
        if found:
            depth += self.is_guarded - bool(self.asking)
            tolerated = operator in ("||", "&") or self.asking in ("if", "while")
            yield Command(tuple(found), depth, self.function, tolerated)
            asks = operator == "&&" and (found[0] in _TESTS or found[0].startswith("(("))
            goes_on = self.is_guarded and operator in ("&&", "|")
            self.is_guarded = asks or operator == "||" or goes_on


def _unquoted(word: str) -> str:
    return re.sub(r"\\(.)|['\"]", lambda match: match[1] or "", word)
