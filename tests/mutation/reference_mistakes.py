"""Mistakes in references to other parts of the file."""

from mistake import change, drop, kind, put

JOB, COMPACT, PROGRAM = "distributed.yaml", "compact.yaml", "program.yaml"

REFERENCE_MISTAKES = (
    *kind(
        "a task role names no prerequisite",
        "unresolved-prerequisite",
        [
            change(JOB, "dockerImage: trainer", "dockerImage: trainr", behind="  server:", hint="`trainer`"),
            change(JOB, "dockerImage: trainer", "dockerImage: Trainer", behind="  worker:", hint="`trainer`"),
            change(JOB, "    data: digits", "    data: digit", hint="`digits`"),
            change(JOB, "    script: recipes", "    script: recipe", hint="`recipes`"),
            change(JOB, "    output: weights", "    output: weight", hint="`weights`"),
            change(JOB, "    prerequisites:\n      - prepare", "    prerequisites:\n      - prepair", hint="`prepare`"),
            change(COMPACT, '"dockerImage": python', '"dockerImage": phyton', hint="`python`"),
            change(COMPACT, "data: numbers", "data: number", hint="`numbers`"),
            change(PROGRAM, '"data": "words"', '"data": "word"', hint="`words`"),
            change(PROGRAM, '"dockerImage": "toolbox"', '"dockerImage": "toolbox:7"', hint="`toolbox`"),
        ],
    ),
    *kind(
        "a task role names a prerequisite of another type",
        "unresolved-prerequisite",
        [
            change(JOB, "    data: digits", "    data: weights", hint="`output`"),
            change(JOB, "    script: recipes", "    script: digits", hint="`data`"),
            change(JOB, "    output: weights", "    output: trainer", hint="`dockerimage`"),
            change(JOB, "dockerImage: trainer", "dockerImage: recipes", behind="  server:", hint="`script`"),
        ],
    ),
    *kind(
        "a prerequisite is listed under another name than it is used by",
        "unresolved-prerequisite",
        [
            change(PROGRAM, '"name": "words"', '"name": "word"', at='"data": "words"', hint="`word`"),
            change(COMPACT, '"name": "python"', '"name": "python3"', at='"dockerImage": python', hint="`python3`"),
            change(JOB, "  - name: weights", "  - name: weigths", at="    output: weights", hint="`weigths`"),
        ],
    ),
    *kind(
        "two prerequisites have one name",
        "duplicate-prerequisite",
        [
            change(JOB, "  - name: recipes", "  - {name: digits, type: data}\n  - name: recipes"),
            change(JOB, "  - name: recipes", "  - {name: trainer, type: dockerimage, uri: other:1}\n  - name: recipes"),
            change(JOB, "  - name: weights", "  - {name: recipes, type: script}\n  - name: weights"),
            change(COMPACT, "  {name: sums,", "  {name: numbers, type: data},\n  {name: sums,"),
            change(
                PROGRAM,
                '"type": "data",\n',
                '"type": "dockerimage", "uri": "other:1", "name": "toolbox"\n    },\n    {\n      "type": "data",\n',
            ),
        ],
    ),
    *kind(
        "two deployments have one name",
        "duplicate-deployment",
        [change(JOB, "  - name: cluster_b", "  - name: cluster_a")],
    ),
    *kind(
        "the default deployment does not exist",
        "unresolved-deployment",
        [
            change(JOB, "  deployment: cluster_a", "  deployment: cluster_c", hint="`cluster_"),
            change(JOB, "  deployment: cluster_a", "  deployment: clustera", hint="`cluster_a`"),
            change(JOB, "  deployment: cluster_a", '  deployment: ""', hint="`cluster_a`"),
            drop(JOB, "deployments:", at="  deployment: cluster_a", hint="`"),
        ],
    ),
    *kind(
        "a deployment is for a task role that does not exist",
        "deployment-unknown-role",
        [
            change(JOB, "      worker:\n        preCommands", "      workers:\n        preCommands", hint="`worker`"),
            change(JOB, "      server:\n        preCommands", "      sever:\n        preCommands", hint="`server`"),
            change(JOB, "      server:\n        preCommands", "      chief:\n        preCommands", hint="`worker`"),
        ],
    ),
    *kind(
        "a prerequisite requires what is not there",
        "unresolved-requirement",
        [
            change(JOB, "    require:\n      - prepare", "    require:\n      - preparation", hint="`prepare`"),
            change(JOB, "    require:\n      - prepare", "    require:\n      - prepare\n      - cleanup", hint="`"),
        ],
    ),
    *kind(
        "prerequisites require each other",
        "circular-requirement",
        [
            change(JOB, "    require:\n      - prepare", "    require:\n      - recipes", hint="`recipes`"),
            put(JOB, "failurePolicy: fail", "require: [recipes]", hint="`recipes`"),
        ],
    ),
)
