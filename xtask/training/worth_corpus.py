"""Sentences for the check-worthiness ranker: the labelled ones, and others for its teacher to judge."""

import re
from collections import defaultdict

import corpus

LONGEST = 80  # words that the network reads of a sentence in training


def labelled(corpora):
    """ClaimBuster's sentences with their labels, and which of them may be learnt from: four of five."""
    rows = corpus.read_jsonl(corpora / "checkworthy/claimbuster-train.jsonl")
    return [row["text"] for row in rows], [row["label"] for row in rows], [i % 5 != 4 for i in range(len(rows))]


def news(corpora):
    """Sentences of news, and what somebody says in it: the contents of attributions."""
    sentences, contents = [], []
    for row in corpus.read_jsonl(corpora / "polnear/train.jsonl"):
        for paragraph in row["text"].split("\n"):
            sentences += re.split(r"(?<=[.!?])\s+(?=[\"“‘A-Z])", paragraph.strip())
        for attribution in row["attributions"]:
            for start, end in attribution["content"]:
                content = row["text"][start:end].replace("\n", " ").strip(' "“”,')
                contents.append(content[:1].upper() + content[1:])
    for words in tagged_sentences(corpora / "entities/worldwide-train.bio"):
        sentences.append(corpus.detokenize(words, False)[0])
    return short(sentences, 4, 50), short(contents, 5, 40)


def tagged_sentences(path):
    words = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.strip():
            words += [line.split("\t")[0]] if "\t" in line else []
        else:
            yield words
            words = []


def short(sentences, least, most):
    """Each once, of that many words."""
    return [s for s in dict.fromkeys(sentences) if least <= len(s.split()) <= most]


def perturbed(sentences, others, times, rng):
    """Copies with words put in that stand between the same neighbours elsewhere; some are cut to a stretch, some go over
    into another sentence, some lose words. Their meaning is spoilt on purpose: the teacher judges them as they are, and
    from its judgements the small network learns which words and turns matter (Tang et al. 2019; Jiao et al. 2020)."""
    between = defaultdict(list)
    for sentence in [*sentences, *others]:
        words = sentence.split()
        for before, word, after in zip(words, words[1:], words[2:]):
            between[before.lower(), after.lower()].append(word)
    copies = []
    for sentence in sentences:
        if len(sentence.split()) < 4:
            continue
        for _ in range(times):
            words, rate = sentence.split(), rng.choice((0.1, 0.2, 0.3, 0.45))
            for i in range(1, len(words) - 1):
                known = between.get((words[i - 1].lower(), words[i + 1].lower()))
                if known and rng.random() < rate:
                    words[i] = rng.choice(known)
            kind = rng.random()
            if kind < 0.35 and len(words) > 8:
                length = rng.randint(5, len(words))
                start = rng.randint(0, len(words) - length)
                words = words[start : start + length]
            elif kind < 0.6:
                other = rng.choice(sentences).split()
                words = words[: rng.randint(2, len(words))] + other[rng.randint(0, max(0, len(other) - 3)) :]
            elif kind < 0.75:
                words = [word for word in words if rng.random() > 0.12]
            copies.append(" ".join(words))
    return short(copies, 3, 60)


def unlabelled(corpora, copies, rng):
    """What the teacher judges: news, contents, copies. None is a sentence of ClaimBuster."""
    texts, _, learn = labelled(corpora)
    known = set(texts)
    sentences, contents = news(corpora)
    training = [text for text, may in zip(texts, learn) if may]
    found = perturbed(training, contents, copies, rng) + sentences + contents
    found = [s for s in dict.fromkeys(found) if s not in known]
    rng.shuffle(found)
    return found
