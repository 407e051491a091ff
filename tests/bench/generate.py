"""Write a synthetic catalog: `python tests/bench/generate.py FOLDER COUNT`.

The files have about 60 lines and all five types in the proportions of a real catalog (half of them are jobs). The
result is deterministic. Each job uses shared components, so that validation, linking and rendering have real work.
"""

import random
import sys
from pathlib import Path

PROSE = """
train evaluate serve image speech language graph vision detect segment translate summarize rank cluster embed sample
resize shard stream cache batch epoch gradient optimizer schedule warmup dropout attention encoder decoder pretrained
baseline robust sparse dense latent token pixel frame signal sensor weather medical finance retail
"""
WORDS = PROSE.split()
TAGS = ("pytorch", "tensorflow", "jax", "vision", "language", "speech", "tabular", "distributed", "benchmark")


class Generator:
    """Generates the text of component number `n` of `count`."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.shared = max(count // 2 // 4, 1)

    def text(self, n: int) -> tuple[str, str]:
        """Return the path and the text of file number `n`."""
        chance = random.Random(n)
        if n >= self.count // 2:
            return f"jobs/job-{n}.yaml", self.job(n, chance)
        kind = ("data", "script", "dockerimage", "output")[n % 4]
        return f"{kind}/{kind}-{n // 4}.yaml", self.component(kind, n // 4, chance)

    def prose(self, chance: random.Random, lines: int) -> str:
        return "".join("  " + " ".join(chance.choices(WORDS, k=4)).capitalize() + ".\n" for _ in range(lines))

    def head(self, kind: str, name: str, chance: random.Random, lines: int) -> str:
        return (
            f'protocolVersion: 2\nname: {name}\ntype: {kind}\nversion: "1.{chance.randrange(9)}.0"\n'
            f"contributor: team-{chance.randrange(40)}\ndescription: |\n{self.prose(chance, lines)}"
        )

    def tail(self, chance: random.Random) -> str:
        tags = ", ".join(sorted(set(chance.choices(TAGS, k=3))))
        summary = " ".join(chance.choices(WORDS, k=6))
        return f"extras:\n  paicatalog:\n    summary: {summary}\n    tags: [{tags}]\n    license: MIT\n"

    def uri(self, kind: str, n: int) -> str:
        if kind == "dockerimage":
            return f"registry.example.com/team/image-{n}:1.0"
        return f"https://example.com/{kind}/{n}/archive-v1.0.tar.gz"

    def component(self, kind: str, n: int, chance: random.Random) -> str:
        uri = self.uri(kind, n)
        stated = f"uri:\n  - {uri}\n" if kind == "data" else f"uri: {uri}\n"
        return self.head(kind, f"{kind}-{n}", chance, 44) + stated + self.tail(chance)

    def job(self, n: int, chance: random.Random) -> str:
        used = {k: chance.randrange(self.shared) for k in ("dockerimage", "data", "script", "output")}
        listed = "".join(self.prerequisite(kind, at) for kind, at in used.items())
        return (
            self.head("job", f"job-{n}", chance, 6)
            + "prerequisites:\n"
            + listed
            + "parameters:\n"
            + f"  lr: {chance.random():.4f}\n  epochs: {chance.randrange(1, 90)}\n"
            + f"  batch: {2 ** chance.randrange(3, 9)}\n"
            + "taskRoles:\n  worker:\n"
            + f"    instances: {chance.choice((1, 1, 1, 2, 4))}\n"
            + f"    dockerImage: dockerimage-{used['dockerimage']}\n    data: data-{used['data']}\n"
            + f"    script: script-{used['script']}\n    output: output-{used['output']}\n"
            + "    resourcePerInstance:\n"
            + f"      cpu: {chance.choice((2, 4, 8))}\n      memoryMB: 16384\n"
            + f"      gpu: {chance.choice((0, 1, 4, 8))}\n"
            + "    commands:\n"
            + "      - curl -fsSL <% $script.uri %> | tar xz\n"
            + "      - curl -fsSL <% $data.uri[0] %> | tar xz\n"
            + "      - >-\n        python train.py --lr <% $parameters.lr %> --epochs <% $parameters.epochs %>\n"
            + "        --batch-size <% $parameters.batch %>\n"
            + "      - curl -fsS -T model.pt <% $output.uri %>\n"
            + self.tail(chance)
        )

    def prerequisite(self, kind: str, n: int) -> str:
        uri = self.uri(kind, n)
        stated = f"    uri:\n      - {uri}\n" if kind == "data" else f"    uri: {uri}\n"
        return f"  - name: {kind}-{n}\n    type: {kind}\n{stated}"


def generate(folder: Path, count: int) -> None:
    """Write `count` protocol files below `folder`."""
    generator = Generator(count)
    for n in range(count):
        name, text = generator.text(n)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
