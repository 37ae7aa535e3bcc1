"""The JSON-LD of a page."""

from __future__ import annotations

import json
import re
from typing import Any


def data_in(text: str) -> dict[str, Any]:
    """Return what the one block of data in a page says."""
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    found: dict[str, Any] = json.loads(block)
    return found
