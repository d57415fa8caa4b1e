"""Which steps are done, and what they leave: `cargo xtask train --self-test`."""

import argparse
import hashlib
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import recipe
import steps
import train


class StepsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name) / "project"
        (self.root / "data").mkdir(parents=True)
        self.enterContext(mock.patch.object(steps, "ROOT", self.root))
        self.work = Path(folder.name) / "work"
        self.run_ = steps.Run(recipe.Options(None, None, None, self.work), recipe.recipes([]))

    def write(self, name, text):
        (self.root / name).write_text(text, encoding="utf-8")

    def test_a_step_is_done_until_a_file_of_its_changes(self):
        self.write("data/in", "first")

        def upper(run):
            self.write("data/out", (self.root / "data/in").read_text().upper())
            return ["a figure"]

        step = steps.Step("upper", "", upper, ("data/in",), ("data/out",))
        self.assertFalse(steps.is_done(self.work, step))
        steps.do(self.run_, step)
        self.assertTrue(steps.is_done(self.work, step))
        for name in ("data/in", "data/out"):
            before = (self.root / name).read_text()
            self.write(name, "other")
            self.assertFalse(steps.is_done(self.work, step), name)
            self.write(name, before)
            self.assertTrue(steps.is_done(self.work, step), name)
        (self.root / "data/out").unlink()
        self.assertFalse(steps.is_done(self.work, step))

    def test_a_step_that_fails_is_not_done(self):
        def fail(run):
            raise OSError

        step = steps.Step("fail", "", fail)
        self.assertRaises(OSError, steps.do, self.run_, step)
        self.assertFalse(steps.is_done(self.work, step))

    def test_hashes_are_those_of_the_trained_files_alone(self):
        for name in (steps.TAGGER, steps.NAMES, steps.RANKER, "data/other.bin"):
            self.write(name, f"weights of {name}")
        lines = [f"{name}\told\tcommand" for name in (steps.TAGGER, "data/other.bin", steps.RANKER, steps.NAMES)]
        self.write(steps.MANIFEST, "# path\n" + "\n".join(lines) + "\n")
        steps.write_hashes(self.run_)
        found = (self.root / steps.MANIFEST).read_text().split("\n")
        digest = hashlib.sha256(f"weights of {steps.RANKER}".encode()).hexdigest()
        self.assertEqual([found[0], found[2], found[3], found[5]], ["# path", lines[1], f"{steps.RANKER}\t{digest}\tcommand", ""])
        self.assertNotIn("\told\t", found[1] + found[4])

    def test_steps_read_only_what_comes_before_them(self):
        for i, step in enumerate(steps.STEPS):
            behind = {name for later in steps.STEPS[i + 1 :] for name in later.writes}
            self.assertFalse(behind & set(step.reads), step.name)

    def test_steps_are_chosen(self):
        def chosen(**given):
            return train.wanted(argparse.Namespace(**{"begin": None, "only": None, "skip": [], **given}))

        self.assertEqual(chosen(), (list(steps.NAMES_OF_STEPS), set()))
        self.assertEqual(chosen(only=["ranker", "names"]), (["names", "ranker"], {"names", "ranker"}))
        names, again = chosen(begin="hashes", skip=["tables"])
        self.assertEqual(names, ["hashes", "figures"])
        self.assertLessEqual(set(names), again)

    def test_numbers_are_changed_by_name(self):
        found = recipe.recipes(["tagger.rounds=3,4", "names.width=8"])
        self.assertEqual((found["tagger"].rounds, found["names"].width), ((3, 4), 8))
        self.assertEqual(found["ranker"], recipe.Ranker())
        for change in ("names.depth=3", "width=3", "names.width=wide"):
            self.assertRaises(ValueError, recipe.recipes, [change])

    def test_a_work_folder_belongs_to_one_share(self):
        self.work.mkdir()
        given = argparse.Namespace(share=0.5, float32=False, set=[])
        train.belongs(given, self.work)
        train.belongs(given, self.work)
        given.share = 1.0
        self.assertRaises(SystemExit, train.belongs, given, self.work)


if __name__ == "__main__":
    unittest.main()
