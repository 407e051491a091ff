"""Synonyms: a query for one of them also finds the others.

Only words with the same meaning in every catalog of AI jobs are listed: abbreviations and their long forms, the few
things with two names, and Chinese translations of the most common words, so that queries in either language find
components described in the other. Inflections (`tune`, `tuning`), spellings of a compound (`fine tuning`,
`fine-tuning`, `finetuning`) and typing errors need no entry: `assets/search.js` handles them by rule.
"""

from collections.abc import Collection, Mapping

from paicatalog.site.search.words import terms

SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("llm", "large language model", "language model", "lm", "大语言模型", "大模型", "语言模型"),
    ("nlp", "natural language processing", "natural language", "language", "自然语言处理"),
    ("cv", "computer vision", "vision", "计算机视觉", "图像"),
    ("asr", "speech recognition", "speech to text", "语音识别"),
    ("speech", "语音"),
    ("tts", "text to speech", "speech synthesis", "语音合成"),
    ("qa", "question answering", "问答"),
    ("ner", "named entity recognition", "命名实体识别"),
    ("rl", "reinforcement learning", "强化学习"),
    ("rlhf", "reinforcement learning from human feedback"),
    ("rag", "retrieval augmented generation", "检索增强生成"),
    ("sft", "supervised fine-tuning", "监督微调"),
    ("fine-tuning", "微调"),
    ("pretraining", "预训练"),
    ("training", "训练"),
    ("gan", "generative adversarial network", "生成对抗网络"),
    ("cnn", "convolutional network", "convolutional neural network", "卷积神经网络"),
    ("mt", "machine translation", "机器翻译"),
    ("hpo", "hyperparameter tuning", "hyperparameter search", "超参数搜索", "调参"),
    ("classification", "classify", "classifier", "分类"),
    ("image classification", "image recognition", "图像分类", "图像识别"),
    ("text classification", "文本分类"),
    ("sentiment analysis", "情感分析"),
    ("object detection", "目标检测", "物体检测"),
    ("segmentation", "分割"),
    ("embeddings", "向量"),
    ("handwritten digits", "手写数字"),
    ("evaluation", "eval", "评估", "评测"),
    ("inference", "推理"),
    ("preparation", "preprocessing", "prepare", "preprocess", "预处理"),
    ("serving", "deployment", "deploy", "部署"),
    ("benchmark", "基准测试", "性能测试"),
    ("checkpoint", "ckpt", "weights", "检查点", "权重"),
    ("model", "模型"),
    ("distributed", "分布式"),
    ("one gpu", "single gpu", "1 gpu", "单gpu", "单卡"),
    ("multi gpu", "multiple gpus", "several gpus", "多gpu", "多卡"),
    ("multi node", "multiple nodes", "several nodes", "multi machine", "multiple machines", "several machines", "多机"),
    ("cpu", "no gpu", "without gpu", "without a gpu", "cpu only", "laptop", "无gpu"),
    ("ddp", "distributed data parallel"),
    ("fsdp", "fully sharded data parallel"),
    ("ps", "parameter server", "参数服务器"),
    ("ib", "infiniband"),
    ("mixed precision", "amp", "fp16", "bf16", "混合精度"),
    ("pytorch", "torch"),
    ("tensorflow", "tf"),
    ("scikit-learn", "sklearn"),
    ("hugging face", "hf"),
    ("kubernetes", "k8s"),
)
"""Groups of phrases with the same meaning."""

TYPE_NAMES: Mapping[str, tuple[str, ...]] = {
    "job": ("job", "作业", "任务"),
    "data": ("data", "dataset", "data set", "corpus", "数据", "数据集"),
    "script": ("script", "脚本"),
    "dockerimage": ("docker image", "docker", "container image", "dockerimage", "镜像"),
    "output": ("output", "输出"),
}
"""Phrases that mean a component type in a query: they select the type, and need not occur in the component."""

FACT_FILTERS = ("gpus", "scale")
"""The filters of the browse page whose values can be selected by phrases in a query."""
FACTS: Mapping[str, tuple[str, ...]] = {
    "gpus:0": ("cpu", "cpu only", "no gpu", "without gpu", "without a gpu", "laptop", "无gpu"),
    "gpus:1": ("one gpu", "single gpu", "单gpu", "单卡"),
    "gpus:2": ("two gpus",),
    "gpus:4": ("four gpus",),
    "gpus:8": ("eight gpus",),
    "scale:single": ("single node", "one node", "single machine", "one machine", "单机"),
    "scale:distributed": (
        *("distributed", "multi node", "multiple nodes", "several nodes"),
        *("multi machine", "multiple machines", "several machines", "分布式", "多机"),
    ),
}
"""Value of a filter -> phrases that mean it in a query, and need not occur in the job. `8 GPUs` needs no entry."""

STOP_WORDS = (
    *("a", "an", "and", "are", "by", "can", "do", "does", "fit", "fits", "for", "from", "how", "i", "in", "into", "is"),
    *("it", "its", "many", "me", "much", "my", "need", "needs", "of", "on", "or", "that", "the", "this", "to", "use"),
    *("uses", "using", "what", "which", "with"),
    *("的", "和", "在", "上", "用", "用于", "如何"),
)
"""Stop words: ignored unless a query contains nothing else."""

_PREFIX_LENGTH = 4
"""Letters that all inflections of a word have in common."""


def split_synonyms(index: Collection[str]) -> list[tuple[list[str], list[str]]]:
    """Return each group of synonyms in two parts: phrases that may occur in a catalog with these terms, and others."""
    prefixes = {term[:_PREFIX_LENGTH] for term in index}

    def occurs(phrase: str) -> bool:
        # Text without spaces gives a last term of one letter, which occurs only at the end of texts.
        found = [term for term in terms(phrase) if term.isascii() or len(term) > 1]
        return all(term[:_PREFIX_LENGTH] in prefixes for term in found)

    return [([p for p in group if occurs(p)], [p for p in group if not occurs(p)]) for group in SYNONYMS]


def fact_term(filter_: str, value: str) -> str:
    """Return the index term for the items with a filter's value; it cannot occur in a text."""
    return f":{filter_}:{value}"
