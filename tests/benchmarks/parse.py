"""How fast the reader reads, and whether its cost grows in line with the length."""

from __future__ import annotations

import time
from pathlib import Path

from reading import read_page
from reading.decoding import decode
from tests.samples import APRIL, JUNE

SECONDS = 3.0
TIMES_LONGER = 64


def pages_a_second(text: str) -> float:
    """Return how many times a second ``text`` is read on this core."""
    read_page(text)
    count, start = 0, time.process_time()
    while time.process_time() - start < SECONDS:
        read_page(text)
        count += 1
    return count / (time.process_time() - start)


def seconds_for(files: list[Path]) -> float:
    """Return the seconds of processor time in which the files are decoded and read."""
    start = time.process_time()
    for file in files:
        read_page(decode(file.read_bytes()).text)
    return time.process_time() - start


def report() -> list[str]:
    june, april = (file.read_bytes().decode() for file in (JUNE, APRIL))
    rates = pages_a_second(june), pages_a_second(april)
    long = pages_a_second(june * TIMES_LONGER) * TIMES_LONGER
    return [
        f"parse: {rates[0]:.0f} and {rates[1]:.0f} sample pages a second on one core",
        f"parse: of a text {TIMES_LONGER} times as long a character costs"
        f" {rates[0] / long:.2f} times as much",
    ]
