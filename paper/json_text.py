"""JSON that is no markup, wherever it stands."""

from __future__ import annotations

import json
from typing import Any

ESCAPED = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def json_text(value: Any) -> str:
    """Return ``value`` as JSON with its Chinese as it is, and no character of HTML's own."""
    return json.dumps(value, ensure_ascii=False).translate(ESCAPED)
