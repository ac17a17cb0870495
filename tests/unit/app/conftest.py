"""The service without a port: asked in the same process."""

import asyncio
import contextlib

import httpx
import pytest

from counterpoise.app.guard import LOOPBACK, Rules
from counterpoise.app.room import Settings
from counterpoise.app.server import application

TOKEN = "a-token-for-the-tests"


class Asked:
    """Asks the service, each time in an event loop of its own."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.app = application(settings or Settings(Rules(TOKEN, hosts=LOOPBACK)))

    @contextlib.asynccontextmanager
    async def client(self, **headers: str):
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        given = {"X-Token": TOKEN, **headers}
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=given) as made:
            yield made

    def __call__(self, method: str, path: str, headers: dict | None = None, **words) -> httpx.Response:
        async def once() -> httpx.Response:
            async with self.client() as client:
                return await client.request(method, path, headers=headers, **words)

        return asyncio.run(once())

    def get(self, path: str, **words) -> httpx.Response:
        return self("GET", path, **words)

    def post(self, path: str, body, **words) -> httpx.Response:
        return self("POST", path, json=body, **words)


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Give a store and a cache of the test's own, by whose names they are known again."""
    monkeypatch.setenv("COUNTERPOISE_STORE", str(tmp_path / "store-of-kim"))
    monkeypatch.setenv("COUNTERPOISE_CACHE", str(tmp_path / "cache-of-kim" / "kept"))
    return tmp_path


@pytest.fixture(scope="session")
def asked():
    return Asked()


@pytest.fixture
def asking():
    """Make a service with settings of its own."""
    return Asked
