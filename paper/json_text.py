"""JSON that is no markup, wherever it stands."""

from __future__ import annotations

import json
import re
from typing import Any

ESCAPED = re.compile("[<>&\u2028\u2029]")
ENCODER = json.JSONEncoder(ensure_ascii=False)


def json_text(value: Any) -> str:
    """Return ``value`` as JSON with its Chinese as it is, and no character of HTML's own."""
    return ESCAPED.sub(lambda mark: f"\\u{ord(mark[0]):04x}", ENCODER.encode(value))
