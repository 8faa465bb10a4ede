"""SM2 and SM3 against the published vectors (GB/T 32918.5, GB/T 32905), and that nothing else verifies."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kernel import sm2

SECRET = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
PUBLIC = (
    0x09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020,
    0xCCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13,
)
MESSAGE = b"message digest"
SIGNATURE = (
    0xF5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3,
    0xB1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA,
)


def test_the_published_digest_of_abc():
    assert sm2.sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_the_published_signature_verifies():
    assert sm2.multiply(sm2.G, SECRET) == PUBLIC
    assert sm2.verify(PUBLIC, MESSAGE, SIGNATURE)


@given(st.integers(min_value=0, max_value=sm2.N), st.integers(min_value=0, max_value=sm2.N))
@settings(max_examples=15, deadline=None)
def test_no_other_signature_verifies(r, s):
    if (r, s) != SIGNATURE:
        assert not sm2.verify(PUBLIC, MESSAGE, (r, s))


def test_another_message_key_or_signer_does_not_verify():
    assert not sm2.verify(PUBLIC, MESSAGE + b".", SIGNATURE)
    assert not sm2.verify(sm2.G, MESSAGE, SIGNATURE)
    assert not sm2.verify((1, 1), MESSAGE, SIGNATURE)
    assert not sm2.verify(PUBLIC, MESSAGE, SIGNATURE, user_id=b"someone else")


def test_adding_and_doubling_agree_at_the_edges():
    assert sm2.add(sm2.G, sm2.G) == sm2.multiply(sm2.G, 2)
    assert sm2.add(sm2.G, (sm2.G[0], sm2.P - sm2.G[1])) is None
    assert sm2.add(None, sm2.G) == sm2.G
    assert sm2.multiply(sm2.G, sm2.N) is None
