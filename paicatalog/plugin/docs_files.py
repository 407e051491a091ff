"""The files of the docs folder: which of them MkDocs must not copy, and which make room for a page of ours."""

from collections.abc import Iterable
from pathlib import Path

from mkdocs.structure.files import Files, InclusionLevel

from paicatalog.plugin import messages
from paicatalog.plugin.messages import log
from paicatalog.publishing.docs_folder import ProtocolFiles, Refused
from paicatalog.site.built_site.shell_page import WORD
from paicatalog.site.context import SiteContext

LEFT_OUT = (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)
"""The levels of files that are not published."""


def withhold(files: Files, context: SiteContext, refused: Iterable[Refused], docs_dir: str) -> None:
    """Keep MkDocs from copying what must not be published, and protocol files, which go out masked."""
    settings = context.config
    refusals = {each.path: each for each in refused}
    paths = (settings.root / document.source.path for document in context.catalog.documents)
    protocol_files = ProtocolFiles.of(settings.catalog_dir, paths)
    for file in [file for file in files if file.src_dir == docs_dir]:
        if refusal := refusals.get(file.src_uri):
            files.remove(file)
            if file.inclusion not in LEFT_OUT:
                log.warning("%s", messages.refusal(refusal))
        elif Path(file.abs_src_path or "") in protocol_files:
            files.remove(file)


def removed_if_marked(files: Files, path: str) -> bool:
    """Remove a page of the docs if it is the marked page of `paicatalog generate`. Return whether it is."""
    file = files.get_file_from_path(path)
    if file is None or WORD not in file.content_string:
        return False
    files.remove(file)
    return True
