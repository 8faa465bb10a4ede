"""API of proposed entries."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from bookkeeping.api.base import BooksAPIView
from bookkeeping.api.engine_serializers import AcceptSerializer, QueueRowSerializer, RejectSerializer
from bookkeeping.api.serializers import ProposalSerializer
from bookkeeping.models import Proposal
from bookkeeping.selectors.review_queue import review_queue
from bookkeeping.services.accept_equal import accept_equal
from bookkeeping.services.accept_proposal import accept_proposal
from bookkeeping.services.propose_period import propose_period
from bookkeeping.services.reject_proposal import reject_proposal
from bookkeeping.services.undo_decision import undo_decision


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


class ProposalQueue(BooksAPIView):
    """The review queue: equal cases together, what teaches most first."""

    @extend_schema(responses=QueueRowSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """Every group with its score and the ids of its cases."""
        return Response(QueueRowSerializer(review_queue(company_id, self.period), many=True).data)


class ProposalAcceptance(BooksAPIView):
    """Accepting a proposal."""

    @extend_schema(request=AcceptSerializer, responses=ProposalSerializer)
    def post(self, request: Request, company_id: int, proposal_id: int) -> Response:
        """Book it, with another main account or rewritten lines where given. A correction is taken at its word."""
        proposal = get_object_or_404(Proposal, pk=proposal_id, company=self.company)
        serializer = AcceptSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        accept_proposal(
            proposal,
            actor=self.actor(request),
            account_code=serializer.validated_data["account_code"],
            lines=serializer.edited(),
        )
        proposal.refresh_from_db()
        return Response(ProposalSerializer(proposal).data)


class EqualAcceptance(BooksAPIView):
    """Accepting a proposal with all that are equal."""

    @extend_schema(request=AcceptSerializer, responses={200: dict[str, int]})
    def post(self, request: Request, company_id: int, proposal_id: int) -> Response:
        """Book each, with another main account where given; counts."""
        proposal = get_object_or_404(Proposal, pk=proposal_id, company=self.company)
        serializer = AcceptSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        code = serializer.validated_data["account_code"]
        return Response(accept_equal(proposal, actor=self.actor(request), account_code=code))


class ProposalUndoing(BooksAPIView):
    """Taking a decision back."""

    @extend_schema(request=None, responses=ProposalSerializer)
    def post(self, request: Request, company_id: int, proposal_id: int) -> Response:
        """Discard or reverse what it booked; the proposal that waits again."""
        proposal = get_object_or_404(Proposal, pk=proposal_id, company=self.company)
        return Response(ProposalSerializer(undo_decision(proposal, actor=self.actor(request))).data)


class ProposalRejection(BooksAPIView):
    """Rejecting a proposal."""

    @extend_schema(request=RejectSerializer, responses=ProposalSerializer)
    def post(self, request: Request, company_id: int, proposal_id: int) -> Response:
        """Set it aside; its source stays unbooked. `remember`: its account is not proposed there again."""
        proposal = get_object_or_404(Proposal, pk=proposal_id, company=self.company)
        serializer = RejectSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        said = serializer.validated_data
        reject_proposal(proposal, actor=self.actor(request), reason=said["reason"], remember=said["remember"])
        proposal.refresh_from_db()
        return Response(ProposalSerializer(proposal).data)
