"""Statements for the check-worthiness head: the labelled sentences, and others for its teacher to judge."""

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

import corpus

LONGEST = 80  # tokens of a statement that count
ENOUGH = 160  # tokens after which a passage ends with its sentence


@dataclass
class Passage:
    """Tokens that are read together, with the statements among them."""

    surface: list
    state: np.ndarray
    statement: np.ndarray  # int32: the number of the statement that each token belongs to; -1 where it belongs to none
    texts: list  # of the statements


def labelled(corpora):
    """ClaimBuster's sentences with their labels, and which of them may be learnt from: four of five."""
    rows = corpus.read_jsonl(corpora / "checkworthy/claimbuster-train.jsonl")
    return [row["text"] for row in rows], [row["label"] for row in rows], [i % 5 != 4 for i in range(len(rows))]


def alone(rows, documents):
    """Each text as one passage that is one statement."""
    known = {d.id: d for d in documents}
    return [Passage(d.surface, d.state, np.where(np.arange(len(d)) < LONGEST, 0, -1).astype(np.int32), [row["text"]])
            for row in rows for d in [known[row["id"]]]]


def news(corpora, seed):
    """News, as texts."""
    rows = corpus.read_jsonl(corpora / "polnear/train.jsonl")
    return rows + corpus.token_texts(corpora / "entities/worldwide-train.bio", corpus.seeded(seed, "worldwide"))


def passages(rows, documents):
    """News in passages: once with their sentences as statements, once with what somebody says in them, in their places."""
    texts, found = {row["id"]: row for row in rows}, []
    for document in documents:
        row = texts[document.id]
        begins = np.nonzero(document.state % 3 > 0)[0]
        sentences = list(zip(begins, [*begins[1:], len(document)]))
        contents = []
        for attribution in row.get("attributions", []):
            spans = attribution["content"]
            if spans:
                begin = np.searchsorted(document.start, min(s for s, _ in spans))
                contents.append((begin, np.searchsorted(document.start, max(e for _, e in spans))))
        for spans in (sentences, contents):
            number = np.full(len(document), -1, np.int32)
            kept = []
            for begin, end in spans:
                if 5 <= end - begin <= LONGEST and (number[begin:end] < 0).all():
                    number[begin:end] = len(kept)
                    kept.append(row["text"][document.start[begin] : document.end[end - 1]])
            cut = [0]
            for begin in begins:
                if begin - cut[-1] > ENOUGH and (number[begin] < 0 or number[begin] != number[begin - 1]):
                    cut.append(begin)
            for begin, end in zip(cut, [*cut[1:], len(document)]):
                part = number[begin:end]
                which, part = np.unique(part, return_inverse=True)
                if which[0] < 0:
                    which, part = which[1:], part - 1
                if len(which):
                    found.append(Passage(document.surface[begin:end], document.state[begin:end], part.astype(np.int32),
                                         [kept[i] for i in which]))
    return found


def contents(rows):
    """What somebody says in news, as sentences of their own."""
    found = []
    for row in rows:
        for attribution in row.get("attributions", []):
            for start, end in attribution["content"]:
                content = row["text"][start:end].replace("\n", " ").strip(' "“”,')
                found.append(content[:1].upper() + content[1:])
    return short(found, 5, 40)


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


def copies(texts, learn, others, times, rng):
    """Copies of the sentences that may be learnt from; none is a sentence of ClaimBuster."""
    known = set(texts)
    found = perturbed([text for text, may in zip(texts, learn) if may], others, times, rng)
    return [s for s in dict.fromkeys(found) if s not in known]
