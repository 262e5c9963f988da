"""Write the sample data set "digits" from scikit-learn's copy of the UCI handwritten digits.

Usage: python packaging/recipes/digits_sample.py resources/samples/digits.zip
"""

import argparse
import io
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.datasets import load_digits

SIDE = 32
DARKEST = 16  # the scans count the inked pixels of a block of 4 × 4, from 0 to 16
TIMESTAMP = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP file can hold; equal input gives equal bytes


def picture(scan: np.ndarray) -> Image.Image:
    """Show a scan of 8 × 8 ink counts as dark ink on white paper, large enough for the eye."""
    paper = 255.0 * (1.0 - scan / DARKEST)
    small = Image.fromarray(paper.round().astype(np.uint8))
    return small.resize((SIDE, SIDE), Image.Resampling.BICUBIC)


def png(image: Image.Image) -> bytes:
    """Encode an image as PNG."""
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()


def write_archive(target: Path) -> int:
    """Write all scans to `target`, one folder per digit, and return their number."""
    scans, labels = load_digits(return_X_y=True)
    seen = dict.fromkeys(range(10), 0)
    with zipfile.ZipFile(target, "w") as archive:
        for scan, label in sorted(zip(scans, map(int, labels), strict=True), key=lambda pair: pair[1]):
            entry = zipfile.ZipInfo(f"digits/{label}/{seen[label]:04d}.png", TIMESTAMP)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, png(picture(scan.reshape(8, 8))), zipfile.ZIP_STORED)
            seen[label] += 1
    return sum(seen.values())


def main() -> None:
    """Run the recipe from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("target", type=Path, help="the ZIP file to write")
    target: Path = parser.parse_args().target
    target.parent.mkdir(parents=True, exist_ok=True)
    print(f"{write_archive(target)} images, {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
