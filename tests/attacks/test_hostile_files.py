"""Small files made to cost much, or to bring along or fetch what they must not."""

from __future__ import annotations

import errno
import io
import json
import struct
import tempfile
import time
import zipfile
import zlib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat

from articles import picture_memory
from articles.models import Article
from articles.pictures import checked_image
from issues.models import Page
from tables.formats import TableRefused
from tables.sheets import XlsxFormat
from tests.admin.test_import_screens import confirm
from tests.admin.test_import_screens import upload as send
from tests.keeping.cast import exported, refused, run
from tests.make import APRIL, JUNE, make_administrator

MEGABYTE = 1 << 20


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and begins with some rows of it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    packer = zlib.compressobj()
    rows = b"".join(packer.compress(b"\0" * (1 + 4 * width)) for _ in range(min(height, 50)))
    data = rows + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def upload(data: bytes, name: str = "a.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def memory() -> int:
    """Return the bytes that this process held at the most since ``forget_memory``."""
    return _status("VmHWM")


def forget_memory() -> int:
    """Begin to count anew; return the bytes that this process holds now."""
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) * 1024


@pytest.mark.parametrize("side", [5001, 7072, 9400, 9500, 10_900, 20_000, 60_000])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(side: int) -> None:
    file = upload(png_that_claims(side, side))
    before, start = forget_memory(), time.process_time()
    limit = 25 if side < 9_460 else 50
    with pytest.raises(ValidationError, match=f"more than {limit} million"):
        checked_image(file)
    assert time.process_time() - start < 1
    assert memory() - before < 100 * MEGABYTE


def saved(kind: str, mode: str, size: tuple[int, int], **options: Any) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size).save(target, kind, **options)
    return target.getvalue()


def turned(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


# What the largest of each kind becomes: as large as it was, or half as wide and high.
LARGEST: dict[str, tuple[str, str, tuple[int, int], dict[str, Any], tuple[int, int]]] = {
    "a JPEG": ("JPEG", "RGB", (8640, 5760), {}, (4320, 2880)),
    "a JPEG of a camera": ("JPEG", "RGB", (6016, 4016), {}, (6016, 4016)),
    "a JPEG that stands on its side": ("JPEG", "RGB", (6000, 4000), {"exif": 6}, (4000, 6000)),
    "a larger one": ("JPEG", "RGB", (8640, 5760), {"exif": 8}, (2880, 4320)),
    "a grey JPEG": ("JPEG", "L", (8640, 5760), {"exif": 3}, (8640, 5760)),
    "a JPEG of print": ("JPEG", "CMYK", (8640, 5760), {}, (4320, 2880)),
    "a progressive JPEG": ("JPEG", "RGB", (6000, 4000), {"progressive": True}, (3000, 2000)),
    "a PNG": ("PNG", "RGBA", (6000, 4000), {}, (6000, 4000)),
    "a PNG that stands on its side": ("PNG", "RGB", (6000, 4000), {"exif": 6}, (4000, 6000)),
    "a grey PNG": ("PNG", "L", (8640, 5760), {}, (8640, 5760)),
    "a WebP": ("WEBP", "RGB", (2400, 1600), {"method": 0}, (2400, 1600)),
    "a WebP without loss": ("WEBP", "RGBA", (2400, 1600), {"lossless": True}, (2400, 1600)),
}


@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_picture_of_each_kind_costs_no_more_than_the_bounds(name: str) -> None:
    kind, mode, size, options, becomes = LARGEST[name]
    if "exif" in options:
        options = options | {"exif": turned(options["exif"])}
    file = upload(saved(kind, mode, size, **options))
    before, start = forget_memory(), time.process_time()
    clean = checked_image(file)
    assert time.process_time() - start < 2
    # The picture, and some for its file.
    assert memory() - before < picture_memory.MOST_BYTES + 12 * MEGABYTE
    with Image.open(clean) as image:
        assert (image.size, image.mode) == (becomes, mode)


TOO_LARGE: dict[str, tuple[str, str, tuple[int, int], dict[str, Any], int]] = {
    "a PNG": ("PNG", "RGB", (6000, 4200), {}, 25),
    "a WebP": ("WEBP", "RGB", (2500, 1610), {"method": 0}, 4),
    "a progressive JPEG": ("JPEG", "RGB", (6000, 4200), {"progressive": True}, 25),
    "one of all its colours": (
        "JPEG",
        "RGB",
        (4700, 3000),
        {"progressive": True, "subsampling": 0},
        14,
    ),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_each_kind_is_refused_by_the_limit_that_is_named(name: str) -> None:
    kind, mode, size, options, limit = TOO_LARGE[name]
    with pytest.raises(ValidationError, match=f"more than {limit} million pixels, the most for"):
        checked_image(upload(saved(kind, mode, size, **options)))


def passes(count: int) -> bytes:
    """A progressive JPEG with its last pass over and over again; some bytes each."""
    data = saved("JPEG", "L", (2000, 2000), progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * count + b"\xff\xd9"


@pytest.mark.parametrize("hidden", [b"", b"\xff\x01\xff\xff", b"\xff\xd0", b"\xff\xfe\0\4  "])
def test_a_small_jpeg_of_very_many_passes_is_refused_at_once(hidden: bytes) -> None:
    data = passes(3000).replace(b"\xff\xda", hidden + b"\xff\xda")
    start = time.process_time()
    with pytest.raises(ValidationError, match="progressive JPEG of more than 32 passes"):
        checked_image(upload(data, "a.jpg"))
    assert time.process_time() - start < 1
    assert checked_image(upload(passes(10), "a.jpg")).size


def test_a_small_picture_within_a_picture_is_no_pass_of_it() -> None:
    preview = b"Exif\0\0" + passes(60)[-60_000:]
    data = saved("JPEG", "RGB", (60, 40), exif=preview, progressive=True)
    assert data.count(b"\xff\xda") > picture_memory.MOST_SCANS
    assert checked_image(upload(data, "a.jpg")).size


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA"), ("PNG", "P")])
def test_a_picture_is_turned_as_pillow_turns_it(kind: str, mode: str, orientation: int) -> None:
    target = io.BytesIO()
    picture = Image.effect_noise((12, 28), 50).resize((240, 560))
    bands = [picture.rotate(180), picture, picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)]
    colours = Image.merge("RGB", bands).convert(mode)
    colours.save(target, kind, quality=100, exif=turned(orientation))
    expected = ImageOps.exif_transpose(Image.open(target)).convert("RGBA")
    clean = Image.open(checked_image(upload(target.getvalue()))).convert("RGBA")
    assert clean.size == expected.size
    difference = ImageChops.difference(clean.convert("RGB"), expected.convert("RGB"))
    assert max(ImageStat.Stat(difference).mean) < (3 if kind == "JPEG" else 0.001)


def test_of_a_file_of_several_pictures_the_first_is_taken() -> None:
    """Cameras and telephones write such files under the name of a JPEG."""
    target = io.BytesIO()
    first, second = Image.new("RGB", (60, 40), "red"), Image.new("RGB", (60, 40), "blue")
    first.save(target, "MPO", save_all=True, append_images=[second])
    clean = checked_image(upload(target.getvalue(), "a.jpg"))
    assert str(clean.name).endswith(".jpg")
    with Image.open(clean) as image:
        assert image.format == "JPEG"
        assert image.getpixel((30, 20))[0] > 245  # type: ignore[index]


def test_a_disk_that_fails_is_not_taken_for_a_damaged_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(**_options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(OSError, match="No space left"):
        checked_image(upload(saved("JPEG", "RGB", (60, 40), exif=turned(6))))


@pytest.mark.parametrize("orientation", [0, 9, 65_535])
def test_an_orientation_that_there_is_not_turns_nothing(orientation: int) -> None:
    clean = checked_image(upload(saved("JPEG", "L", (60, 40), exif=turned(orientation))))
    assert Image.open(clean).size == (60, 40)


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_brings_along_nothing_but_its_pixels(kind: str) -> None:
    picture, words = io.BytesIO(), b"SECRET <script>"
    options: dict[str, Any] = {"icc_profile": srgb() + words, "exif": _exif()}
    if kind == "JPEG":
        options["comment"] = words
    Image.new("RGB", (60, 40), "red").save(picture, kind, **options)
    assert b"SECRET" in picture.getvalue()
    clean = checked_image(upload(picture.getvalue() + words)).read()
    assert b"SECRET" not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert not {"icc_profile", "exif", "comment"} & set(image.info)
        assert image.size == (60, 40)
        red, green, blue = image.convert("RGB").getpixel((30, 20))  # type: ignore[misc]
        assert red > 245
        assert max(green, blue) < 10


def _exif() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "SECRET place"
    return exif.tobytes()


def test_colours_of_another_profile_are_converted_and_no_profile_is_kept() -> None:
    picture = io.BytesIO()
    Image.new("CMYK", (10, 10), (0, 255, 255, 0)).save(picture, "JPEG", icc_profile=b"no profile")
    clean = checked_image(upload(picture.getvalue(), "a.jpg")).read()
    assert b"no profile" not in clean


def far_sheet(reference: str, content: str = "<v>1</v>") -> bytes:
    """An XLSX file with one cell at the place named."""
    book = openpyxl.Workbook()
    book.active.append(["name"])
    plain, far = io.BytesIO(), io.BytesIO()
    book.save(plain)
    row = "".join(filter(str.isdigit, reference))
    cell = f'<row r="{row}"><c r="{reference}">{content}</c></row></sheetData>'
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(far, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"</sheetData>", cell.encode())
            new.writestr(name, data)
    return far.getvalue()


@pytest.mark.parametrize("reference", ["XFD1048576", "A1048576", "XFD2", "CW2"])
def test_a_table_with_one_cell_far_away_is_refused_at_once(reference: str) -> None:
    data = far_sheet(reference)
    assert len(data) < 10_000
    start = time.process_time()
    with pytest.raises(TableRefused, match="more than"):
        XlsxFormat().read(data)
    assert time.process_time() - start < 1


def test_a_cell_far_away_that_is_only_coloured_does_no_harm() -> None:
    data = far_sheet("XFD1048576", "")
    start = time.process_time()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"XFD1048576" in archive.read("xl/worksheets/sheet1.xml")
    coloured = _repacked(data, b'<c r="XFD1048576"></c>', b'<c r="XFD1048576" s="0"/>')
    assert XlsxFormat().read(coloured).headers == ["name"]
    assert time.process_time() - start < 1


def _repacked(data: bytes, old: bytes, new: bytes) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(result, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(old, new))
    return result.getvalue()


def test_a_table_within_the_bounds_is_read_to_its_last_cell() -> None:
    data = far_sheet("C5", "<v>7</v>")
    with pytest.raises(TableRefused, match="no name"):
        # The header has one column, and the far cell stands in the third.
        XlsxFormat().read(_repacked(data, b'r="A1"', b'r="B1"'))
    book = openpyxl.Workbook()
    book.active.append(["a", "b", "c"])
    book.active.append([None, None, 7])
    plain = io.BytesIO()
    book.save(plain)
    assert XlsxFormat().read(plain.getvalue()).rows == [[None, None, 7]]


@pytest.mark.django_db
def test_an_import_follows_no_link_out_of_its_folder(tmp_path: Path) -> None:
    folder, secret = tmp_path / "folder", tmp_path / "secret"
    folder.mkdir()
    secret.mkdir()
    (secret / "outside.txt").write_bytes(JUNE.read_bytes())
    (folder / "2025-06-13_1.txt").symlink_to(secret / "outside.txt")
    (folder / "more").symlink_to(secret)
    (folder / "inside.txt").write_bytes(APRIL.read_bytes())
    (folder / "again.txt").symlink_to(folder / "inside.txt")
    out = refused("import_pages", folder)
    assert "leads out of the folder" in out
    assert "1 imported" in out
    assert list(Page.objects.values_list("issue__date__month", flat=True)) == [4]


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["rule", "sure", "part", "index", "span"])
def test_a_page_document_with_a_part_missing_is_refused_by_its_name(
    part: str, tmp_path: Path
) -> None:
    run("import_pages", JUNE)
    document = exported()[0]
    del document["reading"]["document"]["articles"][0]["segments"][0][part]
    (tmp_path / "a.json").write_text(json.dumps(document))
    out = refused("import_pages", tmp_path / "a.json")
    assert f"segments[0].{part}" in out
    assert "is missing" in out
    assert "report it" not in out


@pytest.mark.django_db
@pytest.mark.parametrize("with_source", [True, False])
def test_a_page_document_is_previewed_as_what_it_becomes(client: Client, with_source: bool) -> None:
    run("import_pages", JUNE)
    words = ["export_page", "2025-06-13/1", *([] if with_source else ["--no-source"])]
    done = exported() if with_source else [json.loads(run(*words))]
    document = done[0]
    document["issue"]["date"] = "2025-07-14"
    document["issue"]["number"] = None
    client.force_login(make_administrator())
    answer: Any = send(client, ("page.txt", json.dumps(document).encode()))
    (_form, shown), *_rest = answer.context["rows"]
    headlines = [row.story.headline for row in shown.stories]
    assert headlines == [story["headline"] for story in document["articles"]]
    confirm(client, answer)
    stories = Article.objects.filter(page__issue__date="2025-07-14").order_by("order")
    assert [story.headline for story in stories] == headlines
