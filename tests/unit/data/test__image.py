"""The loader gives upright 8-bit RGB of whatever Pillow reads, and a reason for whatever it does not."""

import hashlib
import io
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, features

from ptstudio.data import _image as image_module
from ptstudio.data._image import (
    MAX_PIXELS,
    UnreadableImageError,
    examine_image,
    is_image_name,
    load_image,
    picture_size,
)
from tests.helpers import pictures

RED, GREEN, BLUE = pictures.RED, pictures.GREEN, pictures.BLUE


def problem(path: Path) -> UnreadableImageError:
    with pytest.raises(UnreadableImageError) as caught:
        load_image(path)
    with pytest.raises(UnreadableImageError) as again:
        examine_image(path)
    assert again.value.kind == caught.value.kind
    assert caught.value.reason.endswith(".")
    assert caught.value.remedy.endswith(".")
    return caught.value


def middle(image: Image.Image) -> tuple[int, ...]:
    return tuple(int(value) for value in np.asarray(image)[image.height // 2, image.width // 2])


@pytest.mark.parametrize("suffix", ["jpg", "JPEG", "png", "bmp", "gif", "tif", "webp", "ppm", "jp2"])
def test_every_common_format_is_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"picture.{suffix}"
    kind = {"jpg": "JPEG", "tif": "TIFF", "jp2": "JPEG2000"}.get(suffix.lower(), suffix.upper())
    Image.new("RGB", (30, 20), RED).save(path, kind)
    image = load_image(path)
    assert (image.mode, image.size) == ("RGB", (30, 20))
    assert middle(image) == pytest.approx(RED, abs=12)
    assert is_image_name(path)


@pytest.mark.skipif(not features.check("avif"), reason="this Pillow has no AVIF")
def test_avif_is_read(tmp_path: Path) -> None:
    Image.new("RGB", (30, 20), RED).save(tmp_path / "a.avif")
    assert load_image(tmp_path / "a.avif").size == (30, 20)


@pytest.mark.parametrize("name", ["a.txt", "jpg", "a.pdf", "a.eps", "a.mpg", "a.jpg.txt", ".jpg"])
def test_other_names_are_no_pictures(name: str) -> None:
    assert not is_image_name(Path(name))


@pytest.mark.parametrize("suffix", [".jpg", ".tif", ".png", ".webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_camera_gives_an_upright_picture(tmp_path: Path, orientation: int, suffix: str) -> None:
    path = pictures.save_turned(tmp_path / f"turned{suffix}", orientation)
    image = load_image(path)
    assert image.size == (40, 20)
    pixels = np.asarray(image).astype(int)
    assert pixels[10, 5] == pytest.approx(RED, abs=60)
    assert pixels[10, 35] == pytest.approx(BLUE, abs=60)
    examined = examine_image(path)
    assert (examined.width, examined.height) == (40, 20)


def test_a_large_turned_jpeg_has_its_upright_size(tmp_path: Path) -> None:
    path = pictures.save_turned(tmp_path / "large.jpg", 6, size=(1203, 799))
    examined = examine_image(path)
    assert (examined.width, examined.height) == (1203, 799)
    assert Image.open(io.BytesIO(examined.thumbnail)).size == (160, 106)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif"])
def test_a_header_tells_how_a_picture_is_seen(tmp_path: Path, orientation: int, suffix: str) -> None:
    path = pictures.save_turned(tmp_path / f"turned{suffix}", orientation)
    assert picture_size(path) == (40, 20, orientation)
    assert picture_size(path).is_turned == (orientation > 4)


def test_the_pixels_of_a_png_are_only_decoded_where_something_stands_behind_them(tmp_path: Path) -> None:
    path = pictures.save(tmp_path / "a.png", size=(200, 100))
    content = path.read_bytes()
    path.write_bytes(content[:-200])
    assert picture_size(path) == (200, 100, None)
    exif = Image.Exif()
    exif[pictures.ORIENTATION] = 6
    buffer = io.BytesIO()
    pictures.picture((200, 100)).save(buffer, "PNG", exif=exif)
    turned = buffer.getvalue()
    start = turned.index(b"eXIf") - 4
    chunk = turned[start : start + 12 + int.from_bytes(turned[start : start + 4], "big")]
    path.write_bytes(turned.replace(chunk, b"")[:-12] + chunk + turned[-12:])
    assert picture_size(path) == (100, 200, 6) == (*load_image(path).size, 6)


def test_a_size_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("no picture")
    for name, kind in (("a.jpg", "not-an-image"), ("gone.jpg", "missing-file")):
        with pytest.raises(UnreadableImageError) as caught:
            picture_size(tmp_path / name)
        assert caught.value.kind == kind


def test_transparency_lies_on_white(tmp_path: Path) -> None:
    Image.new("RGBA", (9, 9), (200, 0, 0, 0)).save(tmp_path / "clear.png")
    Image.new("RGBA", (9, 9), (0, 0, 0, 128)).save(tmp_path / "half.png")
    Image.new("LA", (9, 9), (0, 0)).save(tmp_path / "grey.png")
    Image.new("RGB", (9, 9), RED).save(tmp_path / "key.png", transparency=RED)
    assert middle(load_image(tmp_path / "clear.png")) == (255, 255, 255)
    assert middle(load_image(tmp_path / "half.png")) == pytest.approx((127, 127, 127), abs=1)
    assert middle(load_image(tmp_path / "grey.png")) == (255, 255, 255)
    assert middle(load_image(tmp_path / "key.png")) == (255, 255, 255)


@pytest.mark.parametrize("transparency", [1, b"\xff\x00"])
def test_palettes_keep_colours_and_transparency(tmp_path: Path, transparency: int | bytes) -> None:
    image = Image.new("P", (20, 10), 0)
    image.putpalette([*GREEN, *RED])
    image.paste(1, (10, 0, 20, 10))
    image.save(tmp_path / "palette.png", transparency=transparency)
    pixels = np.asarray(load_image(tmp_path / "palette.png"))
    assert tuple(pixels[5, 2]) == GREEN
    assert tuple(pixels[5, 17]) == (255, 255, 255)


def test_grey_bits_and_cmyk_become_rgb(tmp_path: Path) -> None:
    Image.new("L", (8, 8), 77).save(tmp_path / "grey.png")
    Image.new("1", (8, 8), 1).save(tmp_path / "bit.png")
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(tmp_path / "print.jpg", quality=95)
    assert middle(load_image(tmp_path / "grey.png")) == (77, 77, 77)
    assert middle(load_image(tmp_path / "bit.png")) == (255, 255, 255)
    assert middle(load_image(tmp_path / "print.jpg")) == pytest.approx((255, 0, 0), abs=8)
    assert examine_image(tmp_path / "print.jpg").width == 8


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_sixteen_bits_are_scaled_by_their_range(tmp_path: Path, suffix: str) -> None:
    values = np.array([[0, 257, 32896, 65535]], dtype=np.uint16)
    Image.fromarray(values).save(tmp_path / f"deep{suffix}")
    assert np.asarray(load_image(tmp_path / f"deep{suffix}"))[0, :, 0].tolist() == [0, 1, 128, 255]


def test_whole_numbers_and_fractions_are_scaled(tmp_path: Path) -> None:
    def grey(values: np.ndarray) -> list[int]:
        Image.fromarray(values).save(tmp_path / "deep.tif")
        return [int(value) for value in np.asarray(load_image(tmp_path / "deep.tif"))[0, :, 0]]

    assert grey(np.array([[0, 32896, 65535]], dtype=np.int32)) == [0, 128, 255]
    assert grey(np.array([[-100, 0, 100]], dtype=np.int32)) == [0, 128, 255]
    assert grey(np.array([[0, 0.5, 1]], dtype=np.float32)) == [0, 128, 255]
    assert grey(np.array([[0, 128, 255]], dtype=np.float32)) == [0, 128, 255]
    assert grey(np.array([[np.nan, 0.5, 1]], dtype=np.float32)) == [0, 128, 255]
    assert grey(np.array([[7, 7, 7]], dtype=np.float32)) == [7, 7, 7]


@pytest.mark.parametrize("suffix", [".gif", ".png", ".webp", ".tif"])
def test_the_first_frame_of_an_animation_counts(tmp_path: Path, suffix: str) -> None:
    frames = [Image.new("RGB", (16, 16), colour) for colour in (RED, GREEN, BLUE)]
    frames[0].save(tmp_path / f"moving{suffix}", save_all=True, append_images=frames[1:])
    assert middle(load_image(tmp_path / f"moving{suffix}")) == pytest.approx(RED, abs=8)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".bmp", ".gif", ".tif", ".webp"])
@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_truncated_picture_is_found(tmp_path: Path, suffix: str, keep: float) -> None:
    assert problem(pictures.save_truncated(tmp_path / f"cut{suffix}", keep)).kind in ("truncated", "damaged")


def test_a_large_jpeg_without_its_last_bytes_is_found(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (600, 900, 3)).astype(np.uint8)
    path = tmp_path / "cut.jpg"
    Image.fromarray(noise).save(path)
    path.write_bytes(path.read_bytes()[:-2000])
    assert problem(path).kind == "truncated"


def test_what_is_no_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "zero.png").touch()
    (tmp_path / "start.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\x10JF")
    assert problem(pictures.save_text(tmp_path / "text.jpg")).kind == "not-an-image"
    assert problem(tmp_path / "zero.png").kind == "empty-file"
    assert problem(tmp_path / "start.jpg").kind == "truncated"
    assert problem(tmp_path / "gone.jpg").kind == "missing-file"
    assert "HEIC" in problem(pictures.save_heic(tmp_path / "phone.jpg")).reason
    assert problem(tmp_path).kind == "unreadable"


def test_a_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    error = problem(pictures.save_bomb(tmp_path / "bomb.png"))
    assert error.kind == "too-large"
    assert "178 million" in error.reason


def test_the_limit_holds_wherever_pillows_own_is_turned_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    error = problem(pictures.save_bomb(tmp_path / "bomb.png", 20_000, 10_000))
    assert "20,000 × 10,000" in error.reason
    assert MAX_PIXELS < 20_000 * 10_000


def test_too_many_bytes_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_module, "MAX_BYTES", 10)
    assert problem(pictures.save(tmp_path / "a.png")).kind == "too-large"


@pytest.mark.parametrize("size", [(0, 10), (10, 0), (0, 0)])
def test_a_picture_without_pixels_is_named(tmp_path: Path, size: tuple[int, int]) -> None:
    assert problem(pictures.save_bomb(tmp_path / "none.png", *size)).kind == "empty-picture"


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert problem(pictures.save(tmp_path / "a.png")).kind == "no-permission"


def test_want_of_memory_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhaust(_: Image.Image) -> None:
        raise MemoryError

    path = pictures.save(tmp_path / "a.png")
    monkeypatch.setattr(image_module, "to_rgb", exhaust)
    assert problem(path).kind == "too-large"


def test_pillows_warnings_never_leak(tmp_path: Path) -> None:
    broken = pictures.save_with_broken_exif(tmp_path / "exif.jpg")
    large = tmp_path / "large.png"
    Image.new("1", (10_000, 9_000)).save(large)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert load_image(broken).size == (24, 16)
        assert examine_image(large).width == 10_000
    assert caught == []


def test_an_examination_tells_id_size_and_thumbnail(tmp_path: Path) -> None:
    path = pictures.save(tmp_path / "a.png", size=(400, 100))
    examined = examine_image(path)
    assert examined.id == hashlib.sha256(path.read_bytes()).hexdigest()[:32]
    assert (examined.width, examined.height) == (400, 100)
    small = Image.open(io.BytesIO(examined.thumbnail))
    assert (small.format, small.size) == ("JPEG", (160, 40))


def test_thumbnails_of_thin_and_tiny_pictures(tmp_path: Path) -> None:
    thin = examine_image(pictures.save(tmp_path / "thin.png", size=(2000, 1)))
    tiny = examine_image(pictures.save(tmp_path / "tiny.png", size=(1, 1)))
    assert Image.open(io.BytesIO(thin.thumbnail)).size == (160, 1)
    assert Image.open(io.BytesIO(tiny.thumbnail)).size == (1, 1)


def test_threads_get_what_one_alone_gets(tmp_path: Path) -> None:
    paths = [pictures.save(tmp_path / f"{seed}.jpg", seed) for seed in range(8)]
    paths.append(pictures.save_with_broken_exif(tmp_path / "exif.jpg"))
    alone = [examine_image(path) for path in paths]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(examine_image, paths * 4)) == alone * 4


@pytest.mark.real
def test_real_photographs_are_read(real_data: Path) -> None:
    path = next((real_data / "trashnet-mini" / "glass").iterdir())
    examined = examine_image(path)
    assert load_image(path).size == (examined.width, examined.height)
