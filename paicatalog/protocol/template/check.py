"""Validation of templates: in the commands of task roles and in registry logins."""

from collections.abc import Iterator, Mapping
from typing import Any

from paicatalog.protocol.javascript.members import OBJECT_MEMBERS
from paicatalog.protocol.javascript.values import js_type
from paicatalog.protocol.last_result import cache_last_result
from paicatalog.protocol.place import Place, Pointer
from paicatalog.protocol.problem import Problem, ProblemKind
from paicatalog.protocol.template.entrypoint import auth_entries, auth_scope, role_scripts, scope
from paicatalog.protocol.template.parser import OPEN
from paicatalog.protocol.template.render import TemplateError, plain_rendering, render_template

_SCHEMA_KEYS = ("username", "password", "registryuri")


def check_templates(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield problems of templates that the server refuses. `data` may have any shape; unexpected parts are skipped."""
    for role, script in () if surely_all_render(data) else role_scripts(data).items():
        if error := _error(script.text, data, role):
            yield _problem(error, script.pointer_at(error.offset))
    yield from _check_auth(data)


def surely_all_render(data: Mapping[str, Any]) -> bool:
    """Return whether every name in the task roles' scripts can certainly be printed; False if that is unknown."""
    return plain_scripts(data) is not None


@cache_last_result
def plain_scripts(data: Mapping[str, Any]) -> Mapping[str, str] | None:
    """Return each task role's script, rendered but not trimmed, if every name in all of them can certainly be printed;
    None if that is unknown."""
    rendered = {}
    for role, script in role_scripts(data).items():
        text = plain_rendering(script.text, scope(data, role)) if OPEN in script.text else script.text
        if text is None or script.text in OBJECT_MEMBERS:
            return None
        rendered[role] = text
    return rendered


def _check_auth(data: Mapping[str, Any]) -> Iterator[Problem]:
    names = auth_scope(data, masked=False)
    for _, key, template, pointer in auth_entries(data):
        if not isinstance(template, str):
            yield from _check_other_key(key, template, pointer)
            continue
        try:
            render_template(template, names)
        except TemplateError as error:
            yield _problem(error, pointer)


def _check_other_key(key: str, value: object, pointer: Pointer) -> Iterator[Problem]:
    """Check a key that the schema does not know: the server crashes if its value is neither a string nor empty."""
    if key not in _SCHEMA_KEYS and (value or isinstance(value, dict | list)):
        detail = {"found": js_type(value), "expected": ("text",), "value": value}
        yield Problem(ProblemKind.WRONG_TYPE, Place(pointer), detail)


def _error(template: str, data: Mapping[str, Any], role: str) -> TemplateError | None:
    if OPEN not in template and template not in OBJECT_MEMBERS:
        return None
    try:
        render_template(template, scope(data, role))
    except TemplateError as error:
        return error
    return None


def _problem(error: TemplateError, pointer: Pointer) -> Problem:
    place = Place(pointer, excerpt=error.tag.split("\n", 1)[0] or None)
    return Problem(ProblemKind.TEMPLATE_SYNTAX, place, {"problem": error.problem, "tag": error.tag})
