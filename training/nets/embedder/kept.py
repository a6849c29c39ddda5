"""What takes long to make is made once and kept on disk, under the code that makes it: what other code made is never taken for it."""

import ast
import gzip
import os
import pickle
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from importlib.util import resolve_name
from pathlib import Path
from typing import TypeVar

TRAINING = Path(__file__).resolve().parents[2]
STORE = TRAINING / 'runs' / 'embedder-pictures'

Made = TypeVar('Made')


def kept(path: Path, make: Callable[[], Made]) -> Made:
    """Several processes may ask for the same: the last one's file stays, and all are alike."""
    if path.exists():
        return pickle.loads(gzip.decompress(path.read_bytes()))
    made = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f'.{os.getpid()}.part')
    part.write_bytes(gzip.compress(pickle.dumps(made), 3))
    part.replace(path)
    return made


@lru_cache
def code_of(module: str, root: Path = TRAINING) -> str:
    """Names a module of ours and all of ours that it builds on: another name as soon as any of them says something else."""
    digest = sha256()
    for path in sorted(files_of(module, root)):
        digest.update(f'{path.relative_to(root)} {ast.dump(_parsed(path))}\n'.encode())
    return digest.hexdigest()[:12]


def files_of(module: str, root: Path = TRAINING) -> set[Path]:
    """Of a module, of those that it imports anywhere within it, and so on."""
    found, left = set(), [module]
    while left:
        name = left.pop()
        path = _file_of(name, root)
        if path is None or path in found:
            continue
        found.add(path)
        parent = name.rpartition('.')[0]
        left += [parent, *_imported(_parsed(path), name if path.stem == '__init__' else parent)]
    return found


def _imported(code: ast.Module, package: str) -> list[str]:
    """Names of modules, and of much that is none."""
    names = []
    for node in ast.walk(code):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name('.' * node.level + (node.module or ''), package)
            names += [base, *(f'{base}.{alias.name}' for alias in node.names)]
    return names


def _file_of(name: str, root: Path) -> Path | None:
    place = root.joinpath(*name.split('.')) if name else root
    return next((path for path in (place.with_suffix('.py'), place / '__init__.py') if path.is_file()), None)


@lru_cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_bytes())
