from __future__ import annotations

import pytest

from pipeline.config.command_line import CommandLineError, check_variables, split


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/opt/start", ["/opt/start"]),
        ("/opt/start  -v --name=a", ["/opt/start", "-v", "--name=a"]),
        ("/bin/bash -c 'a | b > c; d'", ["/bin/bash", "-c", "'a | b > c; d'"]),
        ('/opt/start "a \\" b"', ["/opt/start", '"a \\" b"']),
        ("/opt/start 100%%", ["/opt/start", "100%%"]),
        ("/opt/start 50%%x", ["/opt/start", "50%%x"]),
        (" /opt/start ", ["/opt/start"]),
        ('/opt/start "it\'s" \'a "b"\'', ["/opt/start", '"it\'s"', "'a \"b\"'"]),
        ("/opt/start '' \"\"", ["/opt/start", "''", '""']),
        ("/opt/start $PORT ${PORT} a;b \\;", ["/opt/start", "$PORT", "${PORT}", "a;b", "\\;"]),
        ("/opt/start \\x41 \\u0041 \\101", ["/opt/start", "\\x41", "\\u0041", "\\101"]),
    ],
)
def test_words(command: str, words: list[str]) -> None:
    assert split(command) == words


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("/opt/start \\", "a backslash ends it"),
        ('/opt/start "x', 'the quote " is not closed'),
        ("/opt/start it's", "the quote ' is not closed"),
        ("/opt/start %z", "systemd replaces %z"),
        ("/opt/start %zone", "systemd replaces %z"),
        ("/opt/start 100%", "systemd replaces %"),
        ("/opt/start \\d", "systemd knows no escape \\d"),
        ("/opt/start \\dx", "systemd knows no escape \\d"),
        ("/opt/start \\;x", "systemd knows no escape \\;"),
        ("/opt/a ; /opt/b", "a ; of its own begins a second command"),
        ("/opt/a && /opt/b", "&& would be an argument of the program"),
        ("/opt/a | /opt/b", "| would be an argument of the program"),
        ("/opt/a > /var/log/a", "> would be an argument of the program"),
        ("/opt/a 2>&1", "2>&1 would be an argument of the program"),
    ],
)
def test_what_systemd_reads_differently(command: str, message: str) -> None:
    with pytest.raises(CommandLineError) as raised:
        split(command)
    found, hint = raised.value.args
    assert found == message
    assert hint


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("/opt/a --port $PORT --bind 0.0.0.0:${PORT} '$PORT' a$$PORT", None),
        ("/opt/a --format $h:$status", None),  # no variables of the application
        ("/bin/bash -c 'exec /opt/a :$PORT $(hostname)'", None),
        ('docker sh -ec "exec a :$PORT"', None),
        ("/opt/a --bind 0.0.0.0:$PORT", "$PORT stays as it is in 0.0.0.0:$PORT"),
        ("/opt/a --bind=$PORT", "$PORT stays as it is in --bind=$PORT"),
        ('/opt/a "at $PORT"', '$PORT stays as it is in "at $PORT"'),
        ("/opt/a $PORT/x -c", "$PORT stays as it is in $PORT/x"),
        ("/opt/a --host=$(hostname)", "--host=$(hostname) would stay as it is"),
        ("/opt/a `hostname`", "`hostname` would stay as it is"),
        ("/opt/a ~/config", "~/config would stay as it is"),
    ],
)
def test_what_only_a_shell_replaces(command: str, message: str | None) -> None:
    words, names = split(command), {"PORT"}
    if message is None:
        check_variables(words, names)
        return
    with pytest.raises(CommandLineError) as raised:
        check_variables(words, names)
    assert raised.value.args[0] == message


def test_a_hint_on_a_variable_works() -> None:
    with pytest.raises(CommandLineError) as raised:
        check_variables(["/opt/a", ":$PORT"], {"PORT"})
    assert raised.value.args[1].startswith("write ${PORT}: ")
    check_variables(["/opt/a", ":${PORT}"], {"PORT"})
