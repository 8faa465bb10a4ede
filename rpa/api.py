"""REST API of the bot's room: runs with their steps, open questions, answers."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.api_views import CompanyAPIView
from foundation.models import Handover
from rpa.models import BotRun, BotStep
from rpa.selectors.runs import open_questions, runs_of
from rpa.services.answer_question import answer_question


class StepSerializer(serializers.ModelSerializer[BotStep]):
    """One step of a run."""

    class Meta:
        model = BotStep
        fields = [
            "place",
            "name",
            "title",
            "state",
            "attempt",
            "detail",
            "detail_zh",
            "picture_sha256",
            "dom_hash",
            "ended_at",
        ]


class RunSerializer(serializers.ModelSerializer[BotRun]):
    """One run without its steps."""

    class Meta:
        model = BotRun
        fields = [
            "id", "submission_key", "purpose", "portal", "portal_version", "form", "period_start", "period_end",
            "state", "ending", "reason", "reason_en", "reference", "sent", "moved", "handover", "seal",
            "started_at", "finished_at",
        ]  # fmt: skip


class RunWithStepsSerializer(RunSerializer):
    """One run with its steps."""

    steps = StepSerializer(many=True, read_only=True)

    class Meta(RunSerializer.Meta):
        fields = [*RunSerializer.Meta.fields, "steps"]


class QuestionSerializer(serializers.ModelSerializer[Handover]):
    """A question that waits for a person; its picture is fetched from the page."""

    class Meta:
        model = Handover
        fields = ["id", "kind", "question", "expires_at"]


class AnswerSerializer(serializers.Serializer[dict[str, str]]):
    """A person's answer."""

    answer = serializers.CharField(max_length=40)


class RunList(CompanyAPIView):
    """Runs of the company."""

    @extend_schema(responses=RunSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """Newest first, in pages."""
        pages = PageNumberPagination()
        rows = pages.paginate_queryset(runs_of(company_id), request, view=self)
        return pages.get_paginated_response(RunSerializer(rows, many=True).data)


class RunDetail(CompanyAPIView):
    """One run."""

    @extend_schema(responses=RunWithStepsSerializer)
    def get(self, request: Request, company_id: int, run_id: int) -> Response:
        """With its steps in order."""
        found = get_object_or_404(runs_of(company_id).prefetch_related("steps"), pk=run_id)
        return Response(RunWithStepsSerializer(found).data)


class QuestionList(CompanyAPIView):
    """Open questions."""

    @extend_schema(responses=QuestionSerializer(many=True))
    def get(self, request: Request, company_id: int) -> Response:
        """The most urgent first."""
        return Response(QuestionSerializer(open_questions(company_id), many=True).data)


class QuestionAnswer(CompanyAPIView):
    """The answer to one question."""

    @extend_schema(request=AnswerSerializer, responses={204: None})
    def post(self, request: Request, company_id: int, handover_id: int) -> Response:
        """Hand the answer over; the submission goes on."""
        handover = get_object_or_404(Handover, pk=handover_id, company_id=company_id)
        form = AnswerSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        answer_question(handover, text=form.validated_data["answer"], actor=request.user)  # type: ignore[arg-type]
        return Response(status=204)
