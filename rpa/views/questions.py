"""A person in the loop: what the bot asks, with its picture and time limit, and the answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from foundation.access import company_view
from foundation.models import Handover, HandoverKind, Role
from rpa.forms import AnswerForm, DoneForm
from rpa.selectors.runs import open_questions, runs_of
from rpa.services.answer_question import answer_question

ON_THE_PHONE = (HandoverKind.QR_SCAN, HandoverKind.FACE_CHECK)


@company_view(Role.VIEWER)
@require_safe
def questions(request: HttpRequest, company_id: int) -> HttpResponse:
    """The open questions, as a part of a page that looks again by itself."""
    return render(request, "rpa/_questions.html", {"questions": open_questions(company_id)})


@company_view(Role.ACCOUNTANT)
def question(request: HttpRequest, company_id: int, handover_id: int) -> HttpResponse:
    """One question; POST answers it and wakes the submission."""
    handover = get_object_or_404(Handover, pk=handover_id, company_id=company_id)
    run = runs_of(company_id).filter(handover=handover).first()
    form = (DoneForm if handover.kind in ON_THE_PHONE else AnswerForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer_question(handover, text=form.cleaned_data["answer"], actor=request.user)  # type: ignore[arg-type]
        messages.success(request, _("已收到，机器人接着办理。"))
        return redirect("rpa:run", company_id, run.pk) if run else redirect("rpa:runs", company_id)
    is_open = open_questions(company_id).filter(pk=handover.pk).exists()
    context = {
        "handover": handover,
        "form": form,
        "run": run,
        "is_open": is_open,
        "on_the_phone": handover.kind in ON_THE_PHONE,
        "last_seen": run.steps.exclude(picture_file="").last() if run else None,
    }
    return render(request, "rpa/question.html", context)


@company_view(Role.ACCOUNTANT)
@require_safe
def question_picture(request: HttpRequest, company_id: int, handover_id: int) -> HttpResponse:
    """What the person must read."""
    handover = get_object_or_404(Handover, pk=handover_id, company_id=company_id)
    if not handover.picture:
        raise Http404
    return HttpResponse(bytes(handover.picture), content_type="image/png", headers={"Cache-Control": "no-store"})
