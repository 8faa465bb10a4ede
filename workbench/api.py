"""API of the desk: how far a period has come, and the main job."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.api_views import CompanyAPIView
from foundation.models import Role
from workbench.models import PeriodRun
from workbench.selectors.figures import recent_figures
from workbench.selectors.stories import story_of
from workbench.services.start_run import start_run


class StepSerializer(serializers.Serializer[Any]):
    """One step of a period."""

    name = serializers.CharField()
    state = serializers.CharField()
    waiting = serializers.IntegerField()
    url = serializers.CharField()


class MonthSerializer(serializers.Serializer[Any]):
    """Figures of a month, in yuan."""

    period = serializers.CharField()
    revenue = serializers.DecimalField(max_digits=18, decimal_places=2)
    expense = serializers.DecimalField(max_digits=18, decimal_places=2)
    money = serializers.DecimalField(max_digits=18, decimal_places=2)


class StorySerializer(serializers.Serializer[Any]):
    """A period at a glance."""

    period = serializers.CharField()
    steps = StepSerializer(many=True)
    next_step = serializers.CharField(allow_null=True)
    deadline = serializers.DateField(allow_null=True)
    figures = MonthSerializer(many=True)


class RunSerializer(serializers.ModelSerializer[PeriodRun]):
    """A run: what was done, what waits for a person."""

    class Meta:
        model = PeriodRun
        fields = ("period", "state", "stage", "stages", "waiting", "error", "started_at", "updated_at")


class RunRequestSerializer(serializers.Serializer[Any]):
    """What the run may do in the person's name."""

    accept_suggestions = serializers.BooleanField(default=False)
    approve_hash = serializers.CharField(default="", allow_blank=True, max_length=64)
    channel = serializers.CharField(default="", allow_blank=True, max_length=40)


class JobStartedSerializer(serializers.Serializer[Any]):
    """The job that does it."""

    job = serializers.IntegerField()


class Story(CompanyAPIView):
    """The steps of the period with its deadline and recent figures."""

    @extend_schema(responses=StorySerializer)
    def get(self, request: Request, company_id: int) -> Response:
        """The period of `?period=`."""
        story = story_of(self.company, self.period, timezone.localdate())
        content = {
            "period": str(self.period),
            "steps": story.steps,
            "next_step": story.next_step.name if story.next_step else None,
            "deadline": story.deadline.day if story.deadline else None,
            "figures": recent_figures(self.company, self.period),
        }
        return Response(StorySerializer(content).data)


class Run(CompanyAPIView):
    """The main job of the period."""

    write_role = Role.ACCOUNTANT

    @extend_schema(responses=RunSerializer)
    def get(self, request: Request, company_id: int) -> Response:
        """How far the run of `?period=` is; 404 while it was never run."""
        run = PeriodRun.objects.filter(company=self.company, period=str(self.period)).first()
        if run is None:
            return Response(status=404)
        return Response(RunSerializer(run).data)

    @extend_schema(request=RunRequestSerializer, responses={202: JobStartedSerializer})
    def post(self, request: Request, company_id: int) -> Response:
        """Start the run, or name the one under way."""
        asked = RunRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        job = start_run(self.company, self.period, request.user, **asked.validated_data)  # type: ignore[arg-type]
        return Response({"job": job.pk}, status=202)
