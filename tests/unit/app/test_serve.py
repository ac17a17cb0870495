"""Starting: the port, who may listen, and what is said."""

import socket

import pytest

from counterpoise.app.serve import _link, listening, rules_of
from counterpoise.core.errors import InputError


@pytest.fixture
def taken():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


def test_the_next_port_where_one_is_in_use(taken):
    with listening("127.0.0.1", taken) as held:
        assert taken < held.getsockname()[1] < taken + 50


def test_no_other_port_where_no_other_will_do(taken):
    with pytest.raises(InputError) as refused:
        listening("127.0.0.1", taken, exact=True)
    assert str(refused.value) == f"--port: the ports from {taken} on are in use; name another"


def test_any_port_and_the_last_port():
    with listening("127.0.0.1", 0) as held:
        assert held.getsockname()[1] > 0
    with listening("127.0.0.1", 65535) as held:
        assert held.getsockname()[1] == 65535
        with pytest.raises(InputError, match="65535 on are in use"):
            listening("127.0.0.1", 65535)


def test_an_address_of_another_machine():
    with pytest.raises(InputError) as refused:
        listening("192.0.2.1", 0)
    assert refused.value.where == "--host"
    assert refused.value.remedy == "take 127.0.0.1"


def test_others_than_this_machine_need_a_token_or_a_proxy():
    with pytest.raises(InputError, match="can be reached from elsewhere"):
        rules_of("0.0.0.0", None, None)
    with pytest.raises(InputError, match="can be reached from elsewhere"):
        rules_of("192.168.0.7", "", None)
    assert rules_of("0.0.0.0", "a-token-of-sixteen", None).hosts == ()
    behind = rules_of("0.0.0.0", None, "X-User")
    assert (behind.token, behind.header) == ("", "X-User")


@pytest.mark.parametrize(
    "token",
    [
        "short",
        "with spaces in it, long",
        "semicolon;semicolon;",
        "토큰토큰토큰토큰토큰토큰토큰토큰",
        "tab\ttab\ttab\ttab\ttab",
    ],
)
def test_a_token_that_is_no_safe_one(token):
    with pytest.raises(InputError, match="no safe one"):
        rules_of("127.0.0.1", token, None)


def test_a_token_is_made_anew_each_time():
    made = {rules_of("127.0.0.1", None, None).token for _ in range(4)}
    assert len(made) == 4
    assert min(map(len, made)) >= 24


@pytest.mark.parametrize(
    ("host", "link"),
    [
        ("127.0.0.1", "http://127.0.0.1:8765/?token=t"),
        ("0.0.0.0", "http://127.0.0.1:8765/?token=t"),
        ("::1", "http://[::1]:8765/?token=t"),
        ("::", "http://[::1]:8765/?token=t"),
    ],
)
def test_the_link_can_be_opened_on_this_machine(host, link):
    assert _link(host, 8765, "t") == link
    assert _link(host, 8765, "") == link.removesuffix("?token=t")


def test_answers_are_sent_at_once():
    """The event loop turns Nagle's delay off only where the protocol is named."""
    with listening("127.0.0.1", 0) as held:
        assert held.proto == socket.IPPROTO_TCP
