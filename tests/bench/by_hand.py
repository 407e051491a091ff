"""Measure modules that are written by hand for speed, compared with libraries for the same purpose.

`python tests/bench/by_hand.py [COUNT]`

Each pair gets the same COUNT files (default: 1,000) from `generate.py`, alternately and in one process; the best of
five rounds counts. fastjsonschema, which is not a dependency, is included if installed. The output is microseconds of
processor time per file; nothing is asserted.
"""

import gc
import importlib.util
import json
import re
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from generate import Generator
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import YamlLexer

from paicatalog.protocol.component_type import ComponentType
from paicatalog.protocol.schema import validation_schema
from paicatalog.protocol.schema.acceptor import compile_schema
from paicatalog.protocol.yaml.fast_reader import read_simple_yaml
from paicatalog.protocol.yaml.nodes import compose_yaml
from paicatalog.rules.commands.compound_shell import surely_parses_compound
from paicatalog.rules.commands.plain_shell import surely_parses
from paicatalog.site.code.markdown import markdown
from paicatalog.site.code.yaml_html import yaml_html

ROUNDS = 5
BASH_SCRIPTS = 50


@dataclass(frozen=True, slots=True)
class Contender:
    """A function to measure, and its inputs."""

    name: str
    do: Callable[[Any], object]
    inputs: list[Any]


def contenders(texts: list[str]) -> Iterator[Contender]:
    documents = [yaml.load(text, yaml.CSafeLoader) for text in texts]
    schemas = {kind.value: json.loads(json.dumps(validation_schema(kind))) for kind in ComponentType}
    accepts = {name: compile_schema(schema) for name, schema in schemas.items()}
    validators = {name: Draft202012Validator(schema) for name, schema in schemas.items()}
    yield Contender("read YAML: plain reader", lambda text: read_simple_yaml(text.encode(), text), texts)
    yield Contender("read YAML: thorough reader, with positions", compose_yaml, texts)
    yield Contender("read YAML: PyYAML, CSafeLoader", lambda text: yaml.load(text, yaml.CSafeLoader), texts)
    yield Contender("schema: acceptor", lambda data: accepts[data["type"]](data), documents)
    if importlib.util.find_spec("fastjsonschema"):
        import fastjsonschema  # noqa: PLC0415

        compiled = {name: fastjsonschema.compile(schema) for name, schema in schemas.items()}
        yield Contender("schema: fastjsonschema", lambda data: compiled[data["type"]](data), documents)
    yield Contender("schema: jsonschema", lambda data: validators[data["type"]].is_valid(data), documents)
    yield Contender("color YAML: by lines", yaml_html, texts)
    lexer, formatter = YamlLexer(), HtmlFormatter()
    yield Contender("color YAML: Pygments", lambda text: highlight(text, lexer, formatter), texts)
    described = [data["description"] for data in documents]
    parser = MarkdownIt("commonmark", {"html": False})
    yield Contender("description: plain sentences", markdown, described)
    yield Contender("description: markdown-it-py", parser.render, described)
    scripts = list(map(script, filter(lambda data: data["type"] == "job", documents)))
    compound = [f"if true; then\n{one}\nfi" for one in scripts]
    yield Contender("shell syntax: plain", surely_parses, scripts)
    yield Contender("shell syntax: compound", surely_parses_compound.__wrapped__, compound)
    yield Contender("shell syntax: bash -n", asked_of_bash, compound[:BASH_SCRIPTS])


def script(job: Any) -> str:
    """Return the commands of a job's task role, with each template replaced by a word."""
    return re.sub("<%.*?%>", "value", "\n".join(job["taskRoles"]["worker"]["commands"]))


def asked_of_bash(script: str) -> None:
    subprocess.run(["bash", "-n"], input=script.encode(), capture_output=True, check=True)


def measured(contender: Contender) -> float:
    """Return the processor time per input, in microseconds."""
    gc.collect()
    start = spent()
    for each in contender.inputs:
        contender.do(each)
    return (spent() - start) / len(contender.inputs) * 1e6


def spent() -> float:
    """Return the processor time of this process and its ended child processes, in seconds."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    generator = Generator(count)
    listed = list(contenders([generator.text(n)[1] for n in range(count)]))
    rounds = [[measured(one) for one in listed] for _ in range(ROUNDS)]
    for one, times in zip(listed, zip(*rounds, strict=True), strict=True):
        sys.stdout.write(f"{one.name:48}{min(times):9.1f}\n")


if __name__ == "__main__":
    main()
