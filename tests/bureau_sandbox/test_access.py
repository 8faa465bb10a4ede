"""Only fresh, correctly signed requests of a known application with a token are heard."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time

import httpx
import pytest

from bureau_sandbox.signing import is_signed_by, string_to_sign
from tests.plugins.sandbox import ADMIN_TOKEN, APP_KEY, APP_SECRET, Sandbox


def headers(method: str, path: str, body: bytes = b"", **changes: str) -> dict[str, str]:
    """Signature headers made by hand, without the client's code."""
    stamp = changes.get("stamp", str(int(time.time())))
    nonce = changes.get("nonce", secrets.token_hex(16))
    lines = [method, path, stamp, nonce, hashlib.sha256(body).hexdigest()]
    signature = hmac.new(changes.get("secret", APP_SECRET).encode(), "\n".join(lines).encode(), "sha256").hexdigest()
    return {
        "X-Bureau-Key": changes.get("key", APP_KEY), "X-Bureau-Timestamp": stamp,
        "X-Bureau-Nonce": nonce, "X-Bureau-Signature": signature,
    }  # fmt: skip


def token(sandbox: Sandbox) -> str:
    body = b"grant_type=client_credentials"
    signed = headers("POST", "/oauth/token", body) | {"Content-Type": "application/x-www-form-urlencoded"}
    return str(httpx.post(f"{sandbox.url}/oauth/token", content=body, headers=signed).json()["access_token"])


def code(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["code"])


def test_signing_and_checking_fit_and_any_change_breaks_it() -> None:
    text = string_to_sign("post", "/x?a=1", "1", "n" * 16, b"{}")
    good = hmac.new(b"s", text.encode(), "sha256").hexdigest()
    assert is_signed_by("s", text, good)
    assert not is_signed_by("s", text + " ", good)
    assert not is_signed_by("t", text, good)


def test_a_request_is_good_once(bureau_sandbox: Sandbox) -> None:
    path = "/api/v1/returns?key=unknown-key"
    signed = headers("GET", path) | {"Authorization": f"Bearer {token(bureau_sandbox)}"}
    first, replayed = (httpx.get(bureau_sandbox.url + path, headers=signed) for _ in range(2))
    assert (first.status_code, code(first)) == (404, "not_found")
    assert (replayed.status_code, code(replayed)) == (401, "replayed")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"secret": "wrong"}, "bad_signature"),
        ({"key": "nobody"}, "unknown_application"),
        ({"stamp": "1000000000"}, "stale_request"),
        ({"stamp": "soon"}, "stale_request"),
        ({"nonce": "short"}, "unknown_application"),
    ],
)
def test_a_request_signed_wrongly_is_refused(bureau_sandbox: Sandbox, changes: dict[str, str], expected: str) -> None:
    answer = httpx.get(f"{bureau_sandbox.url}/api/v1/returns", headers=headers("GET", "/api/v1/returns", **changes))
    assert (answer.status_code, code(answer)) == (401, expected)


def test_a_body_changed_on_the_way_is_refused(bureau_sandbox: Sandbox) -> None:
    signed = headers("POST", "/api/v1/returns", b'{"form": "a"}')
    answer = httpx.post(f"{bureau_sandbox.url}/api/v1/returns", content=b'{"form": "b"}', headers=signed)
    assert code(answer) == "bad_signature"


def test_a_signed_request_without_token_is_refused(bureau_sandbox: Sandbox) -> None:
    answer = httpx.get(f"{bureau_sandbox.url}/api/v1/returns", headers=headers("GET", "/api/v1/returns"))
    assert code(answer) == "invalid_token"


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"taxpayer_id": 5}', b'{"taxpayer_id": "x", "form": "y"}'])
def test_a_malformed_return_is_refused_in_one_sentence(bureau_sandbox: Sandbox, body: bytes) -> None:
    signed = headers("POST", "/api/v1/returns", body)
    signed |= {"Authorization": f"Bearer {token(bureau_sandbox)}", "Idempotency-Key": "malformed-1"}
    answer = httpx.post(f"{bureau_sandbox.url}/api/v1/returns", content=body, headers=signed)
    assert (answer.status_code, code(answer)) == (400, "malformed_request")


@pytest.mark.parametrize("path", ["/sandbox/returns?taxpayer_id=x", "/sandbox/challenges", "/sandbox/taxpayers"])
def test_practice_controls_need_the_admin_token(bureau_sandbox: Sandbox, path: str) -> None:
    assert httpx.get(bureau_sandbox.url + path).status_code == 401
    allowed = httpx.get(bureau_sandbox.url + path, headers={"Authorization": f"Bearer {ADMIN_TOKEN}"})
    assert allowed.status_code == 200


def test_a_misspelt_scenario_is_refused(bureau_sandbox: Sandbox) -> None:
    answer = bureau_sandbox.http.post("/sandbox/scenario", json={"scenario": "slwo"})
    assert answer.status_code == 400


def test_the_first_page_says_that_this_is_practice(bureau_sandbox: Sandbox) -> None:
    page = httpx.get(bureau_sandbox.url + "/").text
    assert "演练用" in page
    assert "make-believe" in page
