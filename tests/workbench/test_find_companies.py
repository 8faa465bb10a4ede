"""Companies are found by name, pinyin and tax id, and only the person's own."""

from __future__ import annotations

import pytest

from foundation.models import Company, User
from workbench.selectors.find_companies import find_companies, matches


@pytest.mark.parametrize("wanted", ["云杉", "ys", "yunshan", "YSZX", "0000012", "云 咨询", ""])
def test_a_company_is_found(wanted: str) -> None:
    assert matches("云杉咨询有限公司", "91310000MA00000012", wanted)


@pytest.mark.parametrize("wanted", ["赤松", "xyz", "云杉 赤松"])
def test_another_is_not(wanted: str) -> None:
    assert not matches("云杉咨询有限公司", "91310000MA00000012", wanted)


@pytest.mark.django_db
def test_only_the_persons_own_companies(small_scale: Company, general: Company, viewer: User, stranger: User) -> None:
    assert find_companies(viewer, "") == [small_scale, general]
    assert find_companies(viewer, "chisong") == [general]
    assert find_companies(stranger, "") == []


@pytest.mark.django_db
def test_the_switcher_answers_with_links(small_scale: Company, viewer: User, login) -> None:  # type: ignore[no-untyped-def]
    page = login(viewer).get("/search/companies/?q=yunshan").content.decode()
    assert f'href="/c/{small_scale.pk}/"' in page
