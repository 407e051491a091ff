"""Instructions for OpenPAI: submitting the protocol file to a cluster, by REST API or in the web portal."""

import json
from collections.abc import Iterator, Sequence

from paicatalog.reproduce.instructions import OPENPAI, File, Instructions, Step
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.job.secret import Secret
from paicatalog.reproduce.openpai.submission import submission
from paicatalog.reproduce.shell.code import literal
from paicatalog.reproduce.shell.script_template import script
from paicatalog.reproduce.shell.word import shell_word

ID, TITLE = OPENPAI, "OpenPAI"
SHELL, PYTHON = "submit.sh", "submit.py"


def openpai_instructions(request: Request) -> Instructions:
    """Return how to submit a valid job to a cluster, with its file and scripts that submit, watch and stop it."""
    file = f"{request.file_stem}.yaml"
    found = submission(request)
    files = (
        File(file, found.content, language="yaml"),
        File(SHELL, literal(_shell_script(request, file, found.secrets)), executable=True),
        File(PYTHON, literal(_python_script(request, file, found.secrets)), executable=True, language="python"),
    )
    return Instructions(ID, TITLE, steps=tuple(_steps(request, file, found.secrets)), files=files)


def _steps(request: Request, file: str, secrets: Sequence[Secret]) -> Iterator[Step]:
    yield Step(
        "Submit it. The script asks for your user name and for a token from your profile page in the web portal, "
        f"unless `PAI_USER` and `PAI_TOKEN` hold them{_prompt_text(secrets)}. It gives the job a name that is not used "
        f"yet and prints it. Without curl, `python3 {PYTHON}` does the same.",
        literal(f"job=$(./{SHELL})\n"),
    )
    yield Step(
        "Watch it. The command ends with the job and exits with its status; `status` in place of `watch` prints the "
        "state once.",
        literal(f'./{SHELL} watch "$job"\n'),
    )
    yield Step("Stop it, if you must.", literal(f'./{SHELL} stop "$job"\n'))
    yield Step(_curl_text(secrets), literal(_curl_command(request, file)))
    yield Step(_portal_text(request, file, secrets))


def _prompt_text(secrets: Sequence[Secret]) -> str:
    if not secrets:
        return ""
    return f"; the job's secrets too ({', '.join(f'`{secret.variable}`' for secret in secrets)})"


def _curl_text(secrets: Sequence[Secret]) -> str:
    filled = f", and put each secret in the place of its mark (`<{secrets[0].variable}>`)" if secrets else ""
    return (
        "Or do without the script: give the job a new name in the file"
        f"{filled}, and send it, with your token in `PAI_TOKEN`. The answer is 202 where the cluster takes it."
    )


def _curl_command(request: Request, file: str) -> str:
    # `printf` is a shell builtin, so the token is in no process's arguments.
    return (
        "printf 'Authorization: Bearer %s\\n' \"$PAI_TOKEN\" |\n"
        "  curl --silent --show-error --write-out '\\n%{http_code}\\n' --request POST --header @- \\\n"
        f"    --header 'Content-Type: text/yaml' --data-binary @{shell_word(file)} \\\n"
        f"    {shell_word(f'{request.cluster}/rest-server/api/v2/jobs')}\n"
    )


def _portal_text(request: Request, file: str, secrets: Sequence[Secret]) -> str:
    filled = f", put each secret in the place of its mark (`<{secrets[0].variable}>`)" if secrets else ""
    return (
        f"Or use the web portal instead of a shell: open `{request.cluster}`, choose Submit Job, import {file} (or "
        f"paste it under Edit YAML), change the name{filled}, and press Submit."
    )


def _shell_script(request: Request, file: str, secrets: Sequence[Secret]) -> str:
    return script(
        f"openpai/{SHELL}",
        {
            "@CLUSTER@": shell_word(request.cluster),
            "@FILE@": shell_word(file),
            "@STEM@": shell_word(request.file_stem),
            "@VARIABLES@": " ".join(secret.variable for secret in secrets),
            "@QUESTIONS@": " ".join(shell_word(secret.question) for secret in secrets),
        },
    )


def _python_script(request: Request, file: str, secrets: Sequence[Secret]) -> str:
    return script(
        f"openpai/{PYTHON}",
        {
            '"@CLUSTER@"': json.dumps(request.cluster),
            '"@FILE@"': json.dumps(file),
            '"@STEM@"': json.dumps(request.file_stem),
            '{"@SECRETS@": ""}': json.dumps({secret.variable: secret.question for secret in secrets}),
        },
    )
