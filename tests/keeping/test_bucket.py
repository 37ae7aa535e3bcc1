"""Photos and sources in a store that speaks S3, against a server of that protocol."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import boto3
import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from archive.media_files import files_there, rows_without_files
from archive.storage_fitness import Wrong, media
from articles.photo_files import note_written, undone_with_rows
from tests.databases import Databases
from tests.importing.mixed_files import contents, zip_of
from tests.make import make_photo, make_story, put_image
from tests.samples import JUNE
from tests.served import manage

KEYS = {"S3_REGION": "us-east-1", "S3_ACCESS_KEY": "a", "S3_SECRET_KEY": "b"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Yield the address of a server that speaks S3."""
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str) -> str:
    name = f"photos-{uuid4().hex}"
    names = {"region_name": "us-east-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}
    boto3.client("s3", endpoint_url=server, **names).create_bucket(Bucket=name)
    return name


@pytest.fixture
def stored(server: str, bucket: str, settings: Settings) -> str:
    """Have photos in the bucket."""
    settings.BUCKET = bucket
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "articles.bucket_files.BucketStorage",
            "OPTIONS": {
                "bucket_name": bucket,
                "endpoint_url": server,
                "region_name": "us-east-1",
                "access_key": "a",
                "secret_key": "b",
                "file_overwrite": False,
            },
        }
    }
    return bucket


@pytest.mark.django_db
def test_a_photo_is_sent_when_it_is_published_and_has_no_other_address(
    client: Client, admin_user: User, stored: str, server: str
) -> None:
    public = make_story(published=True)
    draft = make_story(public.page)
    shown, private = (put_image(make_photo(row), b"jpeg") for row in (public, draft))
    answer = client.get(reverse("photo", args=[shown.pk]))
    assert b"".join(answer) == b"jpeg"
    for photo in (shown, private):
        assert photo.image.url == f"/media/{photo.image.name}"
        assert client.get(photo.image.url).status_code == 404
    assert client.get(reverse("photo", args=[private.pk])).status_code == 404
    page = client.get(public.get_absolute_url()).content.decode()
    assert server not in page
    assert stored not in page
    client.force_login(admin_user)
    assert b"".join(client.get(reverse("photo", args=[private.pk]))) == b"jpeg"
    default_storage.delete(str(shown.image.name))
    assert rows_without_files() == [shown.image.name]
    assert client.get(reverse("photo", args=[shown.pk])).status_code == 404


@pytest.mark.django_db
def test_a_file_goes_with_its_rows(stored: str) -> None:
    story = make_story()

    def broken() -> None:
        with undone_with_rows():
            note_written(put_image(make_photo(story)).image)
            raise KeyError

    with pytest.raises(KeyError):
        broken()
    assert files_there() == set()


def test_the_doctor_says_whether_it_can_be_written(stored: str, settings: Settings) -> None:
    assert media() == stored
    settings.BUCKET = "elsewhere"
    options = settings.STORAGES["default"]["OPTIONS"] | {"bucket_name": "elsewhere"}
    elsewhere = settings.STORAGES["default"] | {"OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"default": elsewhere}
    with pytest.raises(Wrong, match="cannot be stored in elsewhere"):
        media()


def test_pictures_come_in_are_verified_backed_up_and_restored_elsewhere(
    server: str,
    bucket: str,
    databases: Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in {**KEYS, "S3_ENDPOINT": server, "S3_BUCKET": bucket}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("S3_FOLDER", "one")
    files = contents()
    names = ("07/node_7.htm", "07/content_1.htm", "07/a.jpg")
    packed = tmp_path / "epaper.zip"
    packed.write_bytes(zip_of({name: files[name] for name in names}))
    url = databases.new()
    manage(url, "import_pages", str(JUNE))
    manage(url, "import_pages", str(packed), "--any-nameplate")
    assert "0 faults" in manage(url, "verify")
    manage(url, "backup", str(tmp_path / "backups"))
    (backup,) = (tmp_path / "backups").iterdir()
    monkeypatch.setenv("S3_FOLDER", "two")
    other = databases.new()
    assert "0 faults" in manage(other, "restore", str(backup))
    client = boto3.client(
        "s3",
        endpoint_url=server,
        region_name="us-east-1",
        aws_access_key_id="a",
        aws_secret_access_key="b",
    )
    keys = [row["Key"] for row in client.list_objects_v2(Bucket=bucket)["Contents"]]
    one = [key.removeprefix("one/") for key in keys if key.startswith("one/")]
    assert {key.partition("/")[0] for key in one} == {"photos", "sources"}
    assert one == [key.removeprefix("two/") for key in keys if key.startswith("two/")]
