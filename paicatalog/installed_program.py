"""Finding programs that are installed on the machine.

A repository may bring a file called `git`. It must not run because PATH has a relative folder, or because Windows
searches the working folder first.
"""

import os
import shutil
from pathlib import Path


def installed_program(name: str) -> str | None:
    """Return the absolute path of a program in one of the absolute folders of PATH, None if there is none."""
    folders = [folder for folder in os.get_exec_path() if Path(folder).is_absolute()]
    found = shutil.which(name, path=os.pathsep.join(folders)) if folders else None
    return found if found and Path(found).is_absolute() else None
