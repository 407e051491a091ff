import re
from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place, Pointer
from paicatalog.protocol.template.entrypoint import auth_entries, role_scripts
from paicatalog.protocol.template.parser import OPEN, SilentTag, TemplateError, silent_tags
from paicatalog.rules.document_parts import data_of, deployment_names, job_of
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote

_SECTIONS = "#^"
_DELIMITERS = "="
_NAME = re.compile(r"\s*=\s*(\$[\w.\[\]-]+)")
_BEGINNINGS = (*(f"{OPEN}{space}{sign}" for space in ("", " ") for sign in "#^/!>{&="), f"{OPEN}  ", f"{OPEN}\n")
"""Texts of which a file with such a tag contains one."""


@rule(Severity.WARNING, Group.TEMPLATES, texts=_BEGINNINGS)
def silent_tag(document: Document) -> Iterator[Violation]:
    """Finds a tag such as `<%& $parameters.lr %>` or `<%# ... %>`, which OpenPAI renders to nothing.

    ## Why

    Templates look like those of mustache, but OpenPAI prints plain names only (`render` in the REST server's
    `src/rest-server/src/middlewares/v2/protocol.js`, lines 34 to 53). Of a section `<%# x %>...<%/ x %>`, the
    text inside disappears too. A tag `<%= ... %>` changes the delimiters, as in mustache, so that it may swallow
    the text up to the end. The command runs without it, and no error is reported.

    ## Example

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    parameters:
      epochs: 10
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python train.py --epochs <%& $parameters.epochs %>
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: hello
    type: job
    prerequisites:
      - type: dockerimage
        name: python
        uri: "python:3.12-slim"
    parameters:
      epochs: 10
    taskRoles:
      main:
        dockerImage: python
        resourcePerInstance:
          cpu: 1
          memoryMB: 1024
          gpu: 0
        commands:
          - python train.py --epochs <% $parameters.epochs %>
    ```
    """
    # Each once, though several deployments have the same commands.
    for (pointer, text), tag in {(pointer, tag.text): tag for pointer, tag in _silent_tags(document)}.items():
        yield Violation(Place(pointer, excerpt=text.split("\n", 1)[0]), *_explain(tag))


def _silent_tags(document: Document) -> Iterator[tuple[Pointer, SilentTag]]:
    job = job_of(document)
    for deployment in (None, *deployment_names(job)):
        for script in role_scripts(job, deployment=deployment).values():
            yield from ((script.pointer_at(tag.offset), tag) for tag in _tags(script.text))
    for _, _, template, pointer in auth_entries(data_of(document)):
        if isinstance(template, str):
            yield from ((pointer, tag) for tag in _tags(template))


def _tags(template: str) -> tuple[SilentTag, ...]:
    try:
        return silent_tags(template)
    except TemplateError:
        return ()  # Another rule reports it.


def _explain(tag: SilentTag) -> tuple[str, str]:
    if tag.sign in _SECTIONS:
        message = f"{quote(tag.text)} begins a section, which OpenPAI renders to nothing, with all text inside."
        return message, f"Delete the section's tags; to print the value, write `<% {tag.name} %>`."
    if tag.sign == _DELIMITERS:
        name = _NAME.match(tag.text, len(OPEN))
        message = f"A tag that begins with {quote(f'{OPEN}=')} changes the delimiters, so the rest of the text is lost."
        return message, f"Drop the `=`{f': `<% {name[1]} %>`' if name else ''}."
    return f"OpenPAI renders {quote(tag.text)} to nothing.", f"Write `<% {tag.name} %>`, without `{tag.sign}`."
