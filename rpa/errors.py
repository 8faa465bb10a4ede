"""What can go wrong in front of a portal. The runner turns each into an outcome; none of them leaves the room.

Rule kept: before the last click a trouble means "nothing was sent"; after it, only the declared list tells.
"""

from __future__ import annotations

from collections.abc import Sequence


class BotTrouble(Exception):
    """Root of the troubles of a bot run; `str()` is a sentence for the log and the screen."""


class ElementMissing(BotTrouble):
    """No selector, role, label or text finds the element: the page has changed."""

    def __init__(self, name: str, tried: Sequence[str]) -> None:
        super().__init__(f"element {name} not found by {', '.join(tried)}")
        self.name = name


class StepFailed(BotTrouble):
    """What must hold before or after a step did not come to hold within its time limit."""

    def __init__(self, step: str, condition: str) -> None:
        super().__init__(f"{step}: {condition} did not hold in time")


class FiguresDiffer(BotTrouble):
    """The portal shows other figures than those to be filed."""

    def __init__(self, where: str, differing: Sequence[str]) -> None:
        shown = "; ".join(differing[:10]) + ("; …" if len(differing) > 10 else "")
        super().__init__(f"{where}: {shown}")
        self.differing = tuple(differing)


class PortalRefused(BotTrouble):
    """The portal's pre-check says no; the reason is the portal's own words."""


class LoginRefused(BotTrouble):
    """The portal does not take the account or the password."""


class PortalDown(BotTrouble):
    """Maintenance, or no connection."""


class SessionLost(BotTrouble):
    """The portal asks for a log-in in the middle of the work."""


class PersonNeeded(BotTrouble):
    """A captcha, an SMS code: only a person may answer. `picture` is what she must see."""

    def __init__(self, kind: str, question: str, picture: bytes | None) -> None:
        super().__init__(question)
        self.kind = kind
        self.question = question
        self.picture = picture
