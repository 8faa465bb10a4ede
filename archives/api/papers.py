"""API of the source index and of packages."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from archives.models import ArchivePackage
from archives.selectors.source_index import source_index
from archives.services.start_package import start_package
from foundation.api_views import CompanyAPIView
from foundation.models import Role
from kernel.period import AccountingPeriod


class PackageSerializer(serializers.ModelSerializer[ArchivePackage]):
    """A package and how far it is."""

    class Meta:
        model = ArchivePackage
        fields = (
            "id", "kind", "start_period", "end_period", "state", "members_done", "members_total", "size", "sha256",
            "manifest_sha256", "problems", "error", "created_at", "finished_at",
        )  # fmt: skip


class PackageRequestSerializer(serializers.Serializer[Any]):
    """What is wanted: `archive` with its span, or `export`."""

    kind = serializers.CharField(max_length=8)
    start = serializers.CharField(default="", allow_blank=True, max_length=7)
    end = serializers.CharField(default="", allow_blank=True, max_length=7)


class Packages(CompanyAPIView):
    """The packages of the company."""

    read_role = Role.SUPERVISOR
    write_role = Role.SUPERVISOR

    @extend_schema(responses=PackageSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """The newest thirty."""
        rows = ArchivePackage.objects.filter(company=self.company)[:30]
        return Response(PackageSerializer(rows, many=True).data)

    @extend_schema(request=PackageRequestSerializer, responses={202: PackageSerializer})
    def post(self, request: Request, company_id: int) -> Response:
        """Order one; an export takes the owner."""
        asked = PackageRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        span = {name: AccountingPeriod.parse(given[name]) for name in ("start", "end") if given[name]}
        package = start_package(self.company, given["kind"], request.user, **span)  # type: ignore[arg-type]
        return Response(PackageSerializer(package).data, status=202)


class Sources(CompanyAPIView):
    """The index of source documents of `?period=`."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, company_id: int) -> Response:
        """Vouchers with files and state, counts by state, invoices whose electronic original is wanted."""
        index = source_index(self.company.pk, self.period, self.period)
        rows = [
            {
                "voucher": row.voucher.id,
                "name": row.voucher.name,
                "state": row.state.value,
                "invoices": [one.id for one in row.invoices],
                "files": [{"id": file.pk, "name": file.name, "sha256": file.sha256} for file in row.files],
            }
            for row in index.rows
        ]
        return Response({"counts": index.counts, "vouchers": rows, "wanted": [one.id for one in index.wanted]})
