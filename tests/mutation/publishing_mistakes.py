"""Mistakes in publishing and reproducibility."""

from mistake import Mistake, change, drop, kind

JOB, COMPACT, PROGRAM = "distributed.yaml", "compact.yaml", "program.yaml"
DATA, SCRIPT, IMAGE, OUTPUT = "data.yaml", "script.yaml", "dockerimage.yaml", "output.yaml"
# Concatenated, so that secret scanners do not report this file.
LETTERS = "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d"
TOKENS = {
    "GitHub": "gh" + "p_" + LETTERS[:36],
    "GitLab": "glp" + "at-" + LETTERS[:20],
    "AWS": "AK" + "IA" + "QJ4R7T2WXY5Z8N3M",
    "Google": "AI" + "za" + LETTERS[:35],
    "Hugging Face": "h" + "f_" + LETTERS[:34],
    "Slack": "xo" + "xb-" + "123456789012-abcdefghijkl",
    "OpenAI": "s" + "k-" + "proj-" + LETTERS,
    "npm": "np" + "m_" + LETTERS[:36],
    "Docker Hub": "dckr" + "_pat_" + LETTERS[:27],
    "JSON web token": "ey" + "JhbGciOiJIUzI1NiJ9." + "ey" + "JzdWIiOiIxMjM0NTY3OCJ9." + LETTERS,
    "private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "address": "https://ada:" + "tr0ub4dor" + "@data.example.com/x",
    "Azure": "https://x.blob.core.example.com/y?sv=1&si" + "g=" + LETTERS + "%3D",
}


def _with_token(name: str) -> list[Mistake]:
    token = TOKENS[name]
    return [
        change(JOB, "description: Trained weights", f"description: {token}", hint="`<% $secrets."),
        change(JOB, "          - df -h", f"          - export X={token}", hint="`<% $secrets."),
        change(JOB, '  note: "first: try"', f'  note: "{token}"', hint="`<% $secrets."),
        change(COMPACT, "# small", f"# {token}", hint="`<% $secrets."),
        change(DATA, "description: Pictures of bicycles", f"description: see {token}", hint="`"),
        change(OUTPUT, "contributor: Ada Example", f"contributor: {token}", hint="`"),
    ]


PUBLISHING_MISTAKES = (
    *kind(
        "a secret is written out",
        "literal-secret",
        [
            change(JOB, '  registry_password: "******"', "  registry_password: tr0ub4dor&3", hint='`"******"`'),
            change(JOB, "  api_token: <your token>", "  api_token: 123456789", hint='`"******"`'),
            change(JOB, "  api_token: <your token>", "  api_token: [tr0ub4dor]", hint='`"******"`'),
            change(JOB, "  api_token: <your token>", "  api_token: " + TOKENS["GitHub"], hint='`"******"`'),
            change(IMAGE, 'password: "******"', "password: tr0ub4dor&3", hint='`"******"`'),
            change(IMAGE, 'password: "******"', "password: reader", hint='`"******"`'),
            change(
                PROGRAM, '"uri": "toolbox:7"', '"uri": "toolbox:7", "auth": {"username": "a", "password": "tr0ub4dor"}'
            ),
        ],
    ),
    *[
        mistake
        for name in TOKENS
        for mistake in kind(f"a token is written out: {name}", "recognizable-token", _with_token(name))
    ],
    *kind(
        "an address runs code",
        "unsafe-uri",
        [
            change(JOB, "uri: hdfs://storage.example.com/weights", "uri: javascript:x", hint="`https://"),
            change(JOB, "      - https://data.example.com/digits/test.tar.gz", "      - JavaScript:alert(1)"),
            change(DATA, "  - https://data.example.com/pictures/2024.05.tar", "  - data:text/html,hello"),
            change(SCRIPT, "uri: https://code.example.com/resize/v1.2.0.tar.gz", 'uri: "java\\nscript:alert(1)"'),
            change(DATA, "homepage: https://example.com/pictures", "homepage: vbscript:x"),
            change(JOB, "homepage: https://example.com/digits", "homepage: javascript:x"),
        ],
    ),
    *kind(
        "an image has no tag",
        "image-without-tag",
        [
            change(JOB, "trainer:1.4-cuda12", "trainer", hint="`registry.example.com/trainer:TAG`"),
            change(COMPACT, "python:3.12-slim", "python", hint="`python:TAG`"),
            change(PROGRAM, "toolbox:7", "toolbox", hint="`toolbox:TAG`"),
            change(IMAGE, "imaging:5.2", "imaging"),
            change(IMAGE, "registry.example.com/imaging:5.2", "localhost:5000/imaging"),
        ],
    ),
    *kind(
        "an image has the tag latest",
        "image-latest",
        [
            change(JOB, "trainer:1.4-cuda12", "trainer:latest"),
            change(COMPACT, "python:3.12-slim", "python:latest"),
            change(PROGRAM, "toolbox:7", "toolbox:latest"),
            change(IMAGE, "imaging:5.2", "imaging:latest"),
        ],
    ),
    *kind(
        "a script follows a branch",
        "script-not-pinned",
        [
            change(
                COMPACT,
                'version: "1", uri: "https://code.example.com/sums.py"',
                'uri: "https://github.com/example/sums"',
            ),
            change(
                SCRIPT,
                "version: v1.2.0\ncontributor: Ada Example\ndescription: >\n  Makes pictures\n  smaller.\nuri: https://code.example.com/resize/v1.2.0.tar.gz",
                "version: main\ncontributor: Ada Example\ndescription: >\n  Makes pictures\n  smaller.\nuri: https://code.example.com/resize.git",
                at="uri:",
            ),
        ],
        severity="note",
    ),
    *kind(
        "an address moves",
        "moving-uri",
        [
            change(
                DATA,
                "https://data.example.com/pictures/2024.05.tar",
                "https://huggingface.co/datasets/a/b/resolve/main/c.tar",
            ),
            change(
                SCRIPT,
                "https://code.example.com/resize/v1.2.0.tar.gz",
                "https://raw.githubusercontent.com/a/b/master/c.py",
            ),
            change(JOB, "recipes/v0.9.1.tar.gz", "recipes/latest.tar.gz"),
        ],
        severity="note",
    ),
    *kind(
        "the description is missing",
        "no-description",
        [
            drop(JOB, "description: |", at="name: digits-distributed", hint="`description: ...`"),
            drop(DATA, "description", at="name:"),
            drop(SCRIPT, "description", at="name:"),
            drop(IMAGE, "description", at="name:"),
            drop(OUTPUT, "description", at="name:"),
        ],
        severity="note",
    ),
    *kind(
        "the version is missing",
        "no-version",
        [
            drop(JOB, "version", at="name: digits-distributed", hint='`version: "1.0.0"`'),
            drop(DATA, "version", at="name:"),
            drop(SCRIPT, "version", at="name:"),
        ],
        severity="note",
    ),
    *kind(
        "the contributor is missing",
        "no-contributor",
        [
            drop(JOB, "contributor", at="name: digits-distributed", hint="`contributor: ...`"),
            drop(DATA, "contributor", at="name:"),
            drop(OUTPUT, "contributor", at="name:"),
        ],
        severity="note",
    ),
)
