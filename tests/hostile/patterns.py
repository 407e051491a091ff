"""Every regular expression of the program, with the methods it is called with.

Found in the syntax trees of all modules, so that none is left out: constants, also in dictionaries and tuples, and
patterns in calls such as `re.sub`. A pattern that is put together when the program runs needs a sample here.
"""

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import paicatalog
from paicatalog.rules.commands.compound_shell import _patterns
from paicatalog.rules.commands.plain_shell import BLANK, GAP, _script
from paicatalog.rules.token_shape import Shape

METHODS = frozenset({"match", "fullmatch", "search", "sub", "subn", "findall", "finditer", "split"})
NO_MODULES = frozenset({"paicatalog.__main__", "paicatalog.cli.mkdocs_child"})
"""Modules that do something when they are imported."""


@dataclass(frozen=True, slots=True)
class Use:
    """A pattern and a method that it is called with."""

    pattern: re.Pattern[Any]
    method: str
    place: str
    """Module and line, for messages."""

    @property
    def module(self) -> str:
        return self.place.partition(":")[0]


def python_uses() -> list[Use]:
    """Return the uses of all patterns of the package, each pattern with each of its methods once."""
    modules = [importlib.import_module(name) for name in _module_names()]
    methods: dict[re.Pattern[Any], set[str]] = defaultdict(set)
    places: dict[re.Pattern[Any], str] = {}
    for module in modules:
        for pattern in _constants(vars(module)):
            places.setdefault(pattern, module.__name__)
        for pattern, method, line in _calls(module):
            places[pattern] = f"{module.__name__}:{line}"
            methods[pattern].update({method} & METHODS)
    places |= dict.fromkeys(_constants(KEPT_BY_FUNCTIONS), "paicatalog.rules.commands")
    return [
        Use(each, method, place)
        for each, place in places.items()
        for method in methods[each] or {HANDED_ON.get(place.partition(":")[0], "search")}
    ]


def _module_names() -> Iterator[str]:
    for found in pkgutil.walk_packages(paicatalog.__path__, "paicatalog."):
        if found.name not in NO_MODULES:
            yield found.name


def _constants(value: object, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Shape):
        yield re.compile(value.pattern if value.before else value.regex, re.ASCII)
    elif depth and isinstance(value, dict | list | tuple):
        for each in list(value.values()) if isinstance(value, dict) else value:
            yield from _constants(each, depth - 1)


def _calls(module: ModuleType) -> Iterator[tuple[re.Pattern[Any], str, int]]:
    """Yield (pattern, method, line): `NAME.method` for every constant, and calls of functions of `re`."""
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found = vars(module).get(node.value.id)
            if isinstance(found, re.Pattern):
                yield found, node.attr, node.lineno
        if isinstance(node, ast.Call) and _is_of_re(node.func) and (pattern := _compiled(node, module)):
            yield pattern, node.func.attr, node.lineno  # type: ignore[attr-defined] # as _is_of_re found


def _is_of_re(function: ast.expr) -> bool:
    names = METHODS | {"compile"}
    return isinstance(function, ast.Attribute) and ast.unparse(function.value) == "re" and function.attr in names


def _compiled(call: ast.Call, module: ModuleType) -> re.Pattern[Any] | None:
    """Return the pattern of a call of `re`, from constants of the module and the samples."""
    flags = [each.value for each in call.keywords if each.arg == "flags"] or call.args[1:]
    known = vars(module) | SAMPLES.get(module.__name__, {})
    try:
        pattern = eval(ast.unparse(call.args[0]), known)  # noqa: S307 (our own source)
        return re.compile(pattern, _flags(flags, known))
    except (NameError, KeyError) as error:
        raise AssertionError(
            f"{module.__name__}:{call.lineno}: add a sample of what is in the pattern: {error}"
        ) from error


def _flags(nodes: list[ast.expr], known: Mapping[str, Any]) -> int:
    texts = (ast.unparse(node) for node in nodes)
    return sum(int(eval(text, dict(known))) for text in texts if text.startswith("re."))  # noqa: S307 (our own source)


SAMPLES: Mapping[str, Mapping[str, Any]] = {
    # Every shape is attacked by itself.
    "paicatalog.rules.token_shape": {"self": SimpleNamespace(before=0, pattern="", regex="")},
    "paicatalog.rules.token_shapes": {"outer": ["ghp_", "sk-"], "inner": ["-p", "key="], "sign": b"ghp_"},
    "paicatalog.cli.files.site_swap": {"site": Path("site")},
    "paicatalog.contribute.upgrade.drafts.task_2018": {"each": SimpleNamespace(key="epochs")},
    "paicatalog.contribute.upgrade.old_environment_variables": {"name": "PAI_WORK_DIR"},
    "paicatalog.protocol.diagnosis.key_guesses": {"key": "role-1"},
    "paicatalog.protocol.schema.acceptor": {"pattern": "^[a-zA-Z_][a-zA-Z0-9_]*$"},
    "paicatalog.protocol.yaml.fast_reader": {"margin": 4},
    "paicatalog.reproduce.openpai.submit": {"marks": ["(secret-1)", "(secret-2)"]},
    "paicatalog.reproduce.shell.script_template": {"values": {"@A@": "", "@B@": ""}},
    "paicatalog.reproduce.slurm.platform": {"known": "master|worker"},
    "paicatalog.rules.commands.bash_messages": {
        "begin": r"(?<!\w)",
        "error": SimpleNamespace(text="done"),
        "edge": r"(?!\w)",
    },
    "paicatalog.rules.commands.compound_shell": {"pattern": "x", "indent": r"\t*", "end": "EOF"},
    "paicatalog.rules.commands.plain_shell": {"end": rf"(?:{BLANK}(?:\#[^\n]*+)?+)?+(?:\n{GAP}|\Z)"},
    "paicatalog.rules.commands.shell_state": {"tabs": r"\t*", "end": "EOF"},
    "paicatalog.rules.schema.bad_name": {"hyphen": True},
    "paicatalog.rules.schema.unknown_key": {"key": "image"},
    "paicatalog.rules.settings": {"self": SimpleNamespace(path="jobs/**/a-*.yaml")},
    "paicatalog.rules.template_references": {"root": "$parameters"},
    "paicatalog.site.code.yaml_html": {"pattern": r"(?:[^']|'')*+'(?!')"},
    "paicatalog.site.theme.shell": {"marks": ["%title%", "%content%"]},
}
"""Module -> variables of functions -> a value as it is when the program runs."""
KEPT_BY_FUNCTIONS = {**_patterns(), "script": _script()}
HANDED_ON = {
    "paicatalog.contribute.upgrade.source_tree": "match",
    "paicatalog.protocol.yaml.syntax_errors.item_text": "match",
    "paicatalog.rules.commands": "match",
    "paicatalog.rules.settings": "fullmatch",
}
"""Module -> the method that it calls with patterns that are passed to a function, or selected from a dictionary."""
