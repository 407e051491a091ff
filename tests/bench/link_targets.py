"""Measure what it takes to put the pages and files of a large catalog into MkDocs' collection of files.

`python tests/bench/link_targets.py [--files 10000]`

Prints the number of entries, the processor time and the memory that they take, and the time of 1,000 links;
nothing is asserted.
"""

import argparse
import tempfile
import time
import tracemalloc
from pathlib import Path

from generate import generate
from mkdocs.config import load_config
from mkdocs.structure.files import Files

from paicatalog import pipeline
from paicatalog.config import load_config as load_options
from paicatalog.plugin.catalog_file import CatalogFile
from paicatalog.plugin.catalog_links import CatalogLinks
from paicatalog.plugin.files_phase import Phase
from paicatalog.site.link_targets import link_targets
from paicatalog.site.site import Site


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "docs").mkdir()
        (folder / "mkdocs.yml").write_text("site_name: Large\nplugins: [paicatalog]\n", encoding="utf-8")
        generate(folder / "catalog", options.files)
        site = Site.of(pipeline.load(load_options(folder / "mkdocs.yml")))
        config = load_config(str(folder / "mkdocs.yml"))
        list(link_targets(site))  # Computes grades, which a build needs anyway.
        start = time.process_time()
        files = Files([CatalogFile(target, config, Phase()) for target in link_targets(site)])
        spent = time.process_time() - start
        del files
        tracemalloc.start()  # It takes several times longer with this.
        files = Files([CatalogFile(target, config, Phase()) for target in link_targets(site)])
        memory = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        links = CatalogLinks(site.context.catalog)
        start = time.process_time()
        for component in site.context.catalog.components[:1_000]:
            assert files.get_file_from_path(links.path(f"paicatalog:{component.type.value}/{component.name}"))
        linked = time.process_time() - start
    print(f"{len(files)} entries: {spent:.2f} s, {memory / 2**20:.0f} MiB; 1,000 links: {linked * 1000:.0f} ms")  # noqa: T201


if __name__ == "__main__":
    main()
