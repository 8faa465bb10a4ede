"""Keeping the filters of a board under a name, and forgetting them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from foundation.models import User
from kernel.errors import InvalidValue
from workbench.models import BoardView
from workbench.selectors.board_filter import PARAMETERS, BoardFilter


def keep_board_view(user: User, name: str, asked: Mapping[str, str]) -> BoardView:
    """The view under that name, replaced where there was one. Raises `InvalidValue` without a name."""
    if not name.strip():
        raise InvalidValue("a view needs a name", message_zh="请给视图起个名字")
    BoardFilter.parse(asked)
    query = urlencode([(key, asked[key]) for key in PARAMETERS if asked.get(key)])
    view, _made = BoardView.objects.update_or_create(user=user, name=name.strip()[:40], defaults={"query": query})
    return view


def forget_board_view(user: User, view_id: int) -> None:
    """Remove one of the person's own views; another's stays untouched."""
    BoardView.objects.filter(pk=view_id, user=user).delete()
