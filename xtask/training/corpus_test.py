"""Reading the project's own pieces, and the tags of nested and of open attributions: `cargo xtask train --self-test`."""

import tempfile
import unittest
from pathlib import Path

import numpy as np

import corpus

PIECE = """# courts
[S The clerk] [C told] the room [Q that [S she|Ada Moss] [O refused] [Q the oath]|?]. Rain fell. [S He] [A hoped] [Q to win].
"""


def words_of(text):
    """Begin and end of every word, punctuation beside it included."""
    start, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        start.append(at)
        at += len(word)
    return np.array(start), np.array([s + len(w) for s, w in zip(start, text.split())])


def read(piece):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "piece.txt"
        path.write_text(piece, encoding="utf-8")
        return corpus.marked(path)


def tagged(row):
    """Tags, tags without what is open, and modes, each as a string with a character a word."""
    found = corpus.tags_of(row, *words_of(row["text"]))
    return ["".join(letters[n] for n in values) for letters, values in zip((".SsCcQq", ".SsCcQq", "-as?o"), found)]


class CorpusTest(unittest.TestCase):
    def test_a_piece_is_read(self):
        row, = read(PIECE)
        self.assertEqual(row["text"], "The clerk told the room that she refused the oath. Rain fell. He hoped to win.")
        modes = {role: [mode for _, _, mode in spans] for role, spans in row["roles"].items()}
        self.assertEqual(sorted(modes["cue"]), [corpus.ATTITUDE, corpus.STATEMENT, corpus.OPEN])
        # The content is the clerk's, although the cue inside is nearer to its beginning.
        at = row["text"].index("that")
        self.assertEqual([m for s, _, m in row["roles"]["content"] if s == at], [corpus.STATEMENT])

    def test_the_outer_attribution_has_the_tags(self):
        row, = read(PIECE)
        tags, certain, modes = tagged(row)
        self.assertEqual(tags, "SsC..Qqqqq..SCQq")
        self.assertEqual(certain, tags)
        self.assertEqual(modes, "sss..sssss..aaaa".replace(".", "-"))

    def test_what_is_open_may_be_there_or_not(self):
        text = "She blamed rain. He said it rained."
        at = lambda words: [[text.index(words), text.index(words) + len(words)]]  # noqa: E731
        row = {"text": text, "attributions": [
            {"source": at("She"), "cue": at("blamed"), "content": at("rain."), "mode": "optional"},
            {"source": at("He"), "cue": at("said"), "content": at("it rained."), "mode": "statement"}]}
        self.assertEqual(tagged(row), ["SCQSCQq", "...SCQq", "ooossss"])

    def test_an_inner_attribution_of_a_corpus_has_none(self):
        text = "He said that she hoped to win."
        at = lambda words: [[text.index(words), text.index(words) + len(words)]]  # noqa: E731
        outer = {"source": at("He"), "cue": at("said"), "content": at("that she hoped to win."), "mode": "statement"}
        inner = {"source": at("she"), "cue": at("hoped"), "content": at("to win."), "mode": "attitude"}
        for attributions in ([outer, inner], [inner, outer]):
            row = {"text": text, "attributions": attributions}
            self.assertEqual(tagged(row), ["SCQqqqq", "SCQqqqq", "sssssss"])
        # Where the outer one may or may not be there, so may the inner one.
        row = {"text": text, "attributions": [dict(outer, mode="optional"), inner]}
        self.assertEqual(tagged(row), ["SCQqqqq", "...SCQq", "ooosaaa".replace("s", "a")])


if __name__ == "__main__":
    unittest.main()
