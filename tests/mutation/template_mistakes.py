"""Mistakes in templates `<% %>`."""

from mistake import change, drop, kind, put

JOB, COMPACT, PROGRAM = "distributed.yaml", "compact.yaml", "program.yaml"

TEMPLATE_MISTAKES = (
    *kind(
        "a template names no parameter",
        "unresolved-reference",
        [
            change(JOB, "$parameters.learning_rate", "$parameters.lerning_rate", hint="`learning_rate`"),
            change(JOB, "$parameters.batch_size", "$parameters.batchsize", hint="`batch_size`"),
            change(JOB, "$parameters.note", "$parameters.Note", hint="`note`"),
            change(COMPACT, "$parameters.count", "$parameters.cuont", hint="`count`"),
            change(COMPACT, "$parameters.title", "$parameters.titel", hint="`title`"),
            change(PROGRAM, "$parameters.limit", "$parameters.limits", hint="`limit`"),
            change(JOB, "  batch_size: 128", "  batchsize: 128", at="--batch", hint="`batchsize`"),
            change(JOB, "  learning_rate: 0.05\n", "", at="--rate", hint="`"),
        ],
    ),
    *kind(
        "a template is misspelled at its beginning",
        "unresolved-reference",
        [
            change(JOB, "$parameters.note", "$parameter.note", hint="`$parameters`"),
            change(JOB, "$parameters.note", "$paramters.note", hint="`$parameters`"),
            change(JOB, "$parameters.note", "parameters.note", hint="`$parameters`"),
            change(JOB, "$script.uri", "$scripts.uri", hint="`$script`"),
            change(JOB, "$output.uri", "$outputs.uri", hint="`$output`"),
            change(JOB, "$data.uri[0]", "$date.uri[0]", hint="`$data`"),
            change(JOB, "$data.uri[0]", "data.uri[0]", hint="`$data`"),
            change(JOB, "$secrets.api_token", "$secret.api_token", hint="`$secrets`"),
        ],
    ),
    *kind(
        "a parameter has no value",
        "unresolved-reference",
        [
            change(JOB, "learning_rate: 0.05", "learning_rate:", at="--rate", hint="`"),
            change(PROGRAM, '"limit": 100', '"limit": null', at="$parameters.limit", hint="`"),
            change(JOB, "$parameters.layers", "$parameters.layers[2]", hint="`"),
            change(JOB, "$parameters.layers", "$parameters.layers.first", hint="`"),
        ],
    ),
    *kind(
        "a template names no secret",
        "unresolved-reference",
        [
            change(JOB, "$secrets.api_token", "$secrets.api_tokn", hint="`api_token`"),
            change(JOB, "$secrets.registry_password", "$secrets.registry_pasword", hint="`registry_password`"),
            change(JOB, '  registry_password: "******"\n', "", at="$secrets.registry_password", hint="`"),
        ],
    ),
    *kind(
        "a template asks for what its task role does not name",
        "unresolved-reference",
        [
            change(JOB, "python serve.py --port", "python serve.py <% $data.uri[0] %> --port", hint="`data: digits`"),
            change(JOB, "python serve.py --port", "python serve.py <% $script.uri %> --port", hint="`script: recipes`"),
            change(JOB, "python serve.py --port", "python serve.py <% $output.uri %> --port", hint="`output: weights`"),
            drop(JOB, "data: digits", behind="  worker:", at="$data.uri", hint="`data: digits`"),
            drop(JOB, "script: recipes", behind="  worker:", at="$script.uri", hint="`script: recipes`"),
            drop(JOB, "output: weights", behind="  worker:", at="$output.uri", hint="`output: weights`"),
            change(COMPACT, ", output: total", "", at="$output.uri", hint="`output: total`"),
        ],
    ),
    *kind(
        "a template asks for a part that is not there",
        "unresolved-reference",
        [
            change(JOB, "$data.uri[0]", "$data.uri[2]", hint="`uri[1]`"),
            change(JOB, "$script.uri", "$script.uri[0]", hint="`<% $script.uri %>`"),
            change(JOB, "$script.uri", "$script.url", hint="`uri`"),
            change(JOB, "$output.uri", "$output.path", hint="`uri`"),
            change(JOB, "$data.uri[0]", "$data.urI[0]", hint="`uri`"),
        ],
    ),
    *kind(
        "a template is not closed",
        "template-syntax",
        [
            change(JOB, "<% $parameters.note %>", "<% $parameters.note", hint="`<% $parameters."),
            change(COMPACT, "<% $output.uri %>", "<% $output.uri", hint="`"),
            change(PROGRAM, "<% $parameters.limit %>", "<% $parameters.limit", hint="`"),
            change(JOB, '"<% $secrets.registry_password %>"', '"<% $secrets.registry_password"', hint="`"),
        ],
    ),
    *kind(
        "a template goes on up to the end of the next",
        "unresolved-reference",
        [
            change(JOB, "<% $output.uri %>", "<% $output.uri", hint="`<% $output.uri %>`"),
            change(JOB, "<% $script.uri %>", "<% $script.uri >", hint="`<% $script.uri %>`"),
            change(
                JOB, "<% $parameters.batch_size %>", "<% $parameters.batch_size", hint="`<% $parameters.batch_size %>`"
            ),
            change(JOB, "<% $data.uri[0] %>", "<% $data.uri[0] }", hint="`<% $data.uri[0] %>`"),
        ],
    ),
    *kind(
        "a template has a section",
        "template-syntax",
        [
            change(JOB, "<% $parameters.note %>", "<%# $parameters.note %>", hint="`<% $parameters."),
            change(JOB, "<% $parameters.note %>", "<%/ $parameters.note %>", hint="`<% $parameters."),
            change(JOB, "<% $parameters.note %>", "<%^ $parameters.note %>", hint="`<% $parameters."),
            change(JOB, "<% $parameters.note %>", "<%= $parameters.note %>", hint="`<% $parameters."),
        ],
    ),
    *kind(
        "a template stands where none is rendered",
        "reference-out-of-scope",
        [
            change(
                JOB, "uri: hdfs://storage.example.com/weights", "uri: hdfs://storage.example.com/<% $parameters.note %>"
            ),
            change(
                JOB,
                "      - https://data.example.com/digits/test.tar.gz",
                "      - https://data.example.com/<% $parameters.note %>",
            ),
            change(JOB, 'note: "first: try"', 'note: "<% $parameters.batch_size %>"'),
            change(JOB, "username: reader", 'username: "<% $parameters.note %>"', hint="`secrets`"),
        ],
    ),
    *kind(
        "a parameter is not used",
        "unused-parameter",
        [
            put(JOB, "batch_size", "momentum: 0.9", hint="`<% $parameters.momentum %>`"),
            change(JOB, '      - echo "<% $parameters.note %>"\n', "", at="  note:", hint="`<% $parameters.note %>`"),
            change(COMPACT, "count: 10,", "count: 10, seed: 1,", hint="`<% $parameters.seed %>`"),
            change(PROGRAM, '"limit": 100', '"limit": 100,\n    "seed": 1', at=1, hint="`<% $parameters.seed %>`"),
        ],
    ),
    *kind(
        "a secret is not used",
        "unused-secret",
        [
            put(JOB, "api_token", 'other: "******"', hint="`<% $secrets.other %>`"),
            change(
                JOB,
                "      - export API_TOKEN=<% $secrets.api_token %>\n",
                "",
                at="  api_token:",
                hint="`<% $secrets.api_token %>`",
            ),
        ],
        severity="note",
    ),
    *kind(
        "a prerequisite is not used",
        "unused-prerequisite",
        [
            change(JOB, "  - name: recipes", "  - {name: spare, type: data}\n  - name: recipes", hint="`data: spare`"),
            change(
                COMPACT,
                "  {name: sums,",
                "  {name: spare, type: dockerimage, uri: 'a:1'},\n  {name: sums,",
                hint="`dockerImage: spare`",
            ),
        ],
        severity="note",
    ),
)
