"""Language chosen by the person (Chinese until she chooses), and refusals turned into kind messages."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from kernel.errors import NotPermitted, Refusal

GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """The cookie of the language switch decides, never the browser's header: the desk is Chinese first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = {code for code, _name in settings.LANGUAGES}
        request.LANGUAGE_CODE = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


def message_of(refusal: Refusal) -> str:
    """The refusal's sentence in the language in use."""
    return refusal.message if translation.get_language() == "en" else refusal.message_zh


class RefusalMiddleware:
    """A refusal raised in a page's view becomes a message on the page the person came from."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """403 for lacking rights; for other refusals a message and a way back; anything else is a bug and crashes."""
        if not isinstance(error, Refusal):
            return None
        sentence = message_of(error)
        if isinstance(error, NotPermitted):
            return render(request, "403.html", {"sentence": sentence}, status=403)
        back = request.headers.get("Referer", "")
        if request.method == "POST" and url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
            messages.error(request, sentence)
            if request.headers.get("HX-Request"):
                return HttpResponse(status=204, headers={"HX-Redirect": back})
            return HttpResponseRedirect(back)
        return render(request, "refused.html", {"sentence": sentence, "code": error.code}, status=409)
