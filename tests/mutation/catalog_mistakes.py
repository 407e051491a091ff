"""Mistakes that involve several files."""

from mistake import BASES, beside, change, kind

JOB, COMPACT, DATA, IMAGE = "distributed.yaml", "compact.yaml", "data.yaml", "dockerimage.yaml"
DIGITS = """\
protocolVersion: 2
name: digits
type: data
version: "1.0"
contributor: Ada Example
description: Written digits
uri:
  - https://data.example.com/digits/train.tar.gz
  - https://data.example.com/digits/test.tar.gz
"""
PYTHON = """\
protocolVersion: 2
name: python
type: dockerimage
version: "3"
uri: python:3.12-slim
"""
OLD_DIGITS = DIGITS + "extras: {paicatalog: {deprecated: {reason: Broken labels, successor: digits-2}}}\n"
NEW_DIGITS = DIGITS.replace("name: digits", "name: digits-2").replace("digits/", "digits-2/")
NOTHING = ("# A set of pictures.", "# A set of  pictures.")
UNCHANGED = ("# Two task roles that train together.", "# Two task roles that train  together.")

CATALOG_MISTAKES = (
    *kind(
        "a component is there twice",
        "duplicate-component",
        [
            beside(change(DATA, *NOTHING, at="name:"), another_yaml=BASES[DATA]),
            beside(
                change(IMAGE, "description: Tools for pictures", "description: The same", at="name:"),
                another_yaml=BASES[IMAGE],
            ),
            beside(
                change(JOB, "name: digits-distributed", "name: compact"),
                compact_yaml=BASES[COMPACT].replace("'0.3'", "'2.1.0'"),
            ),
        ],
    ),
    *kind(
        "a job has another address for a shared component",
        "drift",
        [
            beside(change(JOB, "digits/train.tar.gz", "digits/training.tar.gz", hint="`"), digits_yaml=DIGITS),
            beside(
                change(JOB, "      - https://data.example.com/digits/test.tar.gz\n", "", at=-1, hint="`"),
                digits_yaml=DIGITS,
            ),
            beside(
                change(COMPACT, "python:3.12-slim", "python:3.11-slim", hint="`"),
                python_yaml=PYTHON,
            ),
        ],
    ),
    *kind(
        "a job uses what is deprecated",
        "deprecated-use",
        [
            beside(
                change(JOB, *UNCHANGED, at="  - name: digits", hint="`digits-2`"),
                digits_yaml=OLD_DIGITS,
                digits2_yaml=NEW_DIGITS,
            ),
        ],
    ),
    *kind(
        "a successor does not exist",
        "dangling-successor",
        [
            change(
                DATA,
                "    license: CC-BY-4.0",
                "    license: CC-BY-4.0\n    deprecated: {reason: Old, successor: pictures-2}",
                hint="`",
            ),
            beside(
                change(
                    DATA, "    license: CC-BY-4.0", "    deprecated:\n      successor: digit", at=1, hint="`digits`"
                ),
                digits_yaml=DIGITS,
            ),
            change(DATA, "    license: CC-BY-4.0", "    deprecated: {successor: pictures}", hint="`"),
        ],
    ),
)
