"""Words that people use for the same thing: what was typed is looked for in each of its ways.

Only what means the same in every catalog of AI jobs stands here: abbreviations and what they are short for, and the
few names that the field has twice. Endings (`tune`, `tuning`), the ways to write a compound (`fine tuning`,
`fine-tuning`, `finetuning`) and mistypings need no entry: `assets/search.js` knows them by rule.
"""

from collections.abc import Mapping

SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("llm", "large language model", "language model", "lm"),
    ("nlp", "natural language processing", "natural language", "language"),
    ("cv", "computer vision", "vision"),
    ("asr", "speech recognition", "speech to text"),
    ("tts", "text to speech", "speech synthesis"),
    ("qa", "question answering"),
    ("ner", "named entity recognition"),
    ("rl", "reinforcement learning"),
    ("rlhf", "reinforcement learning from human feedback"),
    ("rag", "retrieval augmented generation"),
    ("sft", "supervised fine-tuning"),
    ("gan", "generative adversarial network"),
    ("cnn", "convolutional network", "convolutional neural network"),
    ("mt", "machine translation"),
    ("hpo", "hyperparameter tuning", "hyperparameter search"),
    ("classification", "classify", "classifier"),
    ("image classification", "image recognition"),
    ("evaluation", "eval"),
    ("preparation", "preprocessing", "prepare", "preprocess"),
    ("serving", "deployment", "deploy"),
    ("checkpoint", "ckpt", "weights"),
    ("one gpu", "single gpu", "1 gpu"),
    ("multi gpu", "multiple gpus", "several gpus"),
    ("multi node", "multiple nodes", "several nodes", "multi machine", "multiple machines", "several machines"),
    ("cpu", "no gpu", "without gpu", "cpu only", "laptop"),
    ("ddp", "distributed data parallel"),
    ("fsdp", "fully sharded data parallel"),
    ("ps", "parameter server"),
    ("ib", "infiniband"),
    ("mixed precision", "amp", "fp16", "bf16"),
    ("pytorch", "torch"),
    ("tensorflow", "tf"),
    ("scikit-learn", "sklearn"),
    ("hugging face", "hf"),
    ("kubernetes", "k8s"),
)
"""Each group is a set of phrases; any of them stands for all."""

TYPE_NAMES: Mapping[str, tuple[str, ...]] = {
    "job": ("job",),
    "data": ("data", "dataset", "data set", "corpus"),
    "script": ("script",),
    "dockerimage": ("docker image", "docker", "container image", "dockerimage"),
    "output": ("output",),
}
"""What a component type is called in a search: such a word asks for the type, and need not stand in the component."""
