"""OpenPAI: submit the protocol file to a cluster, by its REST API or in its web portal."""

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.reproduce.code import literal
from paicatalog.reproduce.instructions import Instructions, Step
from paicatalog.reproduce.request import Request
from paicatalog.reproduce.resources import mapping
from paicatalog.reproduce.secret import ask

ID, TITLE = "openpai", "OpenPAI"
_TOKEN = "printf 'Authorization: Bearer %s\\n' \"$PAI_TOKEN\""
"""`printf` is the shell's own and curl reads the header from its input: no process has the token as an argument."""
_MOST_NAMED = 10


def openpai(request: Request) -> Instructions:
    """Return how to submit a valid job to a cluster."""
    return Instructions(ID, TITLE, steps=tuple(_steps(request)))


def _steps(request: Request) -> Iterator[Step]:
    file = f"{request.file_stem}.yaml"
    yield _file(request, file)
    if words := _to_fill_in(request):
        yield Step(f"Open {file} in an editor and {words}.")
    yield Step(
        "Give the job a name that you have not used yet: on a cluster, no two jobs of a user share a name. The last "
        "line shows it.",
        literal(
            f"job={request.file_stem}-$(date +%Y%m%d-%H%M%S)\n"
            f'sed "s/^name:.*/name: $job/" {file} >"$job.yaml"\n'
            'grep "^name:" "$job.yaml"\n'
        ),
    )
    yield Step(
        "Say who you are: your user name, and a token from your profile page in the web portal.",
        literal("\n".join(["{", *(f"  {line}" for line in _identity()), "}", ""])),
    )
    yield Step("Submit it.", literal(_submit(request.cluster)))
    yield Step(
        "Watch it: `state` says whether it waits, runs, succeeded or failed.",
        literal(_watch(request.cluster)),
    )
    yield Step("Stop it, if you must.", literal(_stop(request.cluster)))
    yield Step(
        f"Or use the web portal instead of a shell: open {request.cluster}, choose Submit Job, import {file} (or paste "
        "it under Edit YAML), change the name, and press Submit."
    )


def _file(request: Request, file: str) -> Step:
    if not request.needs_bundling:
        return _download(f"Download the job's file as {file}.", request.file_url, file)
    text = (
        f"Take the bundled file as {file}: the job names shared components, and a cluster needs their content in the "
        "file itself."
    )
    return _download(text, request.bundled_url, file)


def _download(text: str, url: str, file: str) -> Step:
    if not url:
        return Step(text)
    return Step(text, literal(f"curl --fail --location --output {file} {shlex.quote(url)}\n"))


def _to_fill_in(request: Request) -> str:
    secrets = [*_leaves(mapping(request.data.get("secrets")), "secrets"), *_passwords(request.data)]
    words = []
    if secrets:
        shown = ", ".join(secrets[:_MOST_NAMED]) + (" and the others" if len(secrets) > _MOST_NAMED else "")
        words.append(f"fill in what the catalog does not hold ({shown})")
    if request.parameters:
        words.append("set the parameters " + ", ".join(request.parameters))
    if request.deployment is not None:
        words.append(f"set defaults.deployment to {request.deployment}")
    return ", ".join(words)


def _leaves(value: object, path: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, f"{path}.{key}")
    else:
        yield path


def _passwords(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield the registry logins whose password stands in the file itself, where the catalog masks it."""
    for item in data.get("prerequisites") or ():
        password = mapping(item.get("auth")).get("password")
        if isinstance(password, str) and "<%" not in password:
            yield f"auth.password of {item.get('name')}"


def _identity() -> Iterator[str]:
    yield from ask("PAI_USER", "OpenPAI user name")
    yield from ask("PAI_TOKEN", "OpenPAI token", hidden=True)


def _submit(cluster: str) -> str:
    return (
        f"{_TOKEN} |\n"
        "  curl --silent --show-error --write-out '\\n%{http_code}\\n' --request POST --header @- \\\n"
        "    --header 'Content-Type: text/yaml' --data-binary \"@$job.yaml\" \\\n"
        f"    {shlex.quote(f'{cluster}/rest-server/api/v2/jobs')}\n"
    )


def _watch(cluster: str) -> str:
    return f"{_TOKEN} |\n  curl --silent --show-error --header @- \\\n    {_job_address(cluster)}\n"


def _stop(cluster: str) -> str:
    return (
        f"{_TOKEN} |\n"
        "  curl --silent --show-error --write-out '\\n%{http_code}\\n' --request PUT --header @- \\\n"
        "    --header 'Content-Type: application/json' --data '{\"value\": \"STOP\"}' \\\n"
        f"    {_job_address(cluster)}/executionType\n"
    )


def _job_address(cluster: str) -> str:
    return shlex.quote(f"{cluster}/rest-server/api/v2/jobs/") + '"$PAI_USER~$job"'
