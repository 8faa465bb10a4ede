"""Matching the ledger with the bank: what belongs together, what is only suggested, what stays outstanding."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.reconcile.accuracy import Score, as_lines, by_amount_and_date, count, scored
from bookkeeping.domain.matching import Line, Memory, match_lines, reason, reconciliation
from bookkeeping.domain.matching.calibration import for_people, judged, table
from bookkeeping.domain.matching.names import Names, plain
from bookkeeping.domain.matching.sums import MOST_CANDIDATES, subsets
from samples.bank_histories import EVALUATION, history

DAY = date(2026, 3, 2).toordinal()


def line(id_: str, amount: int, who: str = "", *, day: int = 0, words: str = "", reference: str = "") -> Line:
    return Line(id_, DAY + day, amount, who, words, reference)


def groups(ledger: list[Line], bank: list[Line], **more) -> dict[str, set]:
    outcome = match_lines(ledger, bank, **more)
    return {
        "match": {(one.ledger, one.bank) for one in outcome.matches},
        "suggest": {(one.ledger, one.bank) for one in outcome.suggestions},
    }


def test_a_reference_outweighs_a_nearer_date():
    ledger = [
        line("L1", 500000, "云杉商贸有限公司", reference="FP-100001"),
        line("L2", 500000, "云杉商贸有限公司", day=9),
    ]
    bank = [line("B1", 500000, "云杉商贸有限公司", day=10, words="货款 FP100001")]
    assert groups(ledger, bank)["match"] == {(("L1",), ("B1",))}


def test_a_number_only_one_side_knows_is_no_reference():
    found = groups(
        [line("L1", 91234, "云杉商贸有限公司", reference="记0012")], [line("B1", 91234, "云杉商贸", reference="889912")]
    )
    assert found["match"] == {(("L1",), ("B1",))}


@pytest.mark.parametrize(
    "written", ["青岚云杉商贸", "青岚云杉商贸有限责", "云杉商贸", " 青岚云杉商贸有限公司（基本户）", "青岚云杉商"]
)
def test_names_are_known_cut_off_shortened_and_with_notes(written):
    names = Names({"青岚云杉商贸有限公司", "青岚白榆科技有限公司"}, {written}, {})
    assert names.meant_by(written) == names.meant_by("青岚云杉商贸有限公司") != ()


def test_an_abbreviation_of_two_sisters_is_neither():
    names = Names({"青岚云杉商贸有限公司", "青岚云杉科技有限公司"}, {"云杉", "青岚云杉科"}, {})
    assert len(names.meant_by("云杉")) == 2
    assert names.meant_by("青岚云杉科") == names.meant_by("青岚云杉科技有限公司")


def test_branches_told_apart_by_a_numeral_stay_apart():
    ours, theirs = "蜀岭白榆国际物流集团股份有限公司第二分公司", "蜀岭白榆国际物流集团股份有限公司第三分公司"
    names = Names({ours}, {theirs}, {})
    assert names.meant_by(ours) != names.meant_by(theirs)


def test_a_taught_name_is_known_the_next_time():
    ledger, bank = [line("L1", 300000, "青岚云杉商贸有限公司")], [line("B1", 300000, "王小舟", day=20)]
    assert groups(ledger, bank)["match"] == set()
    taught = Memory(aliases={"王小舟": "青岚云杉商贸有限公司"})
    assert groups(ledger, bank, memory=taught)["match"] == {(("L1",), ("B1",))}


def test_what_a_person_parted_is_not_offered_again():
    ledger, bank = [line("L1", 77700, "云杉商贸")], [line("B1", 77700, "云杉商贸")]
    found = groups(ledger, bank, memory=Memory(parted=frozenset({("L1", "B1")})))
    assert found == {"match": set(), "suggest": set()}


def test_batches_and_instalments_of_one_party_are_matched():
    ledger = [line("L1", 10010, "云杉商贸"), line("L2", 20023, "云杉商贸"), line("L3", -90001, "白榆科技")]
    bank = [line("B1", 30033, "云杉商贸"), line("B2", -45000, "白榆科技"), line("B3", -45001, "白榆科技", day=6)]
    found = groups(ledger, bank)["match"]
    assert {(frozenset(ours), frozenset(theirs)) for ours, theirs in found} == {
        (frozenset({"L1", "L2"}), frozenset({"B1"})),
        (frozenset({"L3"}), frozenset({"B2", "B3"})),
    }


def test_lines_that_only_net_are_never_more_than_suggested():
    found = groups(
        [line("L1", -10010, "云杉商贸"), line("L2", -20023, "白榆科技")], [line("B1", -30033, words="批量代付")]
    )
    assert found["match"] == set()
    assert (("L1", "L2"), ("B1",)) in found["suggest"]


def test_a_fee_is_told_and_stays_in_the_adjusted_ledger():
    ledger, bank = [line("L1", -1000000, "云杉商贸")], [line("B1", -1001050, "云杉商贸")]
    outcome = match_lines(ledger, bank)
    assert [(one.layer, one.difference) for one in outcome.matches] == [("party_fee", -1050)]
    result = reconciliation(ledger, bank, outcome.matches, (5000000, 4998950))
    assert (result.adjusted_ledger, result.is_balanced) == (4998950, True)


def test_equal_amounts_of_one_party_go_by_date_or_to_a_person():
    ledger = [line("L1", 500000, "云杉商贸"), line("L2", 500000, "云杉商贸", day=30)]
    apart = [line("B1", 500000, "云杉商贸", day=1), line("B2", 500000, "云杉商贸", day=31)]
    assert groups(ledger, apart)["match"] == {(("L1",), ("B1",)), (("L2",), ("B2",))}
    between = [line("B3", 500000, "云杉商贸", day=15)]
    found = groups(ledger, between)
    assert found["match"] == set()
    assert {(("L1",), ("B3",)), (("L2",), ("B3",))} <= found["suggest"]


def test_a_name_that_speaks_against_it_keeps_an_equal_amount_apart():
    found = groups([line("L1", 123456, "云杉商贸")], [line("B1", 123456, "白榆科技")])
    assert found == {"match": set(), "suggest": {(("L1",), ("B1",))}}


amounts = st.integers(-3000, 3000).filter(bool)


@settings(max_examples=60, deadline=None)
@given(st.lists(amounts, min_size=2, max_size=9), amounts)
def test_subsets_are_those_of_trying_all(values, target):
    tried = [
        picked
        for size in range(2, 7)
        for picked in combinations(range(len(values)), size)
        if sum(values[place] for place in picked) == target
    ]
    assert subsets(values, target, enough=1000) == sorted(tried, key=lambda one: (len(one), one))


def test_too_many_candidates_are_refused():
    with pytest.raises(ValueError, match="too many"):
        subsets([1] * (MOST_CANDIDATES + 1), 2)


names = st.sampled_from(["", "云杉商贸", "白榆科技有限公司", "白榆"])
sides = st.lists(st.tuples(amounts, names, st.integers(0, 40), st.sampled_from(["", "DD1001", "DD1002"])), max_size=9)


@settings(max_examples=60, deadline=None)
@given(sides, sides)
def test_whatever_comes_in_each_line_is_matched_once_and_the_balances_meet(ours, theirs):
    ledger = [line(f"L{n}", a, w, day=d, reference=r) for n, (a, w, d, r) in enumerate(ours)]
    bank = [line(f"B{n}", a, w, day=d, reference=r) for n, (a, w, d, r) in enumerate(theirs)]
    outcome = match_lines(ledger, bank)
    used = [id_ for one in outcome.matches for id_ in (*one.ledger, *one.bank)]
    assert len(used) == len(set(used))
    balances = (sum(each.amount for each in ledger), sum(each.amount for each in bank))
    assert reconciliation(ledger, bank, outcome.matches, balances).is_balanced
    known = {each.id: (plain(each.counterparty), each.reference) for each in (*ledger, *bank)}
    for one in outcome.matches:
        if len(one.ledger) + len(one.bank) > 2:
            shared = [known[id_] for id_ in (*one.ledger, *one.bank)]
            assert len({r for _, r in shared}) == 1 or len({w[:2] for w, _ in shared} - {""}) == 1
    for one in (*outcome.matches, *outcome.suggestions):
        assert all(reason(one.layer))


def test_kinds_for_people_never_match_alone_and_unknown_kinds_neither():
    assert all(judged(kind)[1] == "suggest" for kind in for_people())
    assert judged("never met") == (0.5, "suggest")


def test_a_company_that_undoes_a_kind_takes_its_right_to_match_away():
    assert judged("party_fee")[1] == "match"
    assert judged("party_fee", (20, 8))[1] == "suggest"
    assert sum(table()["party_one"]) > 300


def test_evaluation_histories_are_matched_as_measured():
    histories = [history(seed, 500) for seed in EVALUATION[:4]]
    score, plainly = scored(histories), Score()
    for one in histories:
        count(plainly, set(one.truth), list(by_amount_and_date(one)), [])
    assert score.matched_share >= 0.92
    assert score.wrong_share <= 0.003
    assert score.suggested_share >= 0.8
    assert plainly.matched_share <= 0.85 or plainly.wrong_share >= 0.01


def test_order_of_lines_does_not_matter():
    made = history(EVALUATION[5], 200)
    ledger, bank = as_lines(made.ledger), as_lines(made.bank)
    once = {(frozenset(one.ledger), frozenset(one.bank)) for one in match_lines(ledger, bank).matches}
    again = {(frozenset(one.ledger), frozenset(one.bank)) for one in match_lines(ledger[::-1], bank[::-1]).matches}
    assert once == again
