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

# What a word belongs to, as the second head tells it: nothing that anybody said, an attitude, a statement. Gold knows two
# more: an attribution of a corpus that does not tell attitudes from statements, and a word that is neither right nor wrong.
MODES = 3
NOTHING, ATTITUDE, STATEMENT, EITHER, OPEN = range(5)
MODE_NAMES = {"attitude": ATTITUDE, "statement": STATEMENT, "optional": OPEN}


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
    certain: np.ndarray = None  # int8: the tags without the attributions that can be taken either way
    modes: np.ndarray = None  # int8, with the tags
    place: np.ndarray = None  # uint8: where the token stands, as the head for names knows it

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
    """The project's own pieces: `[S …]` marks a source, `[C …]` the cue of a statement, `[A …]` that of an attitude, `[O …]`
    that of what can be taken either way, `[Q …]` a content, and what stands behind a `|` in a source or a content says who
    speaks. They may lie in one another. A piece begins with a line that begins with `#`."""
    rows, text, marks = [], "", []

    def flush():
        nonlocal text, marks
        if text.strip():
            rows.append({"id": f"{path.stem}-{len(rows)}", "text": text.rstrip("\n"), "roles": with_modes(marks)})
        text, marks = "", []

    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("#"):
                flush()
                continue
            found, stack, i = "", [], 0
            while i < len(line):
                if line[i] == "[" and line[i + 1 : i + 2] in KINDS and line[i + 2 : i + 3] == " ":
                    stack.append((line[i + 1], len(text) + len(found)))
                    i += 3
                elif line[i] in "]|" and stack:
                    kind, begin = stack.pop()
                    marks.append((KINDS[kind], begin, len(text) + len(found), MODE_OF_CUE.get(kind), number))
                    i = line.index("]", i) + 1
                else:
                    found += line[i]
                    i += 1
            if stack:
                raise ValueError(f"{path}:{number}: a mark is not closed")
            text += found
    flush()
    return rows


KINDS = {"S": "source", "C": "cue", "A": "cue", "O": "cue", "Q": "content"}
MODE_OF_CUE = {"C": STATEMENT, "A": ATTITUDE, "O": OPEN}


def with_modes(marks):
    """Marks of a piece by role, as (begin, end, mode). A source or content is of the cue that is nearest to it in its
    paragraph and lies in the same contents; without one it is a statement's."""
    contents = [(b, e) for role, b, e, _, _ in marks if role == "content"]

    def around(begin, end):
        return {(b, e) for b, e in contents if b <= begin and end <= e and (b, e) != (begin, end)}

    roles = {"source": [], "cue": [], "content": []}
    for role, begin, end, mode, line in marks:
        if mode is None:
            cues = [(max(b - end, begin - e, 0), m) for r, b, e, m, at in marks
                    if r == "cue" and at == line and around(b, e) == around(begin, end)]
            mode = min(cues, key=lambda cue: cue[0])[1] if cues else STATEMENT
        roles[role].append((begin, end, mode))
    return roles


# ---- features and tags ----------------------------------------------------------------------------------------------


def extract(directory, files):
    """Runs the crate's own feature extraction."""
    command = ["cargo", "run", "--quiet", "--profile", "fast", "--package", "xtask", "--", "features", str(directory)]
    subprocess.run(command + [str(f) for f in files], cwd=ROOT, check=True)


def read_words(path):
    """Surface → normal form, bucket, shape, prefix, suffix, flags of lists."""
    words = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            surface, normal, *numbers = line.rstrip("\n").split("\t")
            words[surface] = (normal, *map(int, numbers))
    return words


def roles_of(row):
    """Spans by role, as (begin, end, attribution, mode)."""
    roles = {"source": [], "cue": [], "content": []}
    for number, attribution in enumerate(row.get("attributions", [])):
        mode = MODE_NAMES.get(attribution.get("mode"), EITHER)
        for role in roles:
            roles[role] += [(s, e, number, mode) for s, e in attribution.get(role) or []]
    marks = [(role, *span) for role, spans in row.get("roles", {}).items() for span in spans]
    for number, (role, s, e, mode) in enumerate(marks, 1):
        roles[role].append((s, e, -number, mode))
    return roles


def tags_of(row, start, end):
    """BIO tags; those without the attributions that can be taken either way; modes. Of attributions that lie in the content
    of others the outer one has the tags, as PolNeAR marks no others: rules find the inner ones. Sources and cues win over
    contents."""
    size = len(row["text"]) + 1
    middle = (start + end - 1) // 2
    roles = roles_of(row)
    number = {"content": 3, "source": 1, "cue": 2}
    spans = [(number[role], *span) for role in ("content", "source", "cue") for span in roles[role]]

    def painted(spans):
        kind, owner = np.zeros(size, np.int8), np.full(size, -(10**6), np.int64)
        modes = np.zeros(size, np.int8)
        for k, s, e, n, m in outermost(spans):
            kind[s:e], owner[s:e], modes[s:e] = k, n, m
        tags = np.zeros(len(start), np.int8)
        last = (0, None)
        for i, m in enumerate(middle):
            now = (kind[m], owner[m])
            if now[0]:
                tags[i] = 2 * now[0] if now == last else 2 * now[0] - 1
            last = now
        return tags, modes[middle]

    tags, modes = painted(spans)
    certain, certain_modes = painted([span for span in spans if span[-1] != OPEN])
    # What lies inside of a statement is stated, whatever else it is.
    return tags, certain, np.where((modes == OPEN) & (certain_modes > 0), certain_modes, modes)


def outermost(spans):
    """Without the attributions in the content of others. Spans: role, begin, end, attribution, mode; of the project's own
    pieces every mark is an attribution of its own, below zero."""
    contents = [(s, e, n) for role, s, e, n, _ in spans if role == 3]

    def is_inside(begin, end, number):
        return any(s <= begin and end <= e and (s, e) != (begin, end) and n != number for s, e, n in contents)

    # An attribution is where its cue is, or its content if there is none.
    with_cue = {n for role, _, _, n, _ in spans if role == 2}
    inner = {n for role, s, e, n, _ in spans
             if (n < 0 or role == 2 or role == 3 and n not in with_cue) and is_inside(s, e, n)}
    return [span for span in spans if span[3] not in inner]


def load(features, texts=None, source=""):
    """Documents of one feature file; `texts` (the neutral rows) gives the tags."""
    gold = {row["id"]: row for row in texts} if texts else {}
    documents = []
    for row in read_jsonl(features):
        start, end = np.array(row["start"], np.int64), np.array(row["end"], np.int64)
        if not len(start):
            continue
        tags, certain, modes = tags_of(gold[row["id"]], start, end) if row["id"] in gold else (None, None, None)
        state = np.array(row["state"], np.uint8)
        if tags is not None:
            # No run goes across a paragraph's border.
            for some in (tags, certain):
                some[(state % 3 == 2) & np.isin(some, INSIDE)] -= 1
        documents.append(Document(row["id"], row["surface"], state, tags, start, end, source, None, certain, modes))
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
        kept = Document(document.id, surface, document.state[keep], None, document.start[keep], document.end[keep],
                        document.source, keep)
        if document.tags is not None:
            kept.tags, kept.certain, kept.modes = whole(document.tags[keep]), whole(document.certain[keep]), document.modes[keep]
        return kept


def whole(tags):
    """Tags of which some were left out, so that each run has a beginning again."""
    previous = np.concatenate([[0], tags[:-1]])
    lost = np.isin(tags, INSIDE) & ~ALLOWED[previous, tags]
    return np.where(lost, tags - 1, tags).astype(np.int8)


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

    def into(self, document, targets, rng, every=40):
        """A copy with a stray line before one sentence in `every`, some running on into it as one-line text has them;
        and the targets of the copy."""
        unary, pairs, modes = targets.unary, targets.pairs, targets.modes
        places = [i for i, s in enumerate(document.state)
                  if i and s in (1, 2) and unary[i, list(INSIDE)].sum() < 0.01 and rng.random() * every < 1]
        if not places:
            return document, targets
        surface, states, parts, torn, last = [], [], [], [], 0
        state = document.state.copy()
        outside, nothing = np.zeros(TAGS, np.float16), np.zeros(MODES, np.float16)
        outside[0] = nothing[NOTHING] = 1
        for place in [*places, len(document)]:
            surface += document.surface[last:place]
            states += list(state[last:place])
            parts.append((unary[last:place], pairs[last:place], modes[last:place]))
            if place == len(document):
                break
            words = rng.choice(self.lines) if rng.random() < 0.8 else [rng.choice(self.words), "."]
            torn += [len(surface), len(surface) + len(words)]
            surface += words
            states += [state[place]] + [0] * (len(words) - 1)
            parts.append((np.tile(outside, (len(words), 1)),
                          np.tile(outside[:, None] * outside[None, :], (len(words), 1, 1)),
                          np.tile(nothing, (len(words), 1))))
            if words[-1] != "." and rng.random() < 0.5:
                state[place] = 0  # no stop: the line and the sentence are one
            last = place
        unary, pairs, modes = (np.concatenate(part) for part in zip(*parts))
        pairs = pairs.astype(np.float32)
        for i in torn:
            guess = unary[i - 1][:, None].astype(np.float32) * unary[i][None, :] * ALLOWED + 1e-6 * ALLOWED
            pairs[i] = guess / guess.sum()
        copy = Document(document.id, surface, np.array(states, np.uint8), None, source=document.source)
        return copy, type(targets)(unary, pairs.astype(np.float16), modes)


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
