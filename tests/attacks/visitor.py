"""A visitor with an address and cookies of his own, who speaks HTTP to a served newsroom."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

LOGIN = "/admin/login/"


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Visitor:
    """Asks from ``address``, a loopback one."""

    port: int
    address: str = "127.0.0.1"
    cookies: SimpleCookie = field(default_factory=SimpleCookie)
    timeout: float = 30

    def ask(self, path: str, data: dict[str, str] | None = None, **headers: str) -> Answer:
        """Get ``path``, or post ``data`` to it."""
        line = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=self.timeout, source_address=(self.address, 0)
        )
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers["Cookie"] = "; ".join(f"{row.key}={row.value}" for row in self.cookies.values())
        body = None
        if data is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(data)
        line.request("POST" if data is not None else "GET", path, body, headers)
        reply = line.getresponse()
        text = reply.read().decode(errors="replace")
        for cookie in reply.headers.get_all("Set-Cookie") or []:
            self.cookies.load(cookie)
        line.close()
        return Answer(reply.status, dict(reply.headers), text)

    def log_in(self, name: str, password: str, path: str = LOGIN, **headers: str) -> Answer:
        """Try a password."""
        page = self.ask(path, None, **headers)
        token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        data = {
            "username": name,
            "password": password,
            "csrfmiddlewaretoken": token[1] if token else "",
        }
        if found := re.search('name="next" value="([^"]*)"', page.text):
            data["next"] = found[1]
        return self.ask(path, data, **headers)
