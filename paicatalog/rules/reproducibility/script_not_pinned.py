import re
from collections.abc import Iterator

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.document import Document
from paicatalog.protocol.finding import Severity, Violation
from paicatalog.protocol.place import Place
from paicatalog.rules.document_parts import addresses
from paicatalog.rules.rule import Group, rule
from paicatalog.rules.wording import quote

_REPOSITORY = re.compile(
    r"(?:https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)/[\w.-]+/[\w.-]+?/?"
    r"|(?:https?|ssh|git)://\S+\.git|git@[\w.-]+:\S+)"
)
_SCRIPT = ComponentType.SCRIPT
_UNPINNED = ("", "latest", "master", "main", "head", "dev", "nightly")
_REMEDY = "Refer to an archive (`.../archive/COMMIT.tar.gz`), or name what to check out: `version: COMMIT`."


@rule(Severity.NOTE, Group.REPRODUCIBILITY)
def script_not_pinned(document: Document) -> Iterator[Violation]:
    """Finds a script that refers to a Git repository without saying which commit or tag.

    ## Why

    The default branch moves, and with it what the job does. An address that contains a commit or a tag,
    such as an archive of it, stays what it is; so does a clone, if `version` names the commit and a command
    checks it out.

    ## Example

    ```yaml
    protocolVersion: 2
    name: examples
    type: script
    uri: https://github.com/pytorch/examples
    ```

    ## Use instead

    ```yaml
    protocolVersion: 2
    name: examples
    type: script
    uri: https://github.com/pytorch/examples/archive/7f7c222b355abd19ba03a7d4ba90f1092973cdbc.tar.gz
    ```
    """
    for asset, pointer, uri in addresses(document):
        if asset.get("type") == _SCRIPT and _REPOSITORY.fullmatch(uri) and not _is_pinned(asset.get("version")):
            message = f"The script {quote(uri)} is a repository, without a commit or tag."
            yield Violation(Place(pointer), message, _REMEDY)


def _is_pinned(version: object) -> bool:
    if isinstance(version, str):
        return version.lower() not in _UNPINNED
    return version is not None
