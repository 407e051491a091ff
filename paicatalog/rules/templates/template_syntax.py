import re
from collections.abc import Iterator

from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.problem import ProblemKind
from paicatalog.rules.protocol_problem import problems
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote

_RUBY = re.compile(r"<%\s*=+\s*(\$?[\w.\[\]-]+)")
"""A tag of ERB and similar languages; in mustache, `<%=` changes the brackets of tags."""
_BEGUN = re.compile(r"<%\s*(\$[\w.\[\]-]+)")


@rule(Severity.ERROR, Group.TEMPLATES)
def template_syntax(document: Document) -> Iterator[Violation]:
    """Finds a template `<% %>` that OpenPAI cannot parse or print.

    ## Why

    OpenPAI renders the commands before the job starts, and refuses the job if it cannot: a tag or a section
    without its end is the usual reason.

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
          - python train.py --epochs <% $parameters.epochs
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
    for problem in problems(document, ProblemKind.TEMPLATE_SYNTAX):
        words, tag = str(problem.detail.get("problem")), str(problem.detail.get("tag"))
        if ruby := _RUBY.match(tag):
            words, hint = "tags of OpenPAI have no `=`", f"Drop the `=`: write `<% {ruby[1]} %>`."
        else:
            hint = _remedy(words, tag)
        yield Violation(problem.place, f"The template {quote(tag)} cannot be rendered: {words}.", hint)


def _remedy(words: str, tag: str) -> str:
    if "section" in words:
        return "OpenPAI prints names only: write `<% $parameters.x %>`, without `#`, `^` or `/`."
    if "not closed" in words:
        begun = _BEGUN.match(tag)
        return f"Close it: `<% {begun[1] if begun else '$parameters.x'} %>`."
    return "Write `<% $parameters.x %>`, `<% $data.uri[0] %>` or the like."
