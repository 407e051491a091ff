"""The values of parameters are inserted into commands exactly as by the protocol, in any quoting."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paicatalog.protocol.template.entrypoint import render_job
from paicatalog.reproduce.job.entry_script import EntryScript, entry_scripts
from paicatalog.reproduce.platforms import instructions
from paicatalog.reproduce.shell.code import plain
from paicatalog.reproduce.shell.word import shell_word

Job = Callable[..., dict[str, Any]]
Bash = Callable[..., subprocess.CompletedProcess[str]]

PLACES = {
    "none": ("printf '[%s]' @", "[#]"),
    "in a word": ("printf '[%s]' --x=@,y", "[--x=#,y]"),
    "double": ('printf "[%s]" "a @ b"', "[a # b]"),
    "single": ("printf '[%s]' 'a @ \"b\"'", '[a # "b"]'),
    "ansi": ("printf '[%s]' $'a\\t@\\tb'", "[a\t#\tb]"),
    "locale": ("printf '[%s]' $\"a @\"", "[a #]"),
    "document": ("cat <<END\n$((1+1)) @ `echo x`\nEND", "2 # x\n"),
    "raw document": ("cat <<'END'\n$HOME `x` \\ \\$ @ \"'\nEND", "$HOME `x` \\ \\$ # \"'\n"),
    "odd raw document": ("cat <<'THE END'\n$x @\nTHE END\necho on", "$x #\non\n"),
    "stripped document": ("cat <<-'END'\n\t\ta @\n\tEND", "a #\n"),
    "two documents": ("cat <<A - <<'B'\nlost\nA\n$1 @\nB", "$1 #\n"),
    "document in a substitution": ("printf %s \"$(cat <<'END'\n$x @ \" '\nEND\n)\"", "$x # \" '"),
    "substitution": ('printf "[%s]" "$(printf %s @)."', "[#.]"),
    "double in a substitution": ('printf "[%s]" "$(printf %s "@").\'"', "[#.']"),
    "single in a substitution": ("printf '[%s]' \"$(printf %s '@').\"", "[#.]"),
    "case in a substitution": ("printf '[%s]' \"$(case a in a) printf %s '@.';; esac)\"", "[#.]"),
    "backticks": ('printf "[%s]" "`printf %s. @`"', "[#.]"),
    "default": ('printf "[%s]" "${unset_name-a @}"', "[a #]"),
    "default without quotes": ('x=${unset_name:-@}; printf "[%s]" "$x"', "[#]"),
    "assignment": ('x=@; printf "[%s]" "$x"', "[#]"),
    "array": ('x=(a @ "b @"); printf "[%s]" "${x[1]}" "${x[2]}"', "[#][b #]"),
    "loop": ('for x in @ z; do printf "[%s]" "$x"; done', "[#][z]"),
    "test": ('[[ @ == "@" ]] && printf same', "same"),
    "function": ('f() { printf "[%s]" "$1"; }; f @', "[#]"),
    "here-string": ("cat <<<@", "#\n"),
    "another shell": ("bash -c 'printf \"[%s]\" \"$1\"' x '@'", "[#]"),
    "comment": ("# about @ 'it\nprintf on", "on"),
    "after an escape": ("printf '[%s]' \\@", "[#]"),
    "escape in quotes": ('printf "[%s]" "a\\@"', "[a\\#]"),
    "after a comment sign": ("printf '[%s]' a#'@'", "[a##]"),
    "continued line": ("printf '[%s]' \\\n  @", "[#]"),
    "pipe": ("printf %s @ | cat", "#"),
    "group in a group": ("((printf %s. @) | cat)", "#."),
    "group in a group in a substitution": ('printf "[%s]" "$((printf %s. @) | cat)"', "[#.]"),
    "after a dollar": ('printf "[%s]" $@ "a$@" "\\$@"; cat <<END\n$@\nEND', "[$#][a$#][$#]$#\n"),
    "export": ('export x=a@ y="@"; printf "[%s]" "$x" "$y"', "[a#][#]"),
    "array with keys": ('declare -A x=([k]=@); x[l]="@"; printf "[%s]" "${x[k]}" "${x[l]}"', "[#][#]"),
    "pattern": ('case "@" in a | @) printf same;; esac; [[ "@" == @ ]] && printf same', "samesame"),
    "process substitution": ("cat <(printf %s. @)", "#."),
    "comment in an array": ('x=(a # it\'s @\n@); printf "[%s]" "${x[1]}"', "[#]"),
    "document in a document": ("cat <<A\n$(cat <<'B'\n$x @.\nB\n)\nA", "$x #.\n"),
    "group": ("{ printf %s @; } && (printf %s '@')", "##"),
}
"""Commands, with `@` for the template, and their output, with `#` for the value."""
HARMFUL = (
    "it's", '"', "a  b\tc", "l\nm\n\nn", "$(touch owned)`touch owned`$HOME", "a; touch owned & | >owned", "\\", "a\\",
    "-x", "*", "~", "!!", "#", "", " lead and trail ",
    "ünï \U0001f600 中", "END\ntouch owned", "%s %d", "a'b\"c`d$e\\f",
    "\x1b[0m\x07\r", "\u2028\ufeff",
)  # fmt: skip


def entry(data: dict[str, Any], **chosen: object) -> EntryScript:
    rendered = render_job(data)
    return entry_scripts(data, rendered.entrypoints, overrides=chosen)["worker"]


@pytest.mark.parametrize("place", PLACES)
def test_a_secret_is_printed_exactly(job: Job, bash: Bash, tmp_path: Path, place: str) -> None:
    command, shown = PLACES[place]
    script = plain(entry(job(command.replace("@", "<% $secrets.key %>"), secrets={"key": "******"})).script)
    for value in HARMFUL:
        done = bash(script, PAI_SECRET_key=value)
        wanted = printed(place, shown, value)
        assert (done.stdout, done.stderr) == (wanted, ""), script
    assert not (tmp_path / "container" / "owned").exists()


def printed(place: str, shown: str, value: str) -> str:
    if place == "after a comment sign":
        return f"[a#{value}]"
    return shown.replace("#", value)


@pytest.mark.parametrize("place", PLACES)
def test_a_parameter_is_printed_exactly(job: Job, bash: Bash, tmp_path: Path, place: str) -> None:
    command, shown = PLACES[place]
    data = job(command.replace("@", "<% $parameters.x %>"), parameters={"x": "plain"})
    own = plain(entry(data).script)
    for value in HARMFUL:
        wanted = (printed(place, shown, value), "")
        done = bash(own, x=value)
        assert (done.stdout, done.stderr) == wanted, own
        done = bash(plain(entry(data, x=value).script))
        assert (done.stdout, done.stderr) == wanted
    if place == "after a dollar":
        assert bash(own, plain="value").stdout == "[value][avalue][$plain]value\n"
    else:
        assert bash(own).stdout == printed(place, shown, "plain")
    assert not (tmp_path / "container" / "owned").exists()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", []),
        ("-a 1 --b=2", ["-a", "1", "--b=2"]),
        ("$PWD *", ["/tmp", "*"]),
        ('a "b c"', ["a", "b c"]),
        ("{1..3}", ["1", "2", "3"]),
    ],
)
def test_options_are_split_where_the_platform_splits_them(job: Job, bash: Bash, value: str, words: list[str]) -> None:
    data = job("cd /tmp; set -o noglob", "printf '[%s]' - <% $parameters.options %>", parameters={"options": value})
    assert bash(plain(entry(data).script)).stdout == "".join(f"[{word}]" for word in ["-", *words])


def test_replaced_options_are_split_too_and_never_run(job: Job, bash: Bash, tmp_path: Path) -> None:
    data = job("printf '[%s]' <% $parameters.options %>", parameters={"options": "-a 1"})
    assert bash(plain(entry(data).script), options="-b $(touch owned) *;").stdout == "[-b][$(touch][owned)][*;]"
    assert list((tmp_path / "container").iterdir()) == []


@pytest.mark.parametrize(
    ("own", "given", "printed"),
    [
        ("$PWD/out", "$PWD; echo no", "[$PWD; echo no]"),
        ('--lr 1 --name "a b"', '--name "c d" $(touch owned)', '[--name]["c][d"][$(touch][owned)]'),
        ("`pwd`", "`touch owned`", "[`touch owned`]"),
    ],
)
def test_a_value_of_the_user_stays_data_where_the_jobs_own_is_code(
    job: Job, bash: Bash, tmp_path: Path, *, own: str, given: str, printed: str
) -> None:
    data = job("printf '[%s]' <% $parameters.x %>", parameters={"x": own})
    assert bash(plain(entry(data).script), x=given).stdout == printed
    assert bash(plain(entry(data, x=given).script)).stdout == printed
    assert bash(plain(entry(data, x=given).script), x=own).stdout == bash(plain(entry(data).script)).stdout
    assert not (tmp_path / "container" / "owned").exists()


def test_a_number_counts_where_bash_expands_no_variable(job: Job, bash: Bash) -> None:
    script = plain(entry(job("echo {1..<% $parameters.n %>}", parameters={"n": 3})).script)
    assert (bash(script).stdout, bash(script, n="5").stdout) == ("1 2 3\n", "1 2 3 4 5\n")
    done = bash(script, n="5};id;{1..2")
    assert (done.returncode, done.stdout) == (1, "")
    assert "n has to be a name or a number" in done.stderr


def test_a_value_that_bash_reads_together_with_the_commands_cannot_be_replaced(job: Job, bash: Bash) -> None:
    data = job("echo <% $parameters.open %>$HOME'", parameters={"open": "'a "})
    found = entry(data)
    assert [each.reference for each in found.fixed] == ["$parameters.open"]
    assert bash(plain(found.script)).stdout == "a $HOME\n"
    for done in (bash(plain(found.script), open="b"), bash(plain(entry(data, open="b").script))):
        assert (done.returncode, done.stdout) == (1, "")
        assert "open cannot be replaced" in done.stderr


def test_no_one_is_told_to_replace_a_value_that_cannot_be(job: Job) -> None:
    data = job("echo <% $parameters.open %>$HOME' <% $parameters.lr %>", parameters={"open": "'a ", "lr": 1})
    found = instructions(data, platform="docker", cluster="https://pai.example.com")
    assert "lr=VALUE ./run.sh" in found.steps[-1].text
    assert [each.feature for each in found.untranslated] == ["$parameters.open"]


def test_a_secret_in_a_value_that_bash_reads_is_not_read(job: Job, bash: Bash, tmp_path: Path) -> None:
    login = {"login": '--token <% $secrets.key %> --home "$PWD"'}
    data = job("printf '[%s]' <% $parameters.login %>", parameters=login, secrets={"key": "******"})
    done = bash(plain(entry(data).script), PAI_SECRET_key="$(touch owned) *")
    assert done.stdout == f"[--token][$(touch owned) *][--home][{tmp_path / 'container'}]", done.stderr
    assert not (tmp_path / "container" / "owned").exists()


def test_plugins_read_values_as_commands_do(job: Job, bash: Bash) -> None:
    plugin = {"plugin": "cmd", "parameters": {"preCommands": ["echo before <% $parameters.x %>"]}}
    extras = {"com.microsoft.pai.runtimeplugin": [plugin]}
    data = job("echo <% $parameters.x %>; env", parameters={"x": "{a,b}"}, extras=extras)
    done = bash(plain(entry(data).script))
    assert done.stdout.startswith("before a b\na b\n")
    assert "parameter_x" not in done.stdout and "_own_x" not in done.stdout
    assert bash(plain(entry(data).script), x="{c,d}").stdout.startswith("before {c,d}\n{c,d}\n")


def test_commands_do_not_find_what_is_not_theirs(job: Job, bash: Bash) -> None:
    data = job(
        "lr=5; echo <% $parameters.lr %> ${HOME-none} <% $parameters.HOME %>; env",
        parameters={"lr": 1, "HOME": "<% $secrets.k %>"},
        secrets={"k": ""},
    )  # fmt: skip
    done = bash(plain(entry(data).script), lr="2", PAI_SECRET_k="hidden")
    assert done.stdout.startswith("2 none hidden\n")
    assert "lr=" not in done.stdout and "=hidden" not in done.stdout


def test_names_that_systems_use_are_not_taken_for_parameters(job: Job, bash: Bash) -> None:
    data = job("echo <% $parameters.HOME %> <% $parameters.a-b %> <% $parameters.list[1] %>",
               parameters={"HOME": "h", "a-b": "c", "list": [1, 2]})  # fmt: skip
    found = entry(data)
    assert [each.variable for each in found.parameters] == ["PARAMETER_HOME", "a_b", "list_1"]
    assert bash(plain(found.script), HOME="/root", PARAMETER_HOME="other", a_b="d", list_1="e").stdout == "other d e\n"


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_a_shell_word_is_one_line_that_bash_reads_as_the_text(text: str) -> None:
    word = shell_word(text)
    assert len(word.splitlines()) <= 1
    done = subprocess.run(["bash"], input=f"printf %s {word or repr('')}".encode(), capture_output=True, check=True)
    assert done.stdout.decode() == text


def test_options_that_are_empty_at_the_end_can_be_given(job: Job, bash: Bash) -> None:
    data = job("printf '[%s]' a <% $parameters.options %>", parameters={"options": ""})
    script = plain(entry(data).script)
    assert bash(script).stdout == "[a]"
    assert bash(script, options="--fp16 --x").stdout == "[a][--fp16][--x]"


CALCULATED = {
    "expression": ("echo $((@ + 1))", "3"),
    "old expression": ("echo $[@ + 1]", "3"),
    "command": ("((@ > 1)) && echo yes", "yes"),
    "loop": ("for ((i = 0; i < @; i++)); do printf x; done; echo", "xx"),
    "comparison": ("[[ 1 -lt @ && '@' -eq 2 ]] && echo yes", "yes"),
    "part of a text": ('x=abcd; echo "${x:@:1}${x:0:@}"', "cab"),
    "document": ("cat <<END\n$((@ * 2))\nEND", "4"),
}


@pytest.mark.parametrize("place", CALCULATED)
def test_only_numbers_reach_what_bash_calculates(job: Job, bash: Bash, tmp_path: Path, place: str) -> None:
    command, shown = CALCULATED[place]
    data = job(command.replace("@", "<% $parameters.x %>"), parameters={"x": 2})
    script = plain(entry(data).script)
    assert (bash(script).stdout, bash(script, x=" 0x2 ").stdout) == (f"{shown}\n",) * 2
    for value in ("BASH_VERSINFO[$(touch owned)0]", "x=$(touch owned)", "`touch owned`", "PATH"):
        done = bash(script, x=value)
        assert (done.returncode, done.stdout) == (1, "")
        assert "x holds no number, and the commands calculate with it." in done.stderr
    assert not (tmp_path / "container" / "owned").exists()
