"""Render characters in many typefaces once, into a bank of small masks from which training draws.

Usage: PYTHONPATH=packaging python -m starter.glyphs bank.npz --fonts /usr/share/fonts
"""

import argparse
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fontTools.ttLib import TTFont, TTLibError
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from starter.characters import character_groups

SIDE = 48
MARGIN = 2
FONT_SIZE = 72
HANDWRITTEN_COPIES = 3  # faces that look written by hand are drawn more often
LEAST_INK = 12  # a smaller glyph is a dot or a blank

SKIPPED_FACES = re.compile(r"Condensed|UI-|Ornement|Ornament|NotoSans-\w*Italic|dingbat|webfont", re.IGNORECASE)
HANDWRITTEN = re.compile(
    r"breip|dkg|ecolier|femke|humor|isabella|joscelyn|kristi|radisnoir|rufscript|tomson|purisa|dancing|klee|"
    r"nanum(pen|brush)|seto|kiloji|domestic|delphine|steve|kaushan|leckerli|yusei|winks|comicneue|gfstheo|"
    r"mynerve|jsmath|penguin|bajaderka|beteckna|blankenburg",
    re.IGNORECASE,
)
NOTO_WEIGHTS = re.compile(r"Noto.*-(Regular|Bold|Thin|Black)\.\w+$")


@dataclass(frozen=True)
class GlyphBank:
    """Rendered characters: white on black, cropped to their ink and centred in a square."""

    masks: NDArray[np.uint8]  # glyphs × side × side
    labels: NDArray[np.int64]  # each glyph's class
    groups: NDArray[np.int64]  # each class's group
    classes: list[str]

    def save(self, path: Path) -> None:
        """Write the bank to an .npz file."""
        names = np.array(self.classes)
        np.savez(path, masks=self.masks, labels=self.labels, groups=self.groups, classes=names)

    @classmethod
    def load(cls, path: Path) -> "GlyphBank":
        """Read a bank that `save` wrote."""
        with np.load(path) as stored:
            classes = [str(name) for name in stored["classes"]]
            return cls(stored["masks"], stored["labels"], stored["groups"], classes)


def typefaces(folders: Iterable[Path]) -> list[Path]:
    """List the usable font files below `folders`, in a fixed order."""
    files = {file for folder in folders for file in folder.rglob("*") if file.suffix.lower() in {".ttf", ".otf"}}
    return sorted(file for file in files if _is_wanted(file.name))


def _is_wanted(name: str) -> bool:
    if SKIPPED_FACES.search(name):
        return False
    return not name.startswith("Noto") or NOTO_WEIGHTS.match(name) is not None


def characters_in(face: Path) -> frozenset[str]:
    """Return the characters that a font file really draws."""
    try:
        with TTFont(face, lazy=True, fontNumber=0) as font:
            return frozenset(map(chr, font.getBestCmap() or ()))
    except (TTLibError, OSError, KeyError, AssertionError):
        return frozenset()


def render(character: str, font: ImageFont.FreeTypeFont) -> NDArray[np.uint8] | None:
    """Draw one character, crop it to its ink and fit it into the square; None where there is no ink."""
    left, top, right, bottom = font.getbbox(character)
    canvas = Image.new("L", (int(right - left) + 8, int(bottom - top) + 8))
    ImageDraw.Draw(canvas).text((4 - left, 4 - top), character, fill=255, font=font)
    box = canvas.getbbox()
    if box is None or max(box[2] - box[0], box[3] - box[1]) < LEAST_INK:
        return None
    ink = canvas.crop(box)
    scale = (SIDE - 2 * MARGIN) / max(ink.size)
    size = (max(1, round(ink.width * scale)), max(1, round(ink.height * scale)))
    square = Image.new("L", (SIDE, SIDE))
    square.paste(ink.resize(size, Image.Resampling.BOX), ((SIDE - size[0]) // 2, (SIDE - size[1]) // 2))
    return np.asarray(square)


def drawings(faces: Iterable[Path], wanted: dict[str, str]) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    """Yield (class, mask) for every wanted character of every face; `wanted` maps characters to classes."""
    for face in faces:
        copies = HANDWRITTEN_COPIES if HANDWRITTEN.search(face.name) else 1
        try:
            font = ImageFont.truetype(face, FONT_SIZE)
            for character in sorted(characters_in(face) & wanted.keys()):
                mask = render(character, font)
                if mask is not None:
                    yield from [(wanted[character], mask)] * copies
        except OSError:
            print(f"skipped {face.name}: it cannot be drawn")


def build_bank(faces: list[Path], fewest: int, most: int, seed: int = 0) -> GlyphBank:
    """Render all classes; drop those in fewer than `fewest` drawings, thin out those in more than `most`."""
    groups = character_groups()
    wanted = {character: name for names in groups.values() for name in names for character in name}
    found: dict[str, list[NDArray[np.uint8]]] = defaultdict(list)
    for name, mask in drawings(faces, wanted):
        found[name].append(mask)
    numbered = [(name, number) for number, names in enumerate(groups.values()) for name in names]
    kept = [(name, number) for name, number in numbered if len(found[name]) >= fewest]
    dice = np.random.default_rng(seed)
    masks, labels = [], []
    for label, (name, _) in enumerate(kept):
        chosen = dice.permutation(len(found[name]))[:most]
        masks += [found[name][index] for index in chosen]
        labels += [label] * len(chosen)
    return GlyphBank(
        np.stack(masks), np.array(labels), np.array([number for _, number in kept]), [name for name, _ in kept]
    )


def main() -> None:
    """Run the recipe from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("target", type=Path, help="the .npz file to write")
    parser.add_argument("--fonts", type=Path, nargs="+", required=True, help="folders that hold font files")
    parser.add_argument("--fewest", type=int, default=12, help="drop characters that fewer fonts draw")
    parser.add_argument("--most", type=int, default=1000, help="keep at most this many drawings of a character")
    options = parser.parse_args()
    faces = typefaces(options.fonts)
    bank = build_bank(faces, options.fewest, options.most)
    bank.save(options.target)
    print(f"{len(bank.masks)} drawings of {len(bank.classes)} characters from {len(faces)} font files")


if __name__ == "__main__":
    main()
