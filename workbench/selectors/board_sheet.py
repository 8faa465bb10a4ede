"""The board as a sheet, for Excel."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bookkeeping.exports import Column, Kind, Row, Sheet, row
from foundation.states import look_of
from workbench.selectors.board import BoardRow
from workbench.selectors.steps import NAMES


def board_sheet(rows: list[BoardRow]) -> Sheet:
    """One line per company: period, person, state of each step, deadline, warnings, what waits."""
    columns = (
        Column("company", _("公司")),
        Column("taxpayer_id", _("纳税人识别号")),
        Column("period", _("账期")),
        Column("person", _("经办人")),
        *(Column(name, str(label)) for name, label in NAMES.items()),
        Column("deadline", _("申报期限"), Kind.DATE),
        Column("warnings", _("预警"), Kind.COUNT),
        Column("waiting", _("待办"), Kind.COUNT),
    )
    return Sheet(_("全部公司"), "", columns, [_line(each) for each in rows])


def _line(each: BoardRow) -> Row:
    story = each.story
    return row(
        [
            story.company.name,
            story.company.taxpayer_id,
            str(story.period),
            str(each.person or ""),
            *(str(look_of(step.state).label) for step in story.steps),
            story.deadline.day if story.deadline else None,
            each.warnings,
            story.waiting,
        ]
    )
