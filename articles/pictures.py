"""A photo that somebody uploads: small enough, really an image, and without hidden data."""

from __future__ import annotations

import struct
import warnings
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from PIL import Image, ImageCms, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from articles import picture_memory
from articles.photo_files import name_for
from audit.sentences import gettext as _

SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
# What Pillow raises over bytes that make no sense, an orientation's included.
DAMAGED = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,
    struct.error,
)
# What a picture is painted with; everything else that a file can hold is left behind.
KEPT = ("transparency",)
# A colour profile that is longer holds more than colours.
LONGEST_PROFILE = 1 << 20


def checked_image(upload: UploadedFile[Any]) -> ContentFile[bytes]:
    """Return the image written anew, upright, in the web's colours, named for what it holds.

    A JPEG that would take more than a hundred megabytes comes back at half its width and height.

    Place and camera of a photographer are nobody's business, and a file that was written anew
    holds nothing but the picture: no EXIF, comment or text, and no colour profile either. Colours
    of another profile than sRGB are converted by it. Raises ``ValidationError`` with what is wrong
    and what to do.
    """
    size = upload.size or 0
    if size > settings.PHOTO_MAX_BYTES:
        raise ValidationError(
            _("%(name)s has %(size)s, more than %(limit)s. Save it smaller and choose it again.")
            % {
                "name": upload.name,
                "size": filesizeformat(size),
                "limit": filesizeformat(settings.PHOTO_MAX_BYTES),
            }
        )
    try:
        with warnings.catch_warnings(), picture_memory.one_at_a_time:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _written_anew(upload)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(upload, picture_memory.MOST_PIXELS) from error
    except DAMAGED as error:
        if isinstance(error, OSError) and error.errno:
            # The disk's fault, not the picture's.
            raise
        raise ValidationError(
            _("%(name)s is no JPEG, PNG or WebP image, or it is damaged. Choose another file.")
            % {"name": upload.name}
        ) from error


def _written_anew(upload: UploadedFile[Any]) -> ContentFile[bytes]:
    upload.seek(0)
    scans = picture_memory.scans_of(upload.read())
    if scans > picture_memory.MOST_SCANS:
        raise _too_many_scans(upload)
    upload.seek(0)
    with Image.open(upload, formats=list(SUFFIXES)) as image:
        # Of a file of several pictures the first one is taken.
        name = "JPEG" if isinstance(image, JpegImageFile) else str(image.format)
        # The head of the file says how large it is; nothing has been unpacked yet.
        most = picture_memory.most_pixels(image, scans)
        if image.width * image.height > most:
            raise _too_many_pixels(upload, most)
        options: dict[str, Any] = {"quality": 92} if name != "PNG" else {}
        picture_memory.halve_if_large(image, scans)
        # What is not loaded is copied when it is saved.
        image.load()
        upright = picture_memory.upright(_in_srgb(image))
        upright.info = {key: upright.info[key] for key in KEPT if key in upright.info}
        target = BytesIO()
        upright.save(target, format=name, **options)
    data = target.getvalue()
    return ContentFile(data, name=name_for(data, SUFFIXES[name]))


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return the image in the colours that every browser takes for granted.

    A profile that is none, or that fits no picture of this kind, is passed over.
    """
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK") or len(profile) > LONGEST_PROFILE:
        return image
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        if image.mode == "RGB" and "sRGB" in ImageCms.getProfileDescription(given):
            return image
        srgb = ImageCms.createProfile("sRGB")
        in_place = image.mode == "RGB"
        converted = ImageCms.profileToProfile(
            image, given, srgb, outputMode="RGB", inPlace=in_place
        )
        return converted or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _too_many_pixels(upload: UploadedFile[Any], most: int) -> ValidationError:
    told = {"name": upload.name, "limit": most // picture_memory.MILLION}
    if most < picture_memory.MOST_PIXELS:
        return ValidationError(
            _(
                "%(name)s has more than %(limit)s million pixels, the most for a file of its kind."
                " Save it smaller, or as a JPEG that is not progressive, and choose it again."
            )
            % told
        )
    return ValidationError(
        _("%(name)s has more than %(limit)s million pixels. Save it smaller and choose it again.")
        % told
    )


def _too_many_scans(upload: UploadedFile[Any]) -> ValidationError:
    return ValidationError(
        _(
            "%(name)s is a progressive JPEG of more than %(limit)s passes."
            " Save it as a plain JPEG and choose it again."
        )
        % {"name": upload.name, "limit": picture_memory.MOST_SCANS}
    )
