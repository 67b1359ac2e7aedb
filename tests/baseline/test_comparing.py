"""What is held back and what is reported: new, worse, or not found any more."""

from __future__ import annotations

import pickle

import pytest

from funneldx.baseline.comparing import Baseline, Seen
from funneldx.diagnosis import Severity
from funneldx.policy import exit_code
from tests.baseline.keeping import FOLDER, against, baseline, codes, messages, ran, remembered

AILING = "name: North\nstages: {contacted: 1000, interested: 90, price_discussed: 60}\n"
HEALTHY = "name: North\nstages: {contacted: 1000, interested: 400, price_discussed: 250}\n"
STEP = "stages: {contacted: 1000, interested: 90}\n"
MONTH = "name: {}\nperiod: {}\nstages: {{contacted: 1000, interested: {}}}\n"
HELD = "1 finding is held back: in the baseline, and no worse than there"


def month(period: str, interested: int, name: str = "North") -> str:
    return MONTH.format(name, period, interested)


def several(*funnels: str) -> str:
    return "---\n".join(funnels)


def test_what_is_remembered_counts_nowhere_and_is_told_all_the_same() -> None:
    (report,), account = against(AILING, AILING)
    assert report.diagnoses == ()
    assert [(one.code, one.reason, one.until, one.in_baseline) for one in report.suppressed] == [
        ("FDX102", "in the baseline", None, True)
    ]
    assert report.bottleneck is None
    assert account.summary.diagnoses == dict.fromkeys(Severity, 0)
    assert account.summary.by_rule == {}
    assert exit_code(account, Severity.NOTE) == 0
    assert [(notice.path, notice.message) for notice in account.notices] == [("old.json", HELD)]


def test_a_new_finding_is_reported_beside_those_held_back() -> None:
    dearer = AILING.replace("price_discussed: 60", "price_discussed: 6")
    reports, account = against(AILING, dearer)
    assert codes(reports) == [["FDX103"]]
    assert [one.code for one in reports[0].suppressed] == ["FDX102"]
    assert messages(account) == [HELD]
    assert exit_code(account, Severity.ERROR) == 1


def test_it_survives_moved_lines_other_orders_and_edits_elsewhere() -> None:
    other = "name: South\nstages: {contacted: 900, interested: 50}\n"
    moved = several(f"# moved\n\n\n{other}", "# and so\n" + AILING + "market: b2b\n")
    reports, _ = against(several(AILING, other), moved)
    assert codes(reports) == [[], []]


@pytest.mark.parametrize(
    "other",
    [
        AILING.replace("North", "South"),
        AILING + "labels: {region: baltics}\n",
        AILING.replace("name: North\n", ""),
    ],
    ids=["name", "labels", "no name"],
)
def test_another_name_or_label_is_another_funnel(other: str) -> None:
    reports, account = against(AILING, other)
    assert codes(reports) == [["FDX102"]]
    assert messages(account) == []


def test_the_order_of_labels_does_not_matter() -> None:
    labels = AILING + "labels: {%s}\n"
    assert codes(against(labels % "a: 1, b: 2", labels % "b: 2, a: 1")[0]) == [[]]


def test_another_file_is_another_funnel() -> None:
    reports, account = against({"a.yaml": AILING}, {"b.yaml": AILING, "a.yaml": AILING})
    assert codes(reports) == [["FDX102"], []]
    assert messages(account) == [HELD]


def test_equal_funnels_of_a_file_are_told_apart_by_their_number() -> None:
    old = several(HEALTHY, AILING, HEALTHY)
    assert codes(against(old, old)[0]) == [[], [], []]
    assert codes(against(old, several(HEALTHY, AILING, AILING))[0]) == [[], [], ["FDX102"]]
    both = {"a.yaml": old, "b.yaml": old}
    assert codes(against(both, both)[0]) == [[]] * 6


class TestPeriods:
    """A funnel stays the same one when it moves on."""

    def test_a_monthly_file_that_is_replaced(self) -> None:
        reports, account = against(month("2026-09", 90), month("2026-10", 92))
        assert codes(reports) == [[]]
        assert messages(account) == [HELD]

    def test_a_month_that_is_added_is_held_against_the_latest_one(self) -> None:
        old = several(month("2026-07", 400), month("2026-08", 90), month("2026-09", 95))
        reports, _ = against(old, several(old, month("2026-10", 93), month("2026-11", 30)))
        assert codes(reports) == [[], [], [], [], ["FDX102", "FDX604"]]
        assert "which has it as an error, at 95 of 1,000 (9.5 %)" in reports[4].diagnoses[0].message

    def test_what_was_overcome_is_new_when_it_comes_back(self) -> None:
        old = several(month("2026-08", 90), month("2026-09", 400))
        assert codes(against(old, several(old, month("2026-10", 90)))[0]) == [[], [], ["FDX102", "FDX601"]]

    def test_a_window_that_moves_on(self) -> None:
        old = several(month("2026-08", 90), month("2026-09", 95))
        new = several(month("2026-09", 95), month("2026-10", 96))
        reports, account = against(old, new)
        assert codes(reports) == [[], []]
        assert messages(account) == ["2 findings are held back: in the baseline, and no worse than there"]

    def test_an_earlier_month_that_turns_up_is_new(self) -> None:
        assert codes(against(month("2026-09", 90), month("2026-08", 90))[0]) == [["FDX102"]]

    def test_the_order_of_the_file_does_not_matter(self) -> None:
        old = several(month("2026-09", 400), month("2026-08", 90))
        assert codes(against(old, month("2026-10", 90))[0]) == [["FDX102"]]
        assert codes(against(old, old)[0]) == [[], []]

    def test_a_period_that_is_given_or_left_out_later(self) -> None:
        none = month("2026-09", 90).replace("period: 2026-09\n", "")
        assert codes(against(none, month("2026-09", 90))[0]) == [[]]
        assert codes(against(month("2026-09", 90), none)[0]) == [[]]

    def test_of_several_that_hold_until_now_the_latest_counts(self) -> None:
        entries = [
            one._replace(since=since, rate=one.rate._replace(k=k) if one.rate else None)
            for since, k in (("2026-07", 90), ("2026-09", 150), ("2026-12", 10))
            for one in remembered(month("2026-07", 90))
        ]
        reports, _ = against(Baseline("x", FOLDER, entries, None), month("2026-10", 140), level=None)
        assert codes(reports) == [["FDX102"]]

    def test_equal_ones_of_a_later_month_have_their_numbers_too(self) -> None:
        old = several(month("2026-09", 400), month("2026-09", 90))
        new = several(month("2026-10", 90), month("2026-10", 90))
        assert codes(against(old, new)[0]) == [["FDX102"], []]


class TestWorse:
    """Louder, surer, or clearly further from what it should be."""

    def test_louder(self) -> None:
        usual = STEP.replace("90", "250")
        reports, account = against(usual, STEP)
        assert codes(reports) == [["FDX102"]]
        assert (
            reports[0]
            .diagnoses[0]
            .message.endswith(
                " Worse than in the baseline, which has it as a warning, at 250 of 1,000 (25.0 %)."
            )
        )
        assert messages(account) == []

    def test_surer(self) -> None:
        few = "stages: {contacted: 10, interested: 1}\n"
        (report,), _ = against(few, "stages: {contacted: 1000, interested: 100}\n")
        assert "which has it as a suspected warning, at 1 of 10 (10.0 %)." in report.diagnoses[0].message

    def test_surer_and_no_louder(self) -> None:
        old = [one._replace(confidence="suspected") for one in remembered(STEP)]
        reports, _ = against(Baseline("x", FOLDER, old, None), STEP)
        assert "as a suspected error" in reports[0].diagnoses[0].message

    # Wilson's interval of k of 1,000 lies below 9 % where (90 − k)² > 1.96² · 90 · 0.91: up to k = 72.
    @pytest.mark.parametrize(("interested", "worse"), [(89, False), (73, False), (72, True), (20, True)])
    def test_a_rate_whose_interval_lies_below_the_one_remembered(self, interested: int, worse: bool) -> None:
        reports, _ = against(STEP, STEP.replace("90", str(interested)))
        assert ("FDX102" in codes(reports)[0]) is worse

    def test_taken_literally_any_lower_rate_is_worse(self) -> None:
        for interested, worse in ((89, True), (90, False), (91, False)):
            reports, _ = against(STEP, STEP.replace("90", str(interested)), level=None)
            assert ("FDX102" in codes(reports)[0]) is worse

    def test_milder_and_better_is_held_back(self) -> None:
        assert codes(against(STEP, STEP.replace("90", "250"))[0]) == [[]]

    def test_of_a_rate_that_is_too_high_a_higher_one_is_worse(self) -> None:
        hot = "stages: {contacted: 9000, purchased: 1000}\ncustomers: {hot: %d}\n"
        rules = ("FDX201",)
        assert codes(against(hot % 300, hot % 200, select=rules)[0]) == [[]]
        assert codes(against(hot % 300, hot % 310, select=rules)[0]) == [[]]
        assert codes(against(hot % 300, hot % 500, select=rules)[0]) == [["FDX201"]]

    def test_too_high_is_another_finding_than_too_low(self) -> None:
        hot = "stages: {contacted: 9000, purchased: 1000}\ncustomers: {hot: %d}\n"
        reports, account = against(hot % 10, hot % 400, select=("FDX201",))
        assert codes(reports) == [["FDX201"]]
        assert "Worse" not in reports[0].diagnoses[0].message
        assert messages(account) == [f"FDX201 at `customers.hot` in {_path()} is not found any more; {ANEW}"]

    def test_another_stage_is_another_finding(self) -> None:
        rising = "stages: {contacted: 10, interested: %d, purchased: %d}\n"
        rules = ("FDX001",)
        assert codes(against(rising % (20, 5), rising % (20, 30), select=rules)[0]) == [["FDX001"]]

    def test_several_findings_at_one_place_are_paired(self) -> None:
        team = "approach: passive\nstages: {purchased: 60}\nteam: [%s]\n"
        both, one = team % "distributor", team % "marketing-analyst, seller"
        found = remembered(both, select=("FDX403",))
        assert [(entry.field, entry.severity) for entry in found] == [("team", 2), ("team", 1)]
        assert codes(against(both, both, select=("FDX403",))[0]) == [[]]
        fewer = remembered(one, select=("FDX403",))
        old = Baseline("x", FOLDER, fewer, None)
        (report,), _ = against(old, both, select=("FDX403",))
        assert len(report.diagnoses) == len(found) - len(fewer) == 1


ANEW = "`funneldx baseline` writes the file anew"


def _path(name: str = "funnel.yaml") -> str:
    """The file as the baseline has it."""
    (entry,) = remembered({name: AILING})
    return entry.path


class TestStale:
    """Entries that are not found any more."""

    def test_few_are_told_one_by_one(self) -> None:
        healthy = HEALTHY.replace("name: North", "name: North\nlabels: {region: x}\nperiod: 2026-10")
        ailing = AILING.replace("name: North", "name: North\nlabels: {region: x}\nperiod: 2026-09")
        _, account = against(ailing, healthy)
        assert messages(account) == [
            f"FDX102 at “interested” in {_path()} (North, 2026-09, region: x) is not found any more; {ANEW}"
        ]

    def test_of_equal_funnels_the_number_is_told(self) -> None:
        _, account = against(several(HEALTHY, AILING), several(HEALTHY, HEALTHY))
        assert "(North, number 2 of its kind)" in messages(account)[0]

    def test_a_finding_about_the_whole_funnel(self) -> None:
        entries = [one._replace(stage=None, name=None) for one in remembered(AILING)]
        _, account = against(
            Baseline("x", FOLDER, entries, None), "stages: {contacted: 1000, interested: 400}\n"
        )
        assert messages(account) == [f"FDX102 in {_path()} is not found any more; {ANEW}"]

    def test_many_are_told_together(self) -> None:
        old = {f"{number}.yaml": AILING for number in range(6)}
        _, account = against(old, dict.fromkeys(old, HEALTHY))
        assert messages(account) == [f"6 findings in it are not found any more (6 of FDX102); {ANEW}"]

    def test_one_stage_of_several(self) -> None:
        unknown = "stages: {contacted: 1000, interested: 400, %s: 300}\n"
        _, account = against(unknown % "Foo, Bar".replace(", ", ": 350, "), unknown % "Bar")
        assert messages(account) == [
            HELD,
            f"FDX003 at “Foo” in {_path()} is not found any more; {ANEW}",
        ]

    def test_not_what_this_run_does_not_look_at(self) -> None:
        old = baseline({"a.yaml": AILING, "b.yaml": AILING})
        _, account = against(old, {"a.yaml": HEALTHY}, select=("FDX101",))
        assert messages(account) == []

    def test_not_where_the_rule_cannot_be_judged(self) -> None:
        _, account = against(
            AILING, "name: North\nstages: {contacted: , interested: 90, price_discussed: 60}\n"
        )
        assert messages(account) == []

    def test_not_what_the_funnel_asks_to_leave_out(self) -> None:
        (report,), account = against(AILING, AILING + "ignore: [{rule: FDX102, reason: known}]\n")
        assert [one.reason for one in report.suppressed] == ["known"]
        assert messages(account) == []


def test_several_processes_see_what_one_does() -> None:
    files = {f"{number}.yaml": AILING if number % 2 else HEALTHY for number in range(6)}
    old = baseline(dict.fromkeys(files, AILING))
    _, account = against(old, files)
    whole = Seen()
    copy: Baseline = pickle.loads(pickle.dumps(baseline(dict.fromkeys(files, AILING))))  # noqa: S301
    for name, content in files.items():
        copy.seen = Seen()
        list(ran({name: content}, copy))
        whole.merge(pickle.loads(pickle.dumps(copy.seen)))  # noqa: S301
    copy.seen = whole
    assert tuple(copy.notices()) == account.notices
    assert (whole.held, len(whole.used), len(whole.judged)) == (3, 3, 6)
