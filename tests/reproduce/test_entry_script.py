"""The entry script does the same in a container as OpenPAI's runtime."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paicatalog.protocol.template.entrypoint import render_job
from paicatalog.reproduce.job.entry_script import EntryScript, entry_scripts
from paicatalog.reproduce.shell.code import plain

Job = Callable[..., dict[str, Any]]
Bash = Callable[..., subprocess.CompletedProcess[str]]

CMD = "com.microsoft.pai.runtimeplugin.cmd"
PLUGINS = "com.microsoft.pai.runtimeplugin"


def entry(data: dict[str, Any]) -> EntryScript:
    return entry_scripts(data, render_job(data).entrypoints)["worker"]


def plugin(name: str, **fields: Any) -> dict[str, Any]:
    return {"extras": {PLUGINS: [{"plugin": name, **fields}]}}


def step(name: str, *, after: str = "", **fields: Any) -> dict[str, Any]:
    """Return a component that prints when it starts and, if `after`, when the commands have ended."""
    callbacks = [{"event": "taskStarts", "commands": [f"echo {name}"]}]
    if after:
        callbacks.append({"event": "taskSucceeds", "commands": [f"echo {after}"]})
    return {"type": "script", "name": name, "plugin": CMD, "callbacks": callbacks, **fields}


def with_steps(job: Job, named: list[str], *steps: dict[str, Any], **keys: Any) -> dict[str, Any]:
    data = job(role={"prerequisites": named}, **keys)
    return {**data, "prerequisites": [*data["prerequisites"], *steps]}


def test_commands_without_anything_around_them_stay_readable(job: Job) -> None:
    assert plain(entry(job("cd /tmp", "ls")).script) == (
        "#!/usr/bin/env bash\nset -o errexit -o nounset -o pipefail\n\ncd /tmp\nls"
    )


@pytest.mark.parametrize("around", [{}, plugin("cmd", parameters={"preCommands": ["true"]})], ids=["alone", "plugin"])
def test_a_parameter_reaches_the_commands_unchanged(
    job: Job, bash: Bash, tmp_path: Path, hostile: str, around: Any
) -> None:
    data = job("cat <<'THE_END'\n<% $parameters.value %>\nTHE_END", parameters={"value": hostile}, **around)
    found = entry({**data, "parameters": {"value": hostile.replace("$secrets", "$other")}})
    done = bash(plain(found.script))
    assert (done.stdout, done.stderr) == (hostile.replace("$secrets", "$other") + "\n", "")
    assert not (tmp_path / "container" / "owned").exists()


def test_a_secret_stands_where_it_is_named_and_nowhere_else(job: Job, bash: Bash, hostile: str) -> None:
    data = job("cat <<'THE_END'\n[<% $secrets.key %>]\nTHE_END", "env", secrets={"key": "******", "other": "******"})
    found = entry(data)
    done = bash(plain(found.script), PAI_SECRET_key=hostile)
    assert done.stdout.startswith(f"[{hostile}]\n"), done.stderr
    assert "PAI_SECRET_key" not in done.stdout
    assert hostile not in plain(found.script)


def test_secrets_are_named_by_their_place(job: Job, bash: Bash) -> None:
    names = ("<% $secrets.login.name %>", "<% $secrets.list[1] %>", "<% $secrets.a-b %>", "<% $secrets.a_b %>")
    data = job(
        f"echo {' '.join(names)} <% $parameters.p %>",
        parameters={"p": "<%$secrets.list[1]%>"},
        secrets={"login": {"name": ""}, "list": ["", ""], "a-b": "", "a_b": ""},
    )
    found = entry(data)
    variables = ["PAI_SECRET_login_name", "PAI_SECRET_list_1", "PAI_SECRET_a_b", "PAI_SECRET_a_b_2"]
    assert [secret.variable for secret in found.secrets] == variables
    done = bash(plain(found.script), **dict(zip(variables, "wxyz", strict=True)))
    assert done.stdout == "w x y z x\n"


def test_a_secret_may_come_through_a_parameter(job: Job, bash: Bash) -> None:
    data = job("echo <% $parameters.token %>", parameters={"token": "<% $secrets.key %>"}, secrets={"key": "******"})
    assert bash(plain(entry(data).script), PAI_SECRET_key="x").stdout == "x\n"


def test_a_missing_secret_is_asked_for_by_name(job: Job, bash: Bash) -> None:
    done = bash(plain(entry(job("echo ran <% $secrets.key %>", secrets={"key": "******"})).script))
    assert done.returncode != 0
    assert "PAI_SECRET_key" in done.stderr and "secrets.key" in done.stderr
    assert done.stdout == ""


def test_an_empty_secret_is_one(job: Job, bash: Bash) -> None:
    script = plain(entry(job("echo '<% $secrets.key %>.'", secrets={"key": ""})).script)
    assert bash(script, PAI_SECRET_key="").stdout == ".\n"


def test_plugins_run_around_the_commands_in_the_runtimes_order(job: Job, bash: Bash) -> None:
    extra = {"preCommands": ["echo extra"], "postCommands": ["echo extra-end"]}
    data = with_steps(
        job,
        ["second", "first"],
        step("first", after="first-end"),
        step("second", after="second-end", require=["needed"]),
        step("needed", require=["second"]),
        step("unused"),
        **plugin("cmd", parameters=extra),
    )
    assert bash(plain(entry(data).script)).stdout.split() == [
        "needed", "second", "first", "extra", "hello", "extra-end", "first-end", "second-end",
    ]  # fmt: skip


def test_plugins_of_other_roles_do_not_run(job: Job, bash: Bash) -> None:
    data = job(**plugin("cmd", taskroles=["master"], parameters={"preCommands": ["echo no"]}))
    assert bash(plain(entry(data).script)).stdout == "hello\n"


@pytest.mark.parametrize(("policy", "printed", "status"), [("fail", "", 7), ("ignore", "still\nhello\n", 0)])
def test_a_failing_plugin_follows_its_policy(job: Job, bash: Bash, policy: str, printed: str, status: int) -> None:
    commands = ["(exit 7)", "echo still"]
    data = job(**plugin("cmd", failurePolicy=policy, parameters={"preCommands": commands}))
    done = bash(plain(entry(data).script))
    assert (done.stdout, done.returncode) == (printed, status)


def test_each_plugin_is_a_script_of_its_own_and_the_commands_are_one(job: Job, bash: Bash) -> None:
    data = job("cd /; x=1", 'echo "$PWD $x ${y-none}"', **plugin("cmd", parameters={"preCommands": ["y=2", "cd /tmp"]}))
    assert bash(plain(entry(data).script)).stdout == "/ 1 none\n"


@pytest.mark.parametrize("command", ["false", "false | true", "echo $undefined"])
def test_commands_stop_at_the_first_failure_and_post_commands_do_not_run(job: Job, bash: Bash, command: str) -> None:
    data = job(command, "echo on", **plugin("cmd", parameters={"postCommands": ["echo after"]}))
    done = bash(plain(entry(data).script))
    assert done.returncode != 0
    assert done.stdout == ""


def test_the_status_is_that_of_the_commands_and_nothing_is_left_behind(job: Job, bash: Bash, tmp_path: Path) -> None:
    data = job("exit 42", **plugin("cmd", parameters={"preCommands": ["true"]}))
    assert bash(plain(entry(data).script), TMPDIR=str(tmp_path / "container")).returncode == 42
    assert list((tmp_path / "container").iterdir()) == []


def test_plugin_commands_know_the_names_and_secrets_of_the_role(job: Job, bash: Bash) -> None:
    pre = ["echo <% $parameters.n %> '<% $secrets.key %>'"]
    data = job(parameters={"n": 1.0}, secrets={"key": "******"}, **plugin("cmd", parameters={"preCommands": pre}))
    assert bash(plain(entry(data).script), PAI_SECRET_key="a'b".replace("'", "&")).stdout == "1 a&b\nhello\n"


def test_the_git_plugin_clones_what_it_is_told(job: Job, bash: Bash, tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("git", "mv"):
        (programs / name).write_text(f'#!/bin/bash\nprintf "{name}"; printf " [%s]" "$@"; echo\n')
        (programs / name).chmod(0o755)
    parameters = {
        "repo_uri": "https://<% $secrets.token %>@example.com/it's.git",
        "options": ["--depth=1", "-c 'user.name=A B'"],
        "clone_dir": "$PWD/<% $parameters.folder %>",
    }
    data = job(parameters={"folder": "code"}, secrets={"token": "******"}, **plugin("git", parameters=parameters))
    path = f"{programs}:/usr/bin:/bin"
    done = bash(plain(entry(data).script), PAI_SECRET_token="$(x)'", PATH=path)
    folder = tmp_path / "container" / "code"
    assert done.stdout.splitlines() == [
        "git [clone] [--depth=1] [-c] [user.name=A B] [--] [https://$(x)'@example.com/it's.git] [/usr/local/pai/code]",
        f"mv [-f] [/usr/local/pai/code/*] [{folder}]",
        "hello",
    ]
    assert folder.is_dir()


def test_the_work_folder_is_where_the_container_starts(job: Job, bash: Bash, tmp_path: Path) -> None:
    done = bash(plain(entry(job("cd /", "echo $PAI_WORK_DIR")).script))
    assert done.stdout == f"{tmp_path / 'container'}\n"


def test_a_form_can_refill_the_script(job: Job) -> None:
    found = entry(job("train --lr <% $parameters.lr %>", parameters={"lr": 0.1}))
    assert [segment.text for segment in found.script if segment.reference == "$parameters.lr"] == ["0.1"]


@pytest.mark.parametrize("own", ["plain", "$HOME/x", "'"])
def test_a_form_writes_what_an_override_writes(job: Job, own: str) -> None:
    data = job("echo <% $parameters.x %>", parameters={"x": own})
    filled = "".join("'a b'" if each.reference else each.text for each in entry(data).script)
    overridden = entry_scripts(data, render_job(data).entrypoints, overrides={"x": "a b"})["worker"]
    assert filled == plain(overridden.script)


def test_shellcheck_has_nothing_to_say(job: Job, shellcheck: Callable[[str], None]) -> None:
    parameters = {"repo_uri": "https://example.com/x.git", "clone_dir": "/code"}
    data = job(
        "echo '<% $secrets.a %>' '<% $secrets.b[0] %>'",
        secrets={"a": "", "b": [""]},
        **plugin("git", parameters=parameters),
    )
    shellcheck(plain(entry(data).script))
