"""What can go wrong in front of a portal. The runner turns each into an outcome; none of them leaves the room.

Rule kept: before the last click a trouble means "nothing was sent"; after it, only the declared list tells.
"""

from __future__ import annotations

from collections.abc import Sequence


class BotTrouble(Exception):
    """Root of the troubles of a bot run: one sentence in English, one in Chinese."""

    def __init__(self, message: str, message_zh: str = "") -> None:
        super().__init__(message)
        self.message_zh = message_zh or message


class ElementMissing(BotTrouble):
    """No selector, role, label or text finds the element: the page has changed."""

    def __init__(self, name: str, tried: Sequence[str]) -> None:
        ways = ", ".join(dict.fromkeys(tried))
        super().__init__(f"element {name} not found by {ways}", f"页面已变化：找不到元素 {name}（已试 {ways}）")
        self.name = name


class StepFailed(BotTrouble):
    """What must hold before or after a step did not come to hold within its time limit."""

    def __init__(self, step: str, condition: str) -> None:
        super().__init__(
            f"step {step}: {condition} did not hold in time", f"步骤 {step} 的条件（{condition}）在时限内没有满足"
        )


class FiguresDiffer(BotTrouble):
    """The portal shows other figures than those to be filed."""

    def __init__(self, where: str, where_zh: str, differing: Sequence[str]) -> None:
        shown = "; ".join(differing[:10]) + ("; …" if len(differing) > 10 else "")
        super().__init__(f"{where} differs: {shown}", f"{where_zh}与待申报数据不一致：{shown}")
        self.differing = tuple(differing)


class PortalRefused(BotTrouble):
    """The portal's pre-check says no; the reason is the portal's own words."""


class StatesContradict(BotTrouble):
    """The status page and the declared list tell different stories: the outcome is unknown."""


class LoginRefused(BotTrouble):
    """The portal does not take the account or the password."""


class PortalDown(BotTrouble):
    """Maintenance, or no connection."""


class RunOverdue(BotTrouble):
    """The run as a whole has taken longer than it may; another worker will soon take the submission over."""


class SessionLost(BotTrouble):
    """The portal asks for a log-in in the middle of the work."""


class PersonNeeded(BotTrouble):
    """A captcha, an SMS code: only a person may answer. `picture` is what she must see."""

    def __init__(self, kind: str, message: str, message_zh: str, picture: bytes | None = None) -> None:
        super().__init__(message, message_zh)
        self.kind = kind
        self.picture = picture
