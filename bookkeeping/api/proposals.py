"""API of proposed entries."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from bookkeeping.api.base import BooksAPIView
from bookkeeping.api.serializers import AcceptSerializer, ProposalSerializer, ReasonSerializer
from bookkeeping.models import Proposal
from bookkeeping.services.accept_proposal import accept_proposal, reject_proposal
from bookkeeping.services.propose_period import propose_period


class ProposalList(BooksAPIView):
    """Proposals of the period."""

    @extend_schema(responses=ProposalSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """One page; `?state=` defaults to those waiting."""
        state = request.query_params.get("state", "proposed")
        rows = Proposal.objects.filter(company=self.company, period=str(self.period), state=state)
        pages = PageNumberPagination()
        page = pages.paginate_queryset(rows.order_by("date", "pk"), request, view=self)
        return pages.get_paginated_response(ProposalSerializer(page, many=True).data)

    @extend_schema(request=None, responses={200: dict[str, int]})
    def post(self, request: Request, company_id: int) -> Response:
        """Ask the engine about every invoice of the period; counts by action."""
        return Response(propose_period(company_id, self.period))


class ProposalAcceptance(BooksAPIView):
    """Accepting a proposal."""

    @extend_schema(request=AcceptSerializer, responses=ProposalSerializer)
    def post(self, request: Request, company_id: int, proposal_id: int) -> Response:
        """Post it, with another main account where given."""
        proposal = get_object_or_404(Proposal, pk=proposal_id, company=self.company)
        serializer = AcceptSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        accept_proposal(proposal, actor=self.actor(request), account_code=serializer.validated_data["account_code"])
        proposal.refresh_from_db()
        return Response(ProposalSerializer(proposal).data)


class ProposalRejection(BooksAPIView):
    """Rejecting a proposal."""

    @extend_schema(request=ReasonSerializer, responses=ProposalSerializer)
    def post(self, request: Request, company_id: int, proposal_id: int) -> Response:
        """Set it aside; its source stays unbooked."""
        proposal = get_object_or_404(Proposal, pk=proposal_id, company=self.company)
        serializer = ReasonSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        reject_proposal(proposal, actor=self.actor(request), reason=serializer.validated_data["reason"])
        proposal.refresh_from_db()
        return Response(ProposalSerializer(proposal).data)
