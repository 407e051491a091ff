"""Mistakes in YAML syntax and text encoding."""

from mistake import BASES, change, kind, raw, repeat

DISTRIBUTED, COMPACT, PROGRAM = "distributed.yaml", "compact.yaml", "program.yaml"
DATA = BASES["data.yaml"]

READING_MISTAKES = (
    *kind(
        "a line is indented wrongly",
        "yaml-syntax",
        [
            change(DISTRIBUTED, "\ntype: job", "\n type: job"),
            change(DISTRIBUTED, "\n    instances: 2", "\n      instances: 2", at=1),
            change(DISTRIBUTED, "\n    taskRetryCount: 0", "\n   taskRetryCount: 0"),
            change(DISTRIBUTED, "\n      gpu: 2", "\n       gpu: 2"),
            change(DISTRIBUTED, "\n      gpu: 2", "\n     gpu: 2"),
            change(DISTRIBUTED, "\n      parameters:\n        port", "\n       parameters:\n        port"),
            change(DISTRIBUTED, "\n      - tar xzf", "\n     - tar xzf"),
            change("data.yaml", "\nversion:", "\n  version:"),
            change("data.yaml", "\n    homepage:", "\n      homepage:"),
            change("script.yaml", "\nuri:", "\n uri:"),
        ],
    ),
    *kind(
        "a quote is not closed",
        "yaml-syntax",
        [
            change(DISTRIBUTED, 'version: "2.1.0"', 'version: "2.1.0'),
            change(DISTRIBUTED, 'version: "2.1.0"', "version: '2.1.0"),
            change(DISTRIBUTED, '"<% $secrets.registry_password %>"', '"<% $secrets.registry_password %>'),
            change(DISTRIBUTED, 'note: "first: try"', 'note: "first: try'),
            change(COMPACT, '"instances": 1', '"instances: 1'),
            change(COMPACT, "version\": '0.3'", "version\": '0.3"),
            change(PROGRAM, '"name": "toolbox"', '"name": "toolbox'),
            change("data.yaml", 'version: "2024.05"', 'version: "2024.05'),
            change("output.yaml", "it''s", "it's"),
            change("output.yaml", "job makes'", "job makes"),
        ],
    ),
    *kind(
        "a bracket is not closed",
        "yaml-syntax",
        [
            change(DISTRIBUTED, "layers: [64, 32]", "layers: [64, 32"),
            change(DISTRIBUTED, "tags: [vision, distributed]", "tags: [vision, distributed"),
            change(COMPACT, "uri: /results/total}", "uri: /results/total"),
            change(COMPACT, '"gpu": 0}', '"gpu": 0'),
            change(COMPACT, 'numbers.csv"]}', 'numbers.csv"}'),
            change(PROGRAM, "  }\n}\n", "  }\n", at="{"),
            change(PROGRAM, '    }\n  ],\n  "parameters"', '    }\n  ,\n  "parameters"', at='"prerequisites"'),
        ],
    ),
    *kind(
        "a bracket is closed that was never opened",
        "yaml-syntax",
        [
            change(DISTRIBUTED, "layers: [64, 32]", "layers: ]64, 32"),
            change(PROGRAM, "  }\n}\n", "  }\n}\n}\n"),
            change("data.yaml", "name: pictures", "name: }pictures"),
        ],
    ),
    *kind(
        "a tab indents",
        "yaml-syntax",
        [
            change(DISTRIBUTED, "    dockerImage: trainer\n    data", "\tdockerImage: trainer\n    data"),
            change("data.yaml", "    license:", "\tlicense:"),
            change("dockerimage.yaml", "  password:", "\tpassword:"),
        ],
    ),
    *kind(
        "a key is given twice",
        "duplicate-key",
        [
            repeat(DISTRIBUTED, "name: digits-distributed"),
            repeat(DISTRIBUTED, "description: Trained weights"),
            repeat(DISTRIBUTED, "username: reader"),
            repeat(DISTRIBUTED, "learning_rate"),
            repeat(DISTRIBUTED, "registry_password"),
            repeat(DISTRIBUTED, "server:"),
            repeat(DISTRIBUTED, "minFailedInstances: 2"),
            repeat(DISTRIBUTED, "dockerImage", behind="worker:"),
            repeat(DISTRIBUTED, "resourcePerInstance", behind="worker:"),
            repeat(DISTRIBUTED, "memoryMB: 16384"),
            repeat(DISTRIBUTED, "metrics: 1"),
            repeat(DISTRIBUTED, "shmMB"),
            repeat(DISTRIBUTED, "preCommands", behind="cluster_a"),
            repeat(DISTRIBUTED, "deployment: cluster_a"),
            repeat(DISTRIBUTED, "extras"),
            repeat(DISTRIBUTED, "jobssh"),
            repeat(DISTRIBUTED, "skuType"),
            repeat(DISTRIBUTED, "homepage"),
            change(COMPACT, '"instances": 1, ', '"instances": 1, instances: 1, '),
            change(COMPACT, "'type': \"job\"", "'type': \"job\"\ntype: job"),
            change(PROGRAM, '"cpu": 1,', '"cpu": 1,\n        "cpu": 1,'),
            repeat("data.yaml", "type: data"),
            repeat("script.yaml", "description"),
        ],
    ),
    *kind(
        "there is a second document",
        "several-documents",
        [
            change(DISTRIBUTED, "\ndeployments:", "\n---\ndeployments:"),
            change(
                "data.yaml",
                "homepage: https://example.com/pictures\n",
                "homepage: https://example.com/pictures\n---\nname: other\n",
            ),
            change(COMPACT, "...\n", "...\n---\nname: other\n"),
        ],
    ),
    *kind(
        "the file is no UTF-8",
        "bad-encoding",
        [
            raw("data.yaml", "UTF-16 with a mark", b"\xff\xfe" + DATA.encode("utf-16-le"), line=1),
            raw("data.yaml", "UTF-16, big endian", b"\xfe\xff" + DATA.encode("utf-16-be"), line=1),
            raw("data.yaml", "UTF-16 without a mark", DATA.encode("utf-16-le"), line=1, hint="UTF-16"),
            raw("data.yaml", "UTF-16, big endian, without a mark", DATA.encode("utf-16-be"), line=1, hint="UTF-16"),
            raw("data.yaml", "UTF-32", DATA.encode("utf-32"), line=1),
            raw("data.yaml", "a NUL", DATA.replace("Pictures of", "Pictures\0of").encode(), line=7),
            raw("data.yaml", "Latin-1", DATA.replace("Ada", "Ad\xe8le").encode("latin-1"), line=6),
            raw(
                "script.yaml",
                "half a character",
                BASES["script.yaml"].encode().replace(b"smaller", b"smaller \xc3"),
                line=8,
            ),
        ],
    ),
    *kind(
        "a control character is in the text",
        "yaml-syntax",
        [
            change(DISTRIBUTED, "Ada Example\ndescription: |", "Ada\x07Example\ndescription: |"),
            change("data.yaml", "Pictures of", "Pictures\x1b[31m of"),
        ],
    ),
    *kind(
        "text needs quotes",
        "yaml-syntax",
        [
            change(DISTRIBUTED, 'note: "first: try"', "note: first: try"),
            change(DISTRIBUTED, "description: Trained weights", "description: *weights*"),
            change(DISTRIBUTED, "description: Trained weights", "description: @weights"),
            change(DISTRIBUTED, "description: Trained weights", "description: `weights`"),
            change(DISTRIBUTED, "description: Trained weights", "description: %weights"),
            change(DISTRIBUTED, "description: Trained weights", "description: !weights"),
            change(DISTRIBUTED, "description: Trained weights", 'description: "Trained" weights'),
            change("data.yaml", "description: Pictures of", "description: Pictures: of"),
            change("data.yaml", "description: Pictures of bicycles", "description: [Pictures] of bicycles"),
            change("data.yaml", "description: Pictures of", "description: - Pictures of"),
        ],
    ),
    *kind(
        "the space behind a colon is missing",
        "yaml-syntax",
        [
            change(DISTRIBUTED, "\ntype: job", "\ntype:job"),
            change(DISTRIBUTED, "      gpu: 2", "      gpu:2"),
            change("data.yaml", "type: data", "type:data"),
        ],
    ),
    *kind(
        "the file is no mapping",
        "not-a-mapping",
        [
            raw("data.yaml", "empty", b"", line=1),
            raw("data.yaml", "comments only", b"# nothing\n# here\n", line=1),
            raw("data.yaml", "a list", b"- protocolVersion: 2\n- name: x\n", line=1),
            raw("data.yaml", "a text", b"Hello, world!\n", line=1),
            raw("data.yaml", "a number", b"2\n", line=1),
        ],
    ),
    *kind(
        "it is written in an old dialect",
        "old-dialect",
        [
            change("data.yaml", "protocolVersion: 2", "protocol_version: v2", hint="paicatalog upgrade"),
            change(DISTRIBUTED, "minFailedInstances: 1", "minFailedTaskCount: 1", hint="paicatalog upgrade"),
            raw(
                "data.yaml",
                "version 1",
                b'{"jobName": "x", "image": "y", "taskRoles": [{"name": "main", "command": "true"}]}\n',
                line=1,
                hint="paicatalog upgrade",
            ),
        ],
    ),
    *kind(
        "readers of YAML take a value differently",
        "value-read-differently",
        [
            change(DISTRIBUTED, "batch_size: 128", "batch_size: 1e3"),
            change(DISTRIBUTED, "batch_size: 128", "batch_size: yes"),
            change(DISTRIBUTED, "batch_size: 128", "batch_size: off"),
            change(DISTRIBUTED, "batch_size: 128", "batch_size: 2024-01-02"),
            change(COMPACT, "count: 10,", "count: on,"),
        ],
    ),
)
