"""Texts for the tagger: reading, copies of other layout and other names, tags.

Tokens and all features come from the crate itself (`cargo xtask features`); nothing here looks inside a word.
"""

import json
import random
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import crf

ROOT = Path(__file__).resolve().parents[2]
TAGS = 7  # outside; begin and inside of source, cue, content
QUOTE_STATES = 7  # state = 3 * quote state + start (0 none, 1 sentence, 2 paragraph)
INSIDE = (2, 4, 6)

# Allowed transitions: an inside tag needs its own begin or inside before it.
ALLOWED = np.ones((TAGS, TAGS), bool)
for _i in INSIDE:
    ALLOWED[:, _i] = False
    ALLOWED[_i - 1, _i] = ALLOWED[_i, _i] = True
CHAIN = crf.Chain(ALLOWED, [i not in INSIDE for i in range(TAGS)])


@dataclass
class Document:
    """One text as arrays, one entry a token."""

    id: str
    surface: list  # canonical words
    state: np.ndarray  # uint8
    tags: np.ndarray = None  # int8, or None without gold
    start: np.ndarray = None  # code points
    end: np.ndarray = None
    source: str = ""
    kept: np.ndarray = None  # of a shortened copy: which tokens are left

    def __len__(self):
        return len(self.surface)


# ---- texts ----------------------------------------------------------------------------------------------------------


def read_jsonl(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write_jsonl(path, rows):
    with open(path, "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def one_line(text):
    return re.sub(r"[\n\r\t]", " ", text)


def straight(text):
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def curly(text):
    """Straight double marks to curly ones by their neighbours."""
    text = re.sub(r"(?<![^\s(\[—–-])\"(?=\S)", "“", text)
    return text.replace('"', "”")


def british(text):
    """Single marks outside, double marks inside; every character keeps its place."""
    return curly(text).translate(str.maketrans("“”‘", "‘’“"))


def breaks(text, rng, keep=0.5, add=0.35):
    """Some paragraph borders become blanks, some blanks behind a sentence become borders."""
    text = re.sub(r"\n+", lambda m: m.group() if rng.random() < keep else " " * len(m.group()), text)
    return re.sub(r"(?<=[.!?][”\"’])[ ](?=[A-Z“\"])|(?<=[a-z][.!?])[ ](?=[A-Z“\"])",
                  lambda m: "\n" if rng.random() < add else " ", text)


def distorted(text, rng):
    """A copy of another layout and other quotation marks, every character at its old place."""
    layout = rng.random()
    text = one_line(text) if layout < 0.4 else breaks(text, rng) if layout < 0.8 else text
    marks = rng.random()
    return straight(text) if marks < 0.4 else british(text) if marks < 0.55 else curly(text) if marks < 0.75 else text


NO_BLANK_BEFORE = set(",.;:?!)]%’”…") | {"'s", "’s", "n't", "n’t", "'re", "'ve", "'ll", "'d", "'m", "...", "''"}
NO_BLANK_AFTER = set("([$£€#“‘") | {"``"}


def detokenize(words, quote_open):
    """Words of one sentence to text; returns it and whether a quotation is still open."""
    out, glue = "", True
    for i, word in enumerate(words):
        if word == '"':
            opening = not quote_open
            quote_open = opening
            out += ("" if glue or not opening else " ") + '"'
            glue = opening
            continue
        if word in "“”":
            quote_open = word == "“"
        low = word.lower()
        if low == "s" and out.endswith(("’", "'")):
            out, glue = out + "s", False
            continue
        tight = glue or low in NO_BLANK_BEFORE or (low.startswith("’") and len(low) <= 3)
        if word == "’" and i + 1 < len(words) and words[i + 1].lower() not in ("s", "t", "re", "ve", "ll", "d", "m"):
            tight = True
        if word == "-" and 0 < i < len(words) - 1 and words[i - 1][-1:].isalnum() and words[i + 1][:1].isalnum():
            out, glue = out + word, True
            continue
        out += word if tight else " " + word
        glue = word in NO_BLANK_AFTER
    return out, quote_open


def token_texts(path, rng):
    """Articles of a token-tag file as neutral documents."""
    rows, article, sentence = [], [], []

    def flush():
        nonlocal article
        text, quoted = "", False
        for words in article:
            piece, quoted = detokenize(words, quoted)
            if text:
                text += "\n" if not quoted and rng.random() < 0.5 else " "
            text += piece
        if text:
            rows.append({"id": f"{path.stem}-{len(rows)}", "text": text})
        article = []

    with open(path, encoding="utf-8") as lines:
        for line in lines:
            word = line.rstrip("\n").split("\t")[0]
            if word.startswith("http") and not sentence:
                flush()
            elif word:
                sentence.append(word)
            elif sentence:
                article.append(sentence)
                sentence = []
    if sentence:
        article.append(sentence)
    flush()
    return rows


def marked(path):
    """The project's own sentences: `[S …]`, `[C …]`, `[Q …]` mark source, cue and content; articles are separated by
    lines that begin with `#`. Contents may hold other marks."""
    rows, text, roles = [], "", {}

    def flush():
        nonlocal text, roles
        if text.strip():
            rows.append({"id": f"own-{len(rows)}", "text": text.rstrip("\n"), "roles": roles})
        text, roles = "", {"source": [], "cue": [], "content": []}

    flush()
    names = {"S": "source", "C": "cue", "Q": "content"}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("#"):
                flush()
                continue
            stack, i = [], 0
            while i < len(line):
                if line[i] == "[" and line[i + 1 : i + 2] in names and line[i + 2 : i + 3] == " ":
                    stack.append((names[line[i + 1]], len(text)))
                    i += 3
                elif line[i] == "]" and stack:
                    role, begin = stack.pop()
                    roles[role].append((begin, len(text)))
                    i += 1
                else:
                    text += line[i]
                    i += 1
            if stack:
                raise ValueError(f"{path}:{number}: a mark is not closed")
    flush()
    return rows


# ---- features and tags ----------------------------------------------------------------------------------------------


def extract(directory, files, names=False):
    """Runs the crate's own feature extraction."""
    command = ["cargo", "run", "--quiet", "--profile", "fast", "--package", "xtask", "--", "features"]
    command += (["--names"] if names else []) + [str(directory)]
    subprocess.run(command + [str(f) for f in files], cwd=ROOT, check=True)


def roles_of(row):
    roles = {"source": [], "cue": [], "content": []}
    for number, attribution in enumerate(row.get("attributions", [])):
        for role in roles:
            roles[role] += [(s, e, number) for s, e in attribution.get(role) or []]
    for role, spans in row.get("roles", {}).items():
        roles[role] += [(s, e, -1 - i) for i, (s, e) in enumerate(spans)]
    return roles


def tags_of(row, start, end):
    """BIO tags. Where attributions are nested, the shorter content wins, and sources and cues win over contents."""
    size = len(row["text"]) + 1
    kind, owner = np.zeros(size, np.int8), np.full(size, -(10**6), np.int64)
    roles = roles_of(row)
    spans = sorted(((e - s, 3, s, e, n) for s, e, n in roles["content"]), reverse=True)
    spans += [(0, 1, s, e, n) for s, e, n in roles["source"]] + [(0, 2, s, e, n) for s, e, n in roles["cue"]]
    for _, k, s, e, n in spans:
        kind[s:e], owner[s:e] = k, n
    middle = (start + end - 1) // 2
    tags = np.zeros(len(start), np.int8)
    last = (0, None)
    for i, m in enumerate(middle):
        now = (kind[m], owner[m])
        if now[0]:
            tags[i] = 2 * now[0] if now == last else 2 * now[0] - 1
        last = now
    return tags


def load(features, texts=None, source=""):
    """Documents of one feature file; `texts` (the neutral rows) gives the tags."""
    gold = {row["id"]: row for row in texts} if texts else {}
    documents = []
    for row in read_jsonl(features):
        start, end = np.array(row["start"], np.int64), np.array(row["end"], np.int64)
        if not len(start):
            continue
        tags = tags_of(gold[row["id"]], start, end) if row["id"] in gold else None
        state = np.array(row["state"], np.uint8)
        if tags is not None:
            # No run goes across a paragraph's border.
            crossing = (state % 3 == 2) & np.isin(tags, INSIDE)
            tags[crossing] -= 1
        documents.append(Document(row["id"], row["surface"], state, tags, start, end, source))
    return documents


def constrained(scores, document):
    """No run of source or cue across a sentence's border, none of content outside quotation marks."""
    scores = scores.copy()
    start, quote = document.state % 3, document.state // 3
    scores[np.ix_(start > 0, [2, 4])] -= 1e3
    scores[(start == 2) | ((start == 1) & ~np.isin(quote, (2, 3, 5, 6))), 6] -= 1e3
    return scores


# ---- copies with other names ----------------------------------------------------------------------------------------

TITLES = set("Mr. Mrs. Ms. Dr. Sen. Rep. Gov. Gen. President Senator Governor Secretary Sir Lord Judge Professor Prof. "
             "Minister Congressman Congresswoman Rev. Sgt. Capt. Col. Lt.".split())
NOT_NAMES = set("January February March April May June July August September October November December Monday Tuesday "
                "Wednesday Thursday Friday Saturday Sunday The But And".split()) | TITLES


class Names:
    """Words that are only ever written with a capital inside sentences."""

    def __init__(self, documents):
        capital, small = {}, set()
        for document in documents:
            for word, state in zip(document.surface, document.state):
                if word[0].islower():
                    small.add(word)
                elif state % 3 == 0 and len(word) > 2 and word[0].isupper() and word[1:].islower() and word.isalpha():
                    capital[word] = capital.get(word, 0) + 1
        self.known = {w for w in capital if w.lower() not in small and w not in NOT_NAMES}
        self.pool = sorted(w for w in self.known if capital[w] >= 2)

    def replaced(self, document, rng, rate=0.8):
        """A copy in which most names are others, the same name always by the same one, and titles are mostly dropped."""
        other = {}
        keep, surface = [], []
        drop = rng.random() < 0.5
        for i, word in enumerate(document.surface):
            if drop and word in TITLES and document.state[i] % 3 == 0 and i + 1 < len(document) \
                    and document.surface[i + 1] in self.known and rng.random() < 0.7:
                continue
            if word in self.known:
                if word not in other:
                    other[word] = rng.choice(self.pool) if rng.random() < rate else word
                word = other[word]
            keep.append(i)
            surface.append(word)
        keep = np.array(keep)
        tags = None
        if document.tags is not None:
            tags = document.tags[keep]
            previous = np.concatenate([[0], tags[:-1]])
            lost = np.isin(tags, INSIDE) & ~ALLOWED[previous, tags]
            tags = np.where(lost, tags - 1, tags).astype(np.int8)
        return Document(document.id, surface, document.state[keep], tags, document.start[keep], document.end[keep], document.source, keep)


# ---- stray lines ----------------------------------------------------------------------------------------------------


class Strays:
    """Headlines and single words that page layout leaves in the middle of running text: untagged lines of the annotated
    texts that end without a stop, and `headlines.txt`."""

    def __init__(self, documents, own):
        """`own`: the features of the headlines, one document."""
        self.lines = []
        self.words = []
        starts = [i for i, s in enumerate(own.state) if s % 3 == 2] + [len(own)]
        self.lines += [own.surface[a:b] for a, b in zip(starts, starts[1:])]
        for document in documents:
            starts = [i for i, s in enumerate(document.state) if s % 3 == 2] + [len(document)]
            for begin, end in zip(starts, starts[1:]):
                words = document.surface[begin:end]
                plain = not document.tags[begin:end].any() and not (document.state[begin:end] // 3).any()
                if plain and 3 <= len(words) <= 14 and words[-1][-1:].isalnum():
                    self.lines.append(words)
            self.words += [w for w in document.surface if w.isalpha() and w.islower() and len(w) > 5]

    def into(self, document, unary, pairwise, rng, every=40):
        """A copy with a stray line before one sentence in `every`, some running on into it as one-line text has them;
        and the targets of the copy."""
        places = [i for i, s in enumerate(document.state)
                  if i and s in (1, 2) and unary[i, list(INSIDE)].sum() < 0.01 and rng.random() * every < 1]
        if not places:
            return document, unary, pairwise
        surface, states, rows, pairs, torn, last = [], [], [], [], [], 0
        state = document.state.copy()
        outside = np.zeros(TAGS, np.float16)
        outside[0] = 1
        for place in [*places, len(document)]:
            surface += document.surface[last:place]
            states += list(state[last:place])
            rows.append(unary[last:place])
            pairs.append(pairwise[last:place])
            if place == len(document):
                break
            words = rng.choice(self.lines) if rng.random() < 0.8 else [rng.choice(self.words), "."]
            torn += [len(surface), len(surface) + len(words)]
            surface += words
            states += [state[place]] + [0] * (len(words) - 1)
            rows.append(np.tile(outside, (len(words), 1)))
            pairs.append(np.tile(outside[:, None] * outside[None, :], (len(words), 1, 1)))
            if words[-1] != "." and rng.random() < 0.5:
                state[place] = 0  # no stop: the line and the sentence are one
            last = place
        unary, pairwise = np.concatenate(rows), np.concatenate(pairs).astype(np.float32)
        for i in torn:
            guess = unary[i - 1][:, None].astype(np.float32) * unary[i][None, :] * ALLOWED + 1e-6 * ALLOWED
            pairwise[i] = guess / guess.sum()
        copy = Document(document.id, surface, np.array(states, np.uint8), None, source=document.source)
        return copy, unary, pairwise.astype(np.float16)


# ---- measuring ------------------------------------------------------------------------------------------------------


def runs(tags, state):
    found = []
    for i, tag in enumerate(tags):
        if tag == 0:
            continue
        role = (tag + 1) // 2
        if tag % 2 == 0 and found and found[-1][0] == role and found[-1][2] == i:
            found[-1][2] = i + 1
        else:
            found.append([role, i, i + 1])
    return found


def span_scores(gold, predicted):
    """F1 of source, cue and content runs at an overlap (intersection over union) of at least one half."""
    scores = []
    for role in (1, 2, 3):
        right = expected = given = 0
        for g, p in zip(gold, predicted):
            a, b = [r for r in runs(g, None) if r[0] == role], [r for r in runs(p, None) if r[0] == role]
            expected += len(a)
            given += len(b)
            j = 0
            for _, s, e in a:
                while j < len(b) and b[j][2] <= s:
                    j += 1
                for _, u, v in b[j : j + 4]:
                    overlap = min(e, v) - max(s, u)
                    if overlap > 0 and overlap / (max(e, v) - min(s, u)) >= 0.5:
                        right += 1
                        break
        scores.append(200 * right / max(1, expected + given))
    return scores


def seeded(seed, *parts):
    return random.Random(f"{seed}:" + ":".join(map(str, parts)))
