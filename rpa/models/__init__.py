"""Tables of `rpa`: runs of the bot and their steps."""

from rpa.models.run import BotRun, RunState
from rpa.models.step import BotStep

__all__ = ["BotRun", "BotStep", "RunState"]
