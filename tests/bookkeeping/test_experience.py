"""What is stored of learning: signed, versioned, safe to lose; shared within an agency without anybody's names."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookkeeping.engine.case import AccountName, Case
from bookkeeping.engine.common import Common, common_items
from bookkeeping.engine.learning.facts import facts_of
from bookkeeping.engine.learning.state import WrongFormat, dumped, loaded
from bookkeeping.engine.propose import Engine
from bookkeeping.job_handlers import refit
from bookkeeping.models import AccountHistory, AgencyExperience, EngineModel
from bookkeeping.selectors.experience import engine_for
from bookkeeping.services.open_books import open_books
from bookkeeping.services.refit_engine import forget_entry, gather_experience, refit_engine
from bookkeeping.tasks import learn_nightly
from foundation.models import Company, Job

DAY = date(2026, 9, 5)
TEA = Case(is_general_taxpayer=False, standard="small_business", direction="purchase", item="*茶叶*龙井", day=DAY)


def accept(company: Company, times: int, code: str = "560208") -> None:
    for _ in range(times):
        AccountHistory.objects.create(
            company=company, direction="purchase", counterparty="甲茶行", item="*茶叶*龙井", account_code=code,
            proposed_code=code, layer="memory:0.995", was_right=True, gross_amount=Decimal("318.00"), day=DAY,
        )  # fmt: skip


@pytest.fixture
def opened(small_scale: Company) -> Company:
    open_books(small_scale, actor=None)
    return small_scale


def answer(company: Company) -> AccountName:
    return engine_for(company.pk).choose(TEA).name


@pytest.mark.django_db
def test_what_was_accepted_is_learned_with_and_without_a_stored_learner(opened: Company) -> None:
    before = answer(opened)
    accept(opened, 4)
    taught = answer(opened)
    assert taught != before
    model = refit_engine(opened.pk)
    assert model is not None
    assert (model.version, model.entries) == (2, 4)
    assert answer(opened) == taught
    accept(opened, 1)
    assert engine_for(opened.pk).learner.seen == 5


@pytest.mark.django_db
def test_a_stored_learner_with_a_broken_seal_is_not_used(opened: Company) -> None:
    accept(opened, 4)
    refit_engine(opened.pk)
    EngineModel.objects.update(content=dumped(Engine().learner))
    assert engine_for(opened.pk).learner.seen == 4


@pytest.mark.django_db
def test_an_entry_taken_back_is_unlearned_by_a_stored_learner_too(opened: Company) -> None:
    accept(opened, 4)
    refit_engine(opened.pk)
    last = AccountHistory.objects.filter(company=opened).order_by("pk").last()
    assert last is not None
    forget_entry(last)
    assert engine_for(opened.pk).learner.seen == 3
    job = Job.objects.get(kind="bookkeeping.refit_engine")
    refit(job)
    assert EngineModel.objects.get(company=opened).entries == 3
    assert engine_for(opened.pk).learner.seen == 3


@pytest.mark.django_db
def test_a_learner_too_old_suggests_nothing(opened: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bookkeeping.selectors.experience.IN_PASSING", 3)
    accept(opened, 4)
    assert engine_for(opened.pk).learner.seen == 0
    refit_engine(opened.pk)
    assert engine_for(opened.pk).learner.seen == 4


@pytest.mark.django_db
def test_nightly_learning_is_one_job_a_company_and_day(opened: Company) -> None:
    accept(opened, 1)
    assert learn_nightly() == learn_nightly() == 1
    assert Job.objects.filter(kind="bookkeeping.refit_engine").count() == 1


@pytest.mark.django_db
def test_companies_share_common_items_and_no_names(opened: Company) -> None:
    accept(opened, 2)
    gather_experience(opened.agency_id)
    shared = AgencyExperience.objects.get()
    assert shared.items == {}
    assert "甲茶行" not in json.dumps([shared.items, shared.priors], ensure_ascii=False)


def test_an_item_is_common_when_three_companies_book_it_alike() -> None:
    gifts, office = AccountName("管理费用", "业务招待费"), AccountName("管理费用", "办公费")
    rows = [(company, "purchase", "*茶叶*2026年9月龙井", gifts) for company in (1, 2, 3)]
    stored = common_items([*rows, (1, "purchase", "*文具*笔", office), (2, "purchase", "*文具*笔", office)])
    assert stored == {"purchase|茶叶|龙井": ["管理费用", "业务招待费", 1.0]}
    assert Engine(common=Common.of(stored)).choose(TEA).layer == "common"


ENTRY = st.tuples(st.sampled_from("甲乙丙"), st.sampled_from(["笔", "茶叶", "电费"]), st.integers(0, 2))


@given(st.lists(ENTRY, max_size=12))
@settings(max_examples=15, deadline=None)
def test_a_learner_comes_back_as_it_was(entries: list[tuple[str, str, int]]) -> None:
    engine, names = Engine(), [AccountName("管理费用", detail) for detail in ("办公费", "水电费", "差旅费")]
    for party, item, place in entries:
        engine.learn(Case(False, "small_business", "purchase", item, counterparty=party), names[place], DAY)
    again = loaded(dumped(engine.learner))
    facts = facts_of(TEA, names[0])
    assert again.seen == engine.learner.seen
    assert [at for at, _ in again.rank(facts).accounts] == [at for at, _ in engine.learner.rank(facts).accounts]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x80\x04\x95"])
def test_bytes_that_are_no_learner_are_refused(content: bytes) -> None:
    with pytest.raises(WrongFormat):
        loaded(content)


def test_pickled_objects_are_never_loaded(tmp_path) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, head=np.array([{"a": 1}], dtype=object))
    with pytest.raises(WrongFormat):
        loaded(path.read_bytes())
