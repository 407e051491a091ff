"""Docstrings of functions, which pages and help texts are made from."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any


def docstring(function: Callable[..., Any]) -> str:
    """Return the docstring of a function without its indent; "" if it has none.

    Python discards docstrings if it runs with `-OO` or PYTHONOPTIMIZE=2: then it is read from the source.
    """
    if function.__doc__ is not None:
        return inspect.cleandoc(function.__doc__)
    [definition] = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    return ast.get_docstring(definition) or "" if isinstance(definition, ast.FunctionDef) else ""
