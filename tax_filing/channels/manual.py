"""Filing by hand: a person keys the printed figures in at the bureau and brings the receipt back.

Rule kept: the product works with no interface and no bot; the machine waits and never guesses that it was done.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tax_filing.domain.package import FilingPackage, HumanNeeded, Outcome


class ManualChannel:
    """Waits for `confirm_by_hand`."""

    name = "manual"
    title = _("人工申报（打印、录入、上传回执）")

    def submit(self, package: FilingPackage) -> Outcome:
        return HumanNeeded(None)

    def look_up(self, package: FilingPackage) -> Outcome | None:
        return HumanNeeded(None)
