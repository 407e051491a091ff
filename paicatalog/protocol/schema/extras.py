"""The schema of `extras`: what a catalog, the OpenPAI runtime and the HiveD scheduler read there.

It is for editors and the reference. Validation accepts any mapping in a job (`fields.OPEN_EXTRAS`), and any value in a
shared component (`fields.DROPPED_EXTRAS`).
"""

from paicatalog.protocol.schema.fields import OPEN_EXTRAS, Schema, text, texts
from paicatalog.protocol.schema.hived_scheduler import HIVED_SCHEDULER
from paicatalog.protocol.schema.runtime_plugins import RUNTIME_PLUGINS

_DEPRECATED: Schema = {
    "title": "Deprecation",
    "description": "Says that others should use something else.",
    "type": "object",
    "properties": {
        "reason": text("Reason", "Why.", "Its data has errors in the labels."),
        "successor": text("Successor", "The name of the component of the same type to use instead.", "mnist-2"),
    },
    "examples": [{"reason": "Its data has errors in the labels.", "successor": "mnist-2"}],
}

_NUMBER_OR_TEXT = ["number", "string"]

_RESULT: Schema = {
    "title": "Result",
    "description": "A figure that a successful reproduction shows.",
    "type": "object",
    "required": ["metric", "value"],
    "properties": {
        "metric": text("Metric", "What is measured.", "test accuracy"),
        "value": {
            "title": "Value",
            "description": "What to expect.",
            "type": _NUMBER_OR_TEXT,
            "examples": [0.993],
        },
        "tolerance": {
            "title": "Tolerance",
            "description": "How far off is still fine.",
            "type": _NUMBER_OR_TEXT,
            "examples": [0.002],
        },
        "source": text("Source", "Where the figure comes from.", "https://example.com/paper.pdf"),
    },
}

CATALOG_FACTS: Schema = {
    "title": "Catalog facts",
    "description": "What the catalog shows beside what the protocol has keys for.",
    "type": "object",
    "properties": {
        "tags": texts("Tags", "Words to find it by.", ["vision", "classification"]),
        "summary": text("Summary", "One line for lists.", "Handwritten digits."),
        "license": text("License", "An SPDX identifier.", "MIT", "CC-BY-4.0"),
        "homepage": text("Homepage", "A web address.", "https://example.com/mnist"),
        "citation": text("Citation", "How to cite it.", "LeCun et al., 1998"),
        "deprecated": _DEPRECATED,
        "results": {
            "title": "Expected results",
            "description": "What a successful reproduction shows.",
            "type": "array",
            "items": _RESULT,
            "examples": [[{"metric": "test accuracy", "value": 0.993, "tolerance": 0.002}]],
        },
    },
    "examples": [{"tags": ["vision"], "license": "MIT"}],
}

COMPONENT_EXTRAS: Schema = {**OPEN_EXTRAS, "properties": {"paicatalog": CATALOG_FACTS}}

JOB_EXTRAS: Schema = {
    **OPEN_EXTRAS,
    "properties": {
        "paicatalog": CATALOG_FACTS,
        "com.microsoft.pai.runtimeplugin": RUNTIME_PLUGINS,
        "hivedScheduler": HIVED_SCHEDULER,
        "gangAllocation": {
            "title": "Gang allocation",
            "description": "Whether all instances start together: true or false.",
            "default": True,
            "examples": [False],
        },
        "submitFrom": {
            "title": "Submitted from",
            "description": "The client that wrote the file.",
            "examples": ["submit-job-v2"],
        },
        "jobStatusChangeNotification": {
            "title": "Notifications",
            "description": "Which changes of the job's state to be told of.",
            "examples": [{"succeeded": True, "failed": True}],
        },
    },
}
