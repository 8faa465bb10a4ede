"""The door of the desk: the names of what people do, for whoever shows the audit trail."""

from __future__ import annotations

from workbench.selectors.activity import SENTENCES, subject_name

__all__ = ["SENTENCES", "subject_name"]
