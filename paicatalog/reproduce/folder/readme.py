"""The files of an exported folder: those of the instructions, `README.md` and the list of differences."""

from collections.abc import Iterator, Sequence

from paicatalog.protocol.place import json_pointer
from paicatalog.publishing.markdown_text import code_span, fence, plain_markdown, sentence_markdown
from paicatalog.reproduce.folder.json_file import json_file
from paicatalog.reproduce.folder.results_check import SCRIPT, results_check
from paicatalog.reproduce.instructions import OPENPAI, File, Instructions, Step, Untranslated
from paicatalog.reproduce.job.plan import Plan, plan_job
from paicatalog.reproduce.job.request import Request
from paicatalog.reproduce.job.resources import hardware
from paicatalog.reproduce.shell.code import Code, joined, literal, plain

README = "README.md"
_NOTHING = "Nothing: the platform carries all that the job asks for.\n"


def folder_files(instructions: Instructions, request: Request, *, notices: Sequence[str] = ()) -> tuple[File, ...]:
    """Return all files of the export of a job on one platform. The instructions must not be a refusal.

    They are `README.md`, the files of the instructions, `untranslated.md`, `untranslated.json` (a list of objects with
    `feature`, `pointer`, a JSON Pointer into the job's file, and `why`), and the files that check the results. Apart
    from those of the instructions, they contain no parameter values and no secrets. `notices` are sentences for the
    start of the README.
    """
    checks = results_check(request.data)
    return (
        File(README, _readme(instructions, request, notices, check=bool(checks)), language="markdown"),
        *instructions.files,
        File("untranslated.md", literal(_untranslated_page(instructions, request)), language="markdown"),
        File("untranslated.json", literal(_untranslated_list(instructions.untranslated)), language="json"),
        *checks,
    )


def _readme(instructions: Instructions, request: Request, notices: Sequence[str], *, check: bool) -> Code:
    parts: list[Code | str] = [f"# {plain_markdown(request.name)} on {plain_markdown(instructions.title)}\n"]
    parts += [f"\n> **Mind this:** {sentence_markdown(notice)}\n" for notice in notices]
    parts += [*_needs(instructions, request), *_steps(instructions.steps)]
    if check:
        parts.append(_RESULTS)
    if instructions.platform != OPENPAI or instructions.untranslated:
        parts.append(f"\n## What differs from OpenPAI\n\n{_differences(instructions.untranslated)}")
    return joined(*parts)


def _needs(instructions: Instructions, request: Request) -> Iterator[str]:
    yield f"\n## What it needs\n\n- Hardware: {hardware(request.data).summary or 'nothing in particular'}.\n"
    plan = plan_job(request)
    if instructions.platform == OPENPAI or isinstance(plan, str):
        return
    images = dict.fromkeys(role.image for role in plan.roles)
    yield f"- {'Image' if len(images) == 1 else 'Images'}: {', '.join(map(code_span, images))}.\n"
    yield from _variables(plan)


def _variables(plan: Plan) -> Iterator[str]:
    if plan.secrets:
        yield "- Secrets, asked for when it starts unless the environment holds them:\n"
        yield from (f"  - {code_span(each.variable)} for {code_span(each.name)}\n" for each in plan.secrets)
    if plan.replaceable:
        yield "- Parameters, which the environment can replace when it starts:\n"
        yield from (f"  - {code_span(each.variable)} for {code_span(each.reference)}\n" for each in plan.replaceable)


def _steps(steps: Sequence[Step]) -> Iterator[Code | str]:
    yield "\n## Run it\n\nIn this folder:\n"
    for number, step in enumerate((step for step in steps if not step.writes), 1):
        yield f"\n{number}. {sentence_markdown(step.text)}\n"
        if step.code:
            mark = fence(plain(step.code))
            end = "" if plain(step.code).endswith("\n") else "\n"
            yield joined(f"\n{mark}{step.language}\n", step.code, f"{end}{mark}\n")


_RESULTS = f"""
## Did it work?

The job states which figures a good run shows. Write those of your run to a JSON file (`{{"metric": 0.5}}`, or an object
on each line), and compare:

```bash
python3 {SCRIPT} metrics.json
```

`python3 {SCRIPT} --help` says how to find metrics that your file calls otherwise.
"""


def _untranslated_page(instructions: Instructions, request: Request) -> str:
    heading = f"# {plain_markdown(request.name)} on {plain_markdown(instructions.title)}: what is not carried over"
    return f"{heading}\n\n{_differences(instructions.untranslated)}"


def _differences(untranslated: Sequence[Untranslated]) -> str:
    lines = (
        f"- {code_span(each.feature)} (at {code_span(json_pointer(each.where))}): {sentence_markdown(each.why)}\n"
        for each in untranslated
    )
    return "".join(lines) or _NOTHING


def _untranslated_list(untranslated: Sequence[Untranslated]) -> str:
    listed = [{"feature": each.feature, "pointer": json_pointer(each.where), "why": each.why} for each in untranslated]
    return json_file(listed)
