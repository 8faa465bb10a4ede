"""Who may do what for whom. A membership without company covers every company of the agency."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.IntegerChoices):
    """Four roles; each may do all that the lesser ones may."""

    VIEWER = 10, _("查看者")
    ACCOUNTANT = 20, _("会计")
    SUPERVISOR = 30, _("主管")
    OWNER = 40, _("负责人")


class Membership(models.Model):
    """A person's role in an agency, for one company or for all of them."""

    user = models.ForeignKey("foundation.User", on_delete=models.CASCADE, related_name="memberships")
    agency = models.ForeignKey("foundation.Agency", on_delete=models.CASCADE, related_name="memberships")
    company = models.ForeignKey("foundation.Company", on_delete=models.CASCADE, null=True, blank=True)
    role = models.PositiveSmallIntegerField(_("角色"), choices=Role)

    class Meta:
        verbose_name = _("成员")
        verbose_name_plural = _("成员")
        constraints = [
            models.UniqueConstraint(fields=["user", "agency", "company"], name="one_role_per_person_and_company"),
            models.UniqueConstraint(
                fields=["user", "agency"], condition=models.Q(company=None), name="one_role_per_person_and_agency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
