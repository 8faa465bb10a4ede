"""Log-in pages: account and password, captcha, SMS code, identity.

Rule kept: a captcha or code is never solved here; without a person's answer the run stops and asks.
"""

from __future__ import annotations

from typing import Final

from rpa.errors import LoginRefused, PersonNeeded, PortalDown, SessionLost
from rpa.stage import Stage

LOGIN_ELEMENT, CAPTCHA = "login.enter", "login.captcha_picture"
SMS_CODE, SCAN, IDENTITY, INSIDE = "sms.code", "scan.confirm", "identity.confirm", "todo.heading"
_PLACES: Final = (LOGIN_ELEMENT, SMS_CODE, SCAN, IDENTITY, INSIDE)


def open_login(stage: Stage) -> None:
    """Go to the log-in page; a living session is led further by the portal itself."""
    response = stage.page.goto(stage.url(stage.portal.paths["login"]), wait_until="domcontentloaded")
    if response is not None and response.status in (502, 503, 504):
        raise PortalDown(f"the portal answers {response.status}", f"电子税务局返回 {response.status}，请稍后再试")


def is_somewhere(stage: Stage) -> bool:
    """Whether any page of the log-in, or the inside, is shown."""
    return bool(_place(stage))


def _place(stage: Stage) -> str:
    """Which page of the way in is shown, by the element that marks it."""
    return stage.find.first_there(_PLACES)


def at_login(stage: Stage) -> bool:
    """Whether account and password are asked for."""
    return _place(stage) == LOGIN_ELEMENT


def at_sms(stage: Stage) -> bool:
    """Whether an SMS code is asked for."""
    return _place(stage) == SMS_CODE


def at_scan(stage: Stage) -> bool:
    """Whether the person's phone is waited for: a QR code to scan, or a face check."""
    return _place(stage) == SCAN


def at_identity(stage: Stage) -> bool:
    """Whether the identity is to be chosen."""
    return _place(stage) == IDENTITY


def is_inside(stage: Stage) -> bool:
    """Whether the to-do list is shown."""
    return _place(stage) == INSIDE


def log_in(stage: Stage) -> None:
    """Fill in the account; a captcha needs a person's answer, given with the order or asked for."""
    answer = stage.answers.pop("captcha", "")
    if stage.find.is_there(CAPTCHA) and not answer:
        raise _captcha(stage)
    stage.find.find("login.taxpayer_id").fill(stage.order.taxpayer_id)
    stage.find.find("login.user_name").fill(stage.order.credentials.get("user_name", ""))
    stage.find.find("login.password").fill(stage.order.credentials.get("password", ""))
    if answer:
        stage.find.find("login.captcha").fill(answer)
    stage.find.find(LOGIN_ELEMENT).click()
    stage.page.wait_for_load_state("domcontentloaded")
    if at_login(stage):
        raise (
            _captcha(stage)
            if stage.find.is_there(CAPTCHA)
            else LoginRefused(f"log-in refused: {_notice(stage)}", f"登录未成功：{_notice(stage)}")
        )


def enter_sms_code(stage: Stage) -> None:
    """Type in the code the person read from the phone."""
    code = stage.answers.pop("sms_code", "")
    if not code:
        raise _sms_code()
    stage.find.find("sms.code").fill(code)
    stage.find.find("sms.confirm").click()
    stage.page.wait_for_load_state("domcontentloaded")
    if at_sms(stage):
        raise _sms_code()


def confirm_on_phone(stage: Stage) -> None:
    """Go on when the person says that the phone has confirmed; show her the QR code otherwise."""
    is_qr = stage.find.is_there("scan.picture")
    said = stage.answers.pop("qr_scan" if is_qr else "face_check", "")
    if said:
        stage.find.find("scan.confirm").click()
        stage.page.wait_for_load_state("domcontentloaded")
        if not at_scan(stage):
            return
    raise _phone(stage, is_qr=is_qr)


def choose_identity(stage: Stage) -> None:
    """Act as tax handler."""
    stage.find.find("identity.tax_handler").check()
    stage.find.find("identity.confirm").click()


def explain_trouble(stage: Stage) -> None:
    """Maintenance is told at once; a log-in page in the middle of the work means that the session is lost."""
    if stage.find.is_there("maintenance"):
        raise PortalDown("the portal is under maintenance", "电子税务局正在维护，请稍后再试")
    if stage.is_past_login and at_login(stage):
        raise SessionLost("the portal asks for a log-in again", "会话已失效，电子税务局要求重新登录")


def _captcha(stage: Stage) -> PersonNeeded:
    picture = stage.find.find(CAPTCHA).screenshot()
    return PersonNeeded("captcha", "The log-in asks for a captcha", "登录电子税务局需要图形验证码", picture)


def _sms_code() -> PersonNeeded:
    return PersonNeeded("sms_code", "The log-in asks for an SMS code", "登录电子税务局需要短信验证码")


def _phone(stage: Stage, *, is_qr: bool) -> PersonNeeded:
    if not is_qr:
        return PersonNeeded("face_check", "The log-in asks for a face check", "登录电子税务局需要人脸识别")
    picture = stage.find.find("scan.picture").screenshot()
    return PersonNeeded("qr_scan", "The log-in asks for a QR scan", "登录电子税务局需要扫码", picture)


def _notice(stage: Stage) -> str:
    return stage.find.find("notice").inner_text().strip() if stage.find.is_there("notice") else ""
