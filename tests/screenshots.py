"""Update the README's pictures: `python tests/screenshots.py`. It needs an installed Chromium, like the tests.

`docs/images/site.png` shows a page of the shipped catalog, and `docs/images/validate.png` the output of
`paicatalog validate` for a job with a few typical mistakes. The metadata of the second contains the text of the output,
which a test compares with the present output.
"""

import html
import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from browsing import chromium, serve
from PIL import Image, ImageOps
from PIL.PngImagePlugin import PngInfo

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
PAGE = "jobs/llm-lora-finetuning/#lineage"
"""A page that shows what a catalog adds to a file: the graph of components, and the form for parameters."""
PAICATALOG = (sys.executable, "-m", "paicatalog")
VALIDATE = ("validate", "catalog/digits.yaml")
MISTAKEN_JOB = """\
protocolVersion: 2
name: digits
type: job
version: "1.0.0"
contributor: your-name
description: Trains a small network on handwritten digits.
prerequisites:
  - name: pytorch
    type: dockerimage
    uri: pytorch/pytorch:latest
  - name: mnist
    type: data
    uri: [https://ossci-datasets.s3.amazonaws.com/mnist/]
parameters:
  epochs: 10
taskRoles:
  train:
    dockerImage: pytorch
    data: mnits
    resourcePerInstance:
      cpu: 4
      memoryMb: 8192
      gpu: 1
    commands:
      - python train.py --epochs <% $parameters.epochs %>
"""
COLORED = re.compile(r"\x1b\[(\d+)m(.*?)\x1b\[0m")
"""A style, the text in this style, and its end. `paicatalog` prints no other escape sequences."""
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; width: 1000px; }
pre {
  margin: 0; padding: 22px 26px; background: #16181d; color: #d6d9e0;
  font: 14px/1.5 "DejaVu Sans Mono", monospace; white-space: pre-wrap;
}
.style-1 { color: #fff; font-weight: bold; }
.style-2 { color: #7d8494; }
.style-31 { color: #ff7b72; }
.style-33 { color: #e3b341; }
.style-36 { color: #56c8d8; }
</style>"""


def take_site(browser: Any, url: str, folder: Path) -> None:
    """Take a picture of the site at this address."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, device_scale_factor=2, color_scheme="light")
    page.goto(url + PAGE, wait_until="networkidle")
    _save(page.screenshot(animations="disabled"), folder / "site.png")
    page.close()


def take_validate(browser: Any, folder: Path) -> None:
    """Take a picture of a terminal with the output of `paicatalog validate`."""
    printed = run_validate()
    page = browser.new_page(device_scale_factor=2)
    page.set_content(f"{TERMINAL}<pre>{to_html(printed)}</pre>")
    _save(page.locator("pre").screenshot(), folder / "validate.png", plain(printed))
    page.close()


def run_validate() -> str:
    """Run the command in a terminal, where it prints in color. Return the terminal's text, including the prompt."""
    ours, theirs = pty.openpty()
    printed = b""
    with TemporaryDirectory() as folder:
        file = Path(folder, VALIDATE[-1])
        file.parent.mkdir(parents=True)
        file.write_text(MISTAKEN_JOB, encoding="utf-8")
        environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        command = [*PAICATALOG, *VALIDATE]
        with subprocess.Popen(command, cwd=folder, env=environment, stdout=theirs, stderr=theirs):
            os.close(theirs)
            with suppress(OSError):  # raised by Linux when the terminal is closed
                while some := os.read(ours, 65_536):
                    printed += some
    os.close(ours)
    prompt = f"\x1b[2m$\x1b[0m \x1b[1mpaicatalog {' '.join(VALIDATE)}\x1b[0m\n"
    return prompt + printed.decode().replace("\r\n", "\n")


def to_html(printed: str) -> str:
    """Return the text of a terminal as HTML with a class for each style."""
    return COLORED.sub(r'<span class="style-\1">\2</span>', html.escape(printed))


def plain(printed: str) -> str:
    """Return the text of a terminal without styles."""
    return COLORED.sub(r"\2", printed)


def _save(png: bytes, file: Path, description: str = "") -> None:
    """Save a picture with a thin frame, to set it off from the README, and 256 colors, which keeps it small."""
    about = PngInfo()
    about.add_itxt("Description", description)
    framed = ImageOps.expand(Image.open(BytesIO(png)).convert("RGB"), border=2, fill="#d0d7de")
    framed.quantize(dither=Image.Dither.NONE).save(file, optimize=True, pnginfo=about)


def main() -> None:
    """Take both pictures."""
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as site, chromium() as browser:
        subprocess.run([*PAICATALOG, "build", "--strict", "--site-dir", site], cwd=ROOT, check=True)
        server, url = serve(Path(site))
        take_site(browser, url, IMAGES)
        server.shutdown()
        take_validate(browser, IMAGES)


if __name__ == "__main__":
    main()
