"""An export's commands do what the rendered entrypoint does: the same output and status, value by value.

What differs on purpose is listed in `docs/guides/reproduce.md`.
"""

import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from paicatalog.cli import main
from paicatalog.protocol.document import SourceFile
from paicatalog.protocol.read import parse
from paicatalog.protocol.template.entrypoint import render_job
from paicatalog.reproduce.job.entry_script import STRICT, entry_scripts
from paicatalog.reproduce.job.pai_environment import environment, reserve_ports
from paicatalog.reproduce.job.plan import ROLES_FOLDER
from paicatalog.reproduce.job.secret import secrets_in
from paicatalog.reproduce.platforms import instructions
from paicatalog.reproduce.shell.code import plain

Job = Callable[..., dict[str, Any]]

PARTS = 4
"""Tests among which the pairs are divided, so that several processes share them."""

CONTEXTS = (
    # Outside quotes
    "printf '[%s]' @",
    "printf '[%s]' @ end",
    "printf '[%s]' --x=@",
    "printf '[%s]' a@b",
    "printf '[%s]' @#c",
    "printf '[%s]' ~@ =~@",
    "printf '[%s]' {@,z}",
    "printf '[%s]' {1..@}",
    "printf '[%s]' \\@; wait",
    "printf '[%s]' $@",
    "x=ab; printf '[%s]' $x@",
    "printf '[%s]' @ @",
    "@",
    "@ printf '[%s]' one",
    "echo one; @ echo two",
    "echo one && @",
    "! @",
    "if @; then echo yes; else echo no; fi",
    "{ @ ; }",
    "(@)",
    "x=@; printf '[%s]' \"$x\"",
    "x=(@ y); printf '[%s]' \"${x[@]}\"",
    "export x=@; printf '[%s]' \"$x\"",
    "@=5; echo done",
    "for i in @; do printf '[%s]' \"$i\"; done",
    "for @ in 1 2; do echo loop; done",
    "case ab in @) echo yes ;; *) echo no ;; esac",
    "case @ in ab) echo yes ;; *) echo no ;; esac",
    "[[ ab == @ ]] && echo yes || echo no",
    "[[ ab =~ @ ]] && echo yes || echo no",
    "[[ @ ]] && echo yes || echo no",
    "[ @ ] && echo yes || echo no",
    "[[ 2 -lt @ ]] && echo yes || echo no",
    "f() { printf '[%s]' \"$1\"; }; f @",
    "printf '[%s]' $(echo @)",
    "printf '[%s]' `echo @`",
    "printf '[%s]' <<<@; echo",
    "read -r x <<<@ || true; printf '[%s]' \"$x\"",
    "cd made; printf '[%s]' one >x@",
    ": | @",
    "x=abcd; echo ${x:-@} ${y:-@}",
    "echo ${@}",
    "printf '[%s]' a \\\n  @ b",
    "printf '[%s]' @\necho next @",
    "printf '[%s]' @ # @\necho next",
    "# about @\necho next",
    # In double quotes
    'printf "[%s]" "@"',
    'printf "[%s]" "a @ b"',
    'printf "[%s]" "$PAI_JOB_NAME@"',
    'printf "[%s]" "\\@"',
    'printf "[%s]" "$@"',
    'printf "[%s]" "${y:-@}"',
    'printf "[%s]" "$(echo "@")"',
    'printf "[%s]" "$(echo @)"',
    'x="@"; echo "$x"; [[ ab == "@" ]] || echo no',
    'x=aXb; echo "${x/X/@}" "${x//@/y}"',
    # In single quotes
    "printf '[%s]' '@'",
    "printf '[%s]' 'a \"@\" $b'",
    "bash -c 'echo @'",
    "printf '[%s]' $'@' $'\\@' $'\\x4@'",
    # Here-documents
    "IFS= read -r -d '' x <<END || true\na @ $PAI_JOB_NAME\nEND\nprintf '[%s]' \"$x\"",
    "IFS= read -r -d '' x <<'END' || true\na @ $PAI_JOB_NAME \\\nEND\nprintf '[%s]' \"$x\"",
    "IFS= read -r -d '' x <<-END || true\n\t@\n\tEND\nprintf '[%s]' \"$x\"",
    "IFS= read -r -d '' x <<-'END' || true\n\t@\n@\n\tEND\nprintf '[%s]' \"$x\"",
    "IFS= read -r -d '' x <<END || true\n$(echo '@')$((@))\nEND\nprintf '[%s]' \"$x\"",
    "IFS= read -r -d '' x <<@ || true\nEND\n@\nEND\nprintf '[%s]' \"$x\"",
    # Beside another parameter
    "printf '[%s]' @ § '@' '§'",
    "printf '[%s]' @§@",
    "printf '[%s]' \"@ §\" '§ @'",
    "printf '[%s]' § @ # §\nprintf '[%s]' \"§\"",
    "printf '[%s]' $(echo @ §) §; echo $((§ + 1))",
    "IFS= read -r -d '' x <<END || true\n@ §\nEND\nprintf '[%s]' \"$x\" '§'",
    "IFS= read -r -d '' x <<'END' || true\n@ §\nEND\nprintf '[%s]' \"$x\" §",
    # Where bash calculates
    "echo $((@))",
    "n=4; echo $((n * @)) $[@]",
    "((@)) && echo yes || echo no",
    "x=abcd; echo ${x:@:1}",
    "x=(a b c); echo ${x[@]}",
)
"""Commands, with `@` for the value, and `§` for another parameter, of plain characters."""
SHAPES = (
    "", " ", "a", "ab", "0.001", "3", "08", "0x1f", "-1", "1+1", "n", "1 2", "a b", "a  b ", " a", "-n", "-a 1 --b=2",
    "$PAI_JOB_NAME", "$PAI_JOB_NAME/out", "${HOME}", "${y:-no}", "$y", "$1", "$#", "$", "a$", "$(echo q)",
    "`echo q`", "$((1+2))", "$'a\\tb'", '$"a"', "~", "~/d", "~none", "*", "*.txt", "file.?", "[ab]", "a*b",
    "{1..3}", "{a,b}", "a,b", "1..3", "}", "{", "a && echo b", "a || echo b", "a; echo b", "a ;", "true", "false",
    "echo b", "printf '%s,' 1 2", "a | read -r z", "&&", ";", "(", ")", "(echo s)", "a)", "<", ">", ">&2",
    "2>err", "<<END", "<<<a", "END", "a\nEND", "END\na", '"', "'", '"a b"', "'a b'", 'a "b c" d', "it's", "a'b'c",
    'x"', '\'"\'"\'', "\\", "a\\", "\\\\", "a\\ b", "\\n", "\\$y", "#c", "a #c", "a#c", "A=1", "A=1 B=2", "A=1 echo b",
    "a=b c", "n", "ab=1", "x", "if", "then", "done", "time", "!", "export", "in", "[[", "]]", "]", "-z", "== a", "^a.",
    ".", "..", "a/b:c@1%2+3", "a:~/b", "a\nb", "a\n", "\na", "\n", "\ta", "a\n\tb", "if true; then echo i; fi",
    "for i in 1 2; do echo $i; done", "x=5\necho $x", "ünï 中", "<% $parameters.z %>", "<% x %>", "%s %d", "a\\\nb",
    "x[0]", "e", "f 1", "cd made", "exit 3", "return 2", "@", "+", "a@", "x+", ":", "time echo", "y }",
)  # fmt: skip
"""The job's own values."""
MOST_SECONDS = 120


def values() -> Iterator[str]:
    """Yield the shapes, and then what is put together of them."""
    yield from dict.fromkeys(SHAPES)
    generator = random.Random(11)
    # Pipes may break sooner or later, and what is redirected may get anywhere.
    composable = [shape for shape in SHAPES if not re.search("[<>|~/]", shape)]
    while True:
        value = generator.choice(("", "", " ")).join(generator.choices(composable, k=generator.choice((2, 2, 3))))
        if not re.search(r"\\\s+$", value):
            yield value


def pairs(number: int) -> Iterator[tuple[str, str]]:
    """Yield at least a number of contexts with values: each context has other composed values."""
    listed, shapes = values(), len(dict.fromkeys(SHAPES))
    simple = [next(listed) for _ in range(shapes)]
    composed = max(number // len(CONTEXTS) + 1 - shapes, 0)
    for context in CONTEXTS:
        for value in (*simple, *(next(listed) for _ in range(composed))):
            yield context, value


_DRIVER = r"""
trap '' TERM
while IFS= read -r -d '' _script; do
  (eval "$_script") </dev/null
  printf '\nEnded with %s\n' "$?"
done
"""


def results(scripts: list[str], folder: Path, **variables: str) -> list[tuple[str, int]]:
    """Run scripts, each in a subshell of one bash, and return their outputs and statuses."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "made").mkdir(parents=True)
    for name in ("file.txt", "file.a", "a", "ab"):
        (folder / name).touch()
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent/home", "PAI_JOB_NAME": "ada~demo", **variables}
    pipe = subprocess.PIPE
    command = [shutil.which("bash") or "bash", "-c", _DRIVER]
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=pipe, stdout=pipe, stderr=pipe) as bash:
        given = "".join(f"{script}\0" for script in scripts).encode()
        printed = bash.communicate(given, timeout=MOST_SECONDS)[0].decode(errors="replace")
    found = re.findall(r"(.*?)\nEnded with (\d+)\n", printed.replace(str(bash.pid), "PID"), re.DOTALL)
    assert len(found) == len(scripts)
    return [(output, int(status)) for output, status in found]


def rendered(data: dict[str, Any], role: str = "worker") -> str:
    """Return the script that the OpenPAI runtime runs (`src/runtime.d/user.sh`, with the entrypoint at its end)."""
    return f"{STRICT}\n\n{render_job(data).text(role)}"


def entry(data: dict[str, Any]) -> str:
    return plain(entry_scripts(data, render_job(data).entrypoints)["worker"].script)


def with_value(job: Job, context: str, value: str) -> dict[str, Any]:
    command = context.replace("@", "<% $parameters.x %>").replace("§", "<% $parameters.plain %>")
    return job(command, parameters={"x": value, "plain": 7})


@pytest.mark.parametrize("part", range(PARTS))
def test_values_of_every_shape_mean_the_same_in_every_context(job: Job, tmp_path: Path, part: int) -> None:
    listed = list(pairs(10_000))
    assert len(listed) >= 10_000
    tried = listed[part::PARTS]
    jobs = [with_value(job, context, value) for context, value in tried]
    ours = results([entry(data) for data in jobs], tmp_path / "work")
    theirs = results([rendered(data) for data in jobs], tmp_path / "work")
    differing = [(pair, mine, other) for pair, mine, other in zip(tried, ours, theirs, strict=True) if mine != other]
    assert differing == []


READ = ("a", "a b", "$y", "`echo q`", "a && echo b", "it's", '"', "3")
"""Values of a job that make bash read their places in many ways."""
HARMFUL = ("$(touch owned)", "`touch owned`", "; touch owned;", "a && touch owned", "'; touch owned; '",
           '"; touch owned; "', "\n:\ntouch owned\n", "\nEND\ntouch owned\n", "}; touch owned; {", "a[$(touch owned)]",
           ") touch owned;; *)", "$((a[$(touch owned)]))", "<(touch owned)")  # fmt: skip


def test_no_value_that_people_give_is_run(job: Job, tmp_path: Path) -> None:
    contexts = [context for context in CONTEXTS if not context.startswith(("bash -c", "[ @"))]
    scripts = [entry(with_value(job, context, value)) for context in contexts for value in READ]
    for value in HARMFUL:
        results(scripts, tmp_path / "work", x=value)
        assert not list((tmp_path / "work").rglob("owned")), value


_ANY_PROGRAM = r"""() {
  printf '<%s>' "$@"
  while IFS= read -r line; do printf '%s\n' "$line"; done
}"""
"""A program that prints its arguments and its input, in place of all that are not part of bash."""
ROOT = Path(__file__).parents[2]
JOBS = sorted((ROOT / "catalog" / "jobs").glob("*.yaml"))


def shipped(path: Path) -> dict[str, Any]:
    """Return a shipped job with its components, without plugins, which run outside of the rendered entrypoint."""
    done = CliRunner().invoke(main, ["bundle", str(path), "--config-file", str(ROOT / "mkdocs.yml")])
    assert done.exit_code == 0, done.stderr
    data: dict[str, Any] = parse(SourceFile(path.name, done.stdout.encode())).data
    roles = {name: {**role, "prerequisites": []} for name, role in data["taskRoles"].items()}
    return {**data, "taskRoles": roles, "extras": {}}


@pytest.mark.parametrize("platform", ["local", "docker"])
def test_every_shipped_job_does_what_its_entrypoint_does(tmp_path: Path, platform: str) -> None:
    seen = 0
    for path in JOBS:
        data = shipped(path)
        found = instructions(data, platform=platform, cluster="https://pai.example.com")
        for file in found.files:
            if file.name.startswith(f"{ROLES_FOLDER}/"):
                role = file.name.removeprefix(f"{ROLES_FOLDER}/").removesuffix(".sh")
                given = environment_of(data, role)
                theirs = re.sub(r"<% \$secrets[.]\w+ %>", "secret-value", rendered(data, role))
                ours, wanted = results([plain(file.content), theirs], tmp_path / "work", **given)
                assert ours == wanted, file.name
                seen += 1
    assert seen > len(JOBS) // 2


def environment_of(data: dict[str, Any], role: str) -> dict[str, str]:
    ports = reserve_ports(data)
    assert ports is not None
    secrets = secrets_in(rendered(data, name) for name in data["taskRoles"])
    return {
        **environment(data, role=role, index=0, job=data["name"], ports=ports),
        **{secret.variable: "secret-value" for secret in secrets},
        "PATH": "/nonexistent",
        "BASH_FUNC_command_not_found_handle%%": _ANY_PROGRAM,
    }
