"""A photo that somebody uploads: small enough, really an image, and without hidden data."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from articles.photo_files import name_for

SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
# More than a newspaper's camera takes. A file of a few kilobytes can claim far more, and each
# pixel costs eight bytes while the picture is turned. Pillow's own limit, 89 million, lies above.
MOST_PIXELS = 50_000_000
# What a picture is painted with; everything else that a file can hold is left behind.
KEPT = ("transparency",)
# A colour profile that is longer holds more than colours.
LONGEST_PROFILE = 1 << 20


def checked_image(upload: UploadedFile[Any]) -> ContentFile[bytes]:
    """Return the image written anew, upright, in the web's colours, named for what it holds.

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
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _written_anew(upload)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(upload) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(
            _("%(name)s is no JPEG, PNG or WebP image, or it is damaged. Choose another file.")
            % {"name": upload.name}
        ) from error


def _written_anew(upload: UploadedFile[Any]) -> ContentFile[bytes]:
    upload.seek(0)
    with Image.open(upload, formats=list(SUFFIXES)) as image:
        name = image.format or ""
        # The head of the file says how large it is; nothing has been unpacked yet.
        if image.width * image.height > MOST_PIXELS:
            raise _too_many_pixels(upload)
        options: dict[str, Any] = {"quality": 92} if name != "PNG" else {}
        profile = image.info.get("icc_profile")
        ImageOps.exif_transpose(image, in_place=True)
        upright = _in_srgb(image, profile) if profile else image
        upright.info = {key: upright.info[key] for key in KEPT if key in upright.info}
        target = BytesIO()
        upright.save(target, format=name, **options)
    data = target.getvalue()
    return ContentFile(data, name=name_for(data, SUFFIXES[name]))


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Return the image in the colours that every browser takes for granted.

    A profile that is none, or that fits no picture of this kind, is passed over.
    """
    if image.mode not in ("RGB", "CMYK") or len(profile) > LONGEST_PROFILE:
        return image
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        if image.mode == "RGB" and "sRGB" in ImageCms.getProfileDescription(given):
            return image
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, given, srgb, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _too_many_pixels(upload: UploadedFile[Any]) -> ValidationError:
    return ValidationError(
        _("%(name)s has more than %(limit)s million pixels. Save it smaller and choose it again.")
        % {"name": upload.name, "limit": MOST_PIXELS // 1_000_000}
    )
