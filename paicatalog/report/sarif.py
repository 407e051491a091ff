"""Report as SARIF 2.1.0, the static analysis format that code scanning services and editors read.

Source: OASIS SARIF 2.1.0, and the subset that GitHub code scanning documents as supported.

Fingerprints identify the same finding in later runs. Ours, `paicatalogFinding/v1`, is a digest of file, rule and place
in the document, with a counter for equal ones: it does not change when lines move or the value changes.
GitHub matches alerts by another fingerprint, `primaryLocationLineHash`, which its upload action computes from the file.
We do not write it: the action warns about every result with a different value, and a hash of a line that contains a
secret would reveal the secret.
"""

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any, TextIO
from urllib.parse import quote

from paicatalog import __version__
from paicatalog.protocol.finding import Finding, Severity
from paicatalog.protocol.place import Span, json_pointer
from paicatalog.publishing.reported_file import ReportedFile
from paicatalog.report.count import counted
from paicatalog.report.workflow_commands import without_commands
from paicatalog.rules import RULES
from paicatalog.rules.rule import Rule

MAXIMUM_RESULTS = 25_000
"""GitHub rejects a file with more; of these it shows the 5,000 most severe."""
_LONGEST_TEXT = 1024
"""Characters. GitHub's limit for descriptions of rules; used for messages too, which have no documented limit."""
_MAXIMUM_RELATED = 10

_ROOT = "%SRCROOT%"
_INDEX = {rule.id: index for index, rule in enumerate(RULES)}
_RANK = {severity: rank for rank, severity in enumerate(Severity)}


def write(checked: Sequence[ReportedFile], stream: TextIO, *, color: bool = False, strict: bool = False) -> None:  # noqa: ARG001
    """Write one SARIF log with one run: every rule, and a result for each finding.

    Beyond `MAXIMUM_RESULTS` the least severe findings are left out, and a notification of the run has their number.
    URIs of files are relative to `%SRCROOT%`, the root of the repository.
    """
    findings = [finding for file in checked for finding in file.findings]
    stream.write(without_commands(json.dumps(_log(findings), separators=(",", ":")), number_sign=r"\u0023"))
    stream.write("\n")


def _log(findings: Sequence[Finding]) -> dict[str, Any]:
    reported = findings
    if len(findings) > MAXIMUM_RESULTS:
        reported = sorted(findings, key=lambda finding: _RANK[finding.severity])[:MAXIMUM_RESULTS]
    run = {
        "tool": {"driver": _driver()},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "invocations": [_invocation(len(findings) - len(reported))],
        "results": list(_results(reported)),
    }
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


def _driver() -> dict[str, Any]:
    driver = {"name": "paicatalog", "version": __version__, "rules": [_rule(rule) for rule in RULES]}
    home = _home()
    return {**driver, "informationUri": home} if home else driver


def _home() -> str:
    """Return the home page in the metadata of the package, "" if there is none."""
    try:
        stated = metadata("paicatalog").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    addresses = dict(str(entry).split(", ", 1) for entry in stated)
    return addresses.get("Homepage", "")


def _rule(rule: Rule) -> dict[str, Any]:
    why = rule.page.partition("\n## Why\n\n")[2].partition("\n\n## ")[0]
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": _cut(rule.summary)},
        "fullDescription": {"text": _cut(f"{rule.summary} {' '.join(why.split())}".strip())},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"tags": [rule.group.value]},
    }


def _invocation(left_out: int) -> dict[str, Any]:
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if left_out:
        text = f"{counted(left_out, 'finding')} left out: GitHub takes {MAXIMUM_RESULTS:,}. Mend the heaviest first."
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    return invocation


def _results(findings: Iterable[Finding]) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for finding in findings:
        identity = _identity(finding)
        seen[identity] += 1
        yield _result(finding, f"{identity}:{seen[identity]}")


def _result(finding: Finding, fingerprint: str) -> dict[str, Any]:
    result = {
        "ruleId": finding.rule,
        "ruleIndex": _INDEX[finding.rule],
        "level": finding.severity.value,
        "message": {"text": _message(finding)},
        "locations": [_location(finding.path, finding.span)],
        "partialFingerprints": {"paicatalogFinding/v1": fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(related.path, related.span), "message": {"text": _cut(related.label)}}
            for number, related in enumerate(finding.related[:_MAXIMUM_RELATED], 1)
        ]
    return result


def _message(finding: Finding) -> str:
    """Return message and hint, with a link to each related location in SARIF's syntax: `[text](id)`."""
    words = _unlinked(_cut(f"{finding.message} {finding.hint}".rstrip()))
    related = enumerate(finding.related[:_MAXIMUM_RELATED], 1)
    return " ".join([words, *(f"See: [{_link_text(item.label)}]({number})." for number, item in related)])


def _unlinked(text: str) -> str:
    """Separate the brackets of links: a value from a file must not become a link."""
    return text.replace("](", "] (")


def _link_text(label: str) -> str:
    return re.sub(r"[\\\[\]]", lambda char: f"\\{char[0]}", _cut(label))


def _location(path: str, span: Span) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(os.fsencode(path), safe="/"), "uriBaseId": _ROOT},
            "region": {
                "startLine": span.line,
                "startColumn": span.column,
                "endLine": span.end_line,
                "endColumn": span.end_column,
            },
        }
    }


def _identity(finding: Finding) -> str:
    parts = (finding.rule, json_pointer(finding.pointer), finding.path)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
