"""The law a second time, in plain Python: no rule files, no forms, no formula language.

Written from the wording of the law and of the printed forms to check the product against. Figures of law are typed in
here on purpose; nothing of `law` or `tax_filing` is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.tax_filing.naive import annual, business, cit, stamp, vat_general, vat_small_scale, wages

NAIVE: dict[str, Callable[[dict[str, Any]], dict[str, str]]] = {
    "vat_small_scale": vat_small_scale.figures,
    "vat_general": vat_general.figures,
    "cit_prepayment": cit.figures,
    "cit_annual": annual.figures,
    "iit_withholding": wages.figures,
    "iit_business_income": business.figures,
    "stamp_duty": stamp.figures,
}
