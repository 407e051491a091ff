"""The frameworks of a component, recognized by its tags and images."""

import re
from collections.abc import Iterator
from typing import Any

from paicatalog.catalog.catalog_facts import CatalogFacts
from paicatalog.catalog.component import Component

FRAMEWORKS = {
    "PyTorch": ("pytorch", "torch", "torchvision"),
    "TensorFlow": ("tensorflow", "tf", "tf1", "tf2"),
    "Keras": ("keras",),
    "JAX": ("jax", "flax"),
    "MXNet": ("mxnet",),
    "Caffe": ("caffe", "caffe2"),
    "CNTK": ("cntk",),
    "Chainer": ("chainer",),
    "PaddlePaddle": ("paddle", "paddlepaddle"),
    "Horovod": ("horovod",),
    "DeepSpeed": ("deepspeed",),
    "Transformers": ("transformers", "huggingface"),
    "scikit-learn": ("sklearn", "scikit-learn"),
    "XGBoost": ("xgboost",),
    "Spark": ("spark", "pyspark"),
    "Ray": ("ray",),
}
"""Display name of a framework -> words that identify it, in lower case."""

_WORD = re.compile(r"[a-z]+(?:-learn)?\d?(?![a-z])")
_BY_WORD = {word: name for name, words in FRAMEWORKS.items() for word in words}


def frameworks(component: Component, facts: CatalogFacts) -> tuple[str, ...]:
    """Return the frameworks in the order of their occurrence: in tags first, then in the images' names and URIs."""
    texts = " ".join([*facts.tags, *_image_texts(component)]).lower()
    return tuple(dict.fromkeys(_BY_WORD[word] for word in _WORD.findall(texts) if word in _BY_WORD))


def _image_texts(component: Component) -> Iterator[str]:
    embedded = component.data.get("prerequisites")
    entries: list[Any] = [component.data, *(embedded if isinstance(embedded, list) else ())]
    for entry in entries:
        if isinstance(entry, dict) and entry.get("type") == "dockerimage":
            yield from (text for text in (entry.get("name"), entry.get("uri")) if isinstance(text, str))
