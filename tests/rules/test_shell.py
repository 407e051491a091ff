"""Shell scripts: bash accepts what the fast check accepts, bash runs nothing, and positions are those in the file."""

import shutil
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.finding import Finding
from paicatalog.protocol.locate import source_line
from paicatalog.protocol.read import parse
from paicatalog.rules import RULE_BY_ID
from paicatalog.rules.check import check_document
from paicatalog.rules.commands import bash
from paicatalog.rules.commands.bash import LONGEST_SCRIPT, bash_error, bash_fingerprint
from paicatalog.rules.commands.compound_shell import surely_parses_compound
from paicatalog.rules.commands.plain_shell import surely_parses
from paicatalog.rules.commands.unclosed_constructs import innermost_open

pytestmark = pytest.mark.skipif(not bash_fingerprint(), reason="there is no bash")

JOB = """\
protocolVersion: 2
name: hello
type: job
prerequisites:
  - {type: dockerimage, name: python, uri: "python:3.12-slim"}
taskRoles:
  main:
    dockerImage: python
    resourcePerInstance: {cpu: 1, memoryMB: 1024, gpu: 0}
    commands:
"""
WORDS = [
    "echo",
    "if",
    "then",
    "fi",
    "do",
    "done",
    "for",
    "in",
    "case",
    "esac",
    "time",
    "[",
    "]]",
    "[[",
    "x=1",
    "1",
    "é",
]
SIGNS = [
    *" \t\n;&|<>(){}!#$`'\"\\[]=*~?%",
    "&&",
    "||",
    "|&",
    ";;",
    ">>",
    "<<",
    "2>&1",
    "&>",
    ">|",
    "<&-",
    "$(",
    "$((",
    "${",
]
WHOLE = [
    "$x",
    "${x:-y z}",
    "$?",
    "$$",
    "$(date)",
    '"$(a | b; c)"',
    "'q r'",
    '"p $x"',
    " \\\n",
    "{a,b}",
    "a[",
    "b[0]",
    "{fd}>",
    " # c\n",
]
COMPOUND = [
    "if a; then\n",
    "else\n",
    "elif b; then\n",
    "fi\n",
    "for x in a b; do\n",
    "while [ a ]\ndo\n",
    "done\n",
    "; done < f\n",
]
COMPOUND += [
    "{ ",
    "; }\n",
    "[[ -f x && ! $y == z ]]",
    " && ",
    " | ",
    "echo x\n",
    "cat <<'EOF'\n",
    "cat <<-EOF > f\n",
    "\tEOF\n",
    "EOF\n",
]
COMPOUND += ["it's\n", "$((1 + 2))", '"$(a)" ', " \\\n", "\\\n", "a ", "!", ")", "`", "\n"]
COMPOUNDS = st.lists(st.sampled_from(COMPOUND), min_size=1, max_size=10).map("".join)
SCRIPTS = st.lists(st.sampled_from([*WORDS, *SIGNS, *WHOLE, " ", " ", "\n"]), min_size=1, max_size=9).map("".join)


@given(SCRIPTS)
@settings(max_examples=500, deadline=None)
@example("]] && a")
@example("a 1>1>b")
@example("a >{fd}>b")
@example("<&-a[")
@example("a &>|b")
@example("a; b &\n")
@example("echo a\\\nb")
@example("for\\\n x")
@example('"$\\\n(a"')
@example("a \\\n#b'\nc")
def test_what_is_plainly_right_is_right_to_bash(script: str) -> None:
    assert not surely_parses(script) or bash_error(script) is None


@given(COMPOUNDS, st.sampled_from(["{}", "if a; then\n{}\nfi", "while a; do\n{}\ndone", "{{\n{}\n}}"]))
@settings(max_examples=500, deadline=None)
@example("[[ -f x ]] then\n", "{}")
@example("a && \n", "if a; then\n{}\nfi")
@example("", "if a; then\n{}\nfi")
@example("cat <<EOF\na\\\nEOF\n", "{}")
@example("cat <<EOF 'a\nEOF\n'\n", "{}")
def test_what_is_plainly_compound_is_right_to_bash(script: str, around: str) -> None:
    whole = around.format(script)
    assert not surely_parses_compound(whole) or bash_error(whole) is None


@pytest.mark.parametrize(
    "script",
    [
        "",
        "python train.py --lr 0.1 2>&1 | tee log.txt",
        "pip install 'torch>=2' \"numpy[extra]\" name[extra] && cd /data || exit 1",
        "export A=$B PATH=$PATH:/opt/bin; cd $(dirname $0) # there\n\nls *.py {a,b}.txt &",
        'mpirun -np 4 \\\n  -x "LD_LIBRARY_PATH=${LIBRARY:-/usr/lib}" \\\n  python train.py --host "$(hostname -i)"',
    ],
)
def test_common_commands_need_no_bash(script: str) -> None:
    assert surely_parses(script)
    assert surely_parses_compound(script)


@pytest.mark.parametrize(
    "script",
    [
        "if [ -d data ]; then\n  ls data | wc -l\nelif [[ -n $x && $y == z ]]; then echo; else\n  exit 1\nfi",
        "for i in $(seq 3) 'a b'; do # each\n  while read -r x; do echo $x; done < list\ndone 2>&1",
        "cat > run.py <<'EOF'\nprint(\"it's\")\nEOF\n{ python run.py; } || echo $((1 + x))",
    ],
)
def test_common_compound_commands_need_no_bash(script: str) -> None:
    assert surely_parses_compound(script)


def test_bash_runs_nothing(tmp_path: Path) -> None:
    made = tmp_path / "made"
    touch = f"touch {made}"
    script = f"set +n\n{touch}\necho $({touch})\ntrap '{touch}' EXIT\n((x[$({touch})]))\ncat <<A\n$({touch})\nA\nfi"
    assert bash_error(script) is not None
    assert not made.exists()


def test_neither_startup_files_nor_functions_of_the_machine_reach_bash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    startup = tmp_path / "startup"
    startup.write_text(f"touch {tmp_path}/made\n")
    monkeypatch.setenv("BASH_ENV", str(startup))
    monkeypatch.setenv("BASH_FUNC_echo%%", f"() {{ touch {tmp_path}/made; }}")
    assert bash_error("echo startup; fi") is not None
    assert not (tmp_path / "made").exists()


def test_without_bash_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    bash._bash.cache_clear()
    bash_error.cache_clear()
    try:
        assert not findings("      - if true; then\n")
        assert bash_fingerprint() == ""
    finally:
        bash._bash.cache_clear()
        bash_error.cache_clear()


@pytest.mark.parametrize("script", ["a(" * LONGEST_SCRIPT, "fi\0", "$(" * 5_000, "\ud800 fi"])
def test_hostile_scripts_are_answered(script: str) -> None:
    bash_error(script)
    innermost_open(script[:10_000])


def findings(commands: str) -> list[Finding]:
    document = parse(SourceFile("job.yaml", (JOB + commands).encode()))
    return list(check_document(document, rules=[RULE_BY_ID["shell-syntax"]]))


@pytest.mark.parametrize(
    "commands",
    [
        "      - echo done (now)\n",
        "      - 'echo done (now)'\n",
        '      - "echo done (now)"\n',
        '      - "ls\\n\\\n        echo done (now)"\n',
        "      - |\n\n\n        ls\n        echo done (now)\n",
        "      - |2-\n          ls\n          echo done (now)\n",
        "      - >-\n        echo\n        done (now)\n        here\n",
        "      - echo\n        done (now)\n        here\n",
        "      - ls\n      - |\n        ls\n      - |-\n        ls \\\n          /\n        echo done (now)\n",
        "      - &all |\n        echo done (now)\n",
    ],
)
def test_it_is_found_however_yaml_writes_it(commands: str) -> None:
    (found,) = findings(commands)
    text = JOB + commands
    document = parse(SourceFile("job.yaml", text.encode()))
    assert source_line(document, found.span.line)[found.span.column - 1 :].startswith("(now)")


@pytest.mark.parametrize(
    ("script", "word"),
    [
        ("if a; then\n  for x in y; do\n    b\n  done\n", "if"),
        ("for x in y; do\n  if a; then b; fi\n", "for"),
        ("while a; do\n  case $x in\n    a) b ;;\n    c) d ;;\n", "case"),
        ('echo "if a; then" # while b; do\n( c\n', "("),
        ("f() {\n  echo }\n", "{"),
        ("echo if then; echo done\n", None),
    ],
)
def test_the_innermost_open_construct_is_named(script: str, word: str | None) -> None:
    found = innermost_open(script)
    assert (found[1] if found else None) == word
