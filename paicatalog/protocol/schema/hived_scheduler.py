"""The schema of `hivedScheduler` in `extras`: for editors, which suggest from it. Validation accepts any value."""

from paicatalog.protocol.schema.fields import Schema, suggestions, text

_ROLE: Schema = {
    "title": "Task role",
    "description": "The hardware of the instances of one task role.",
    "properties": {
        "skuType": text("SKU type", "A type of hardware that the cluster has, by the cluster's name for it.", "K80"),
        "skuNum": {"title": "SKU number", "description": "How many of them an instance gets.", "examples": [1]},
        "affinityGroupName": text("Affinity group", "Roles of one group are placed close to each other.", "training"),
    },
}

HIVED_SCHEDULER: Schema = {
    "title": "HiveD scheduler",
    "description": "How the HiveD scheduler treats the job: its priority, and the hardware of each task role.",
    "properties": {
        "jobPriorityClass": suggestions(
            "Priority class",
            "The priority of the job.",
            {
                "prod": "Production: goes before `test` and `oppo`.",
                "crit": "Critical: the highest priority.",
                "test": "Test: the lowest priority with guaranteed hardware.",
                "oppo": "Opportunistic: runs on what is free, and is stopped when others need it.",
            },
        ),
        "taskRoles": {
            "title": "Task roles",
            "description": "Settings by the name of a task role.",
            "additionalProperties": _ROLE,
        },
    },
    "examples": [{"jobPriorityClass": "prod", "taskRoles": {"worker": {"skuType": "K80", "skuNum": 1}}}],
}
