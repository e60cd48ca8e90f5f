"""Coming in with a code by mail or text message: what we do not know looks exactly like what we know."""

import logging
from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.core import context
from django import forms
from django.contrib.auth import logout as end_session
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fgc.accounts import login_servers
from fgc.limits import Limit
from fgc.outbox import sms
from fgc.outbox.queue import Channel
from fgc.pages.door import PageRequest, place_of, public_page
from fgc.pages.entrance import arriving, device, one_number
from fgc.pages.entrance.adapter import TOO_OFTEN, Entrance
from fgc.pages.entrance.fields import MobileField
from fgc.pages.entrance.leaving import quiet_after_leaving

# Nobody lets it rain on one mailbox or telephone. What comes from one place is counted apart, and much sooner, so that
# whoever asks for codes of somebody else shuts out himself; and text messages cost no more than an operator can bear.
MAIL_FROM_HERE, MAIL = Limit("code-from", most=4, seconds=60), Limit("code-by-mail", most=60, seconds=60 * 60)
SMS_FROM_HERE, SMS = Limit("sms-from", most=5, seconds=15 * 60), Limit("code-by-sms", most=20, seconds=15 * 60)
ALL_SMS = Limit("codes-by-sms", most=600, seconds=60 * 60)
# A browser in which the owner came in before is counted alone: whoever floods an address does not shut it out.
KNOWN = Limit("code-known", most=5, seconds=15 * 60)


log = logging.getLogger(__name__)


class EnterForm(RequestLoginCodeForm):
    """Where the code goes: to an address, or by text message to who has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = forms.EmailField(
            label=_("Your e-mail address"),
            required=not sms.is_on(),
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            error_messages={
                "required": _("Fill in your e-mail address. The code goes there."),
                "invalid": _("This is not a complete e-mail address. It looks like name@example.nl."),
            },
        )
        if sms.is_on():
            self.fields["phone"] = MobileField(
                label=_("Or your mobile number"),
                help_text=_("Only if you have no e-mail address here."),
                required=False,
            )
        else:
            del self.fields["phone"]

    def clean(self) -> dict[str, Any]:
        """One of the two, not both and not nothing."""
        kept: dict[str, Any] = forms.Form.clean(self) or {}
        if kept.get("email") and kept.get("phone"):
            self.add_error("phone", _("Fill in one of the two: the code goes there."))
        elif not self.errors and not kept.get("email") and not kept.get("phone"):
            self.add_error("email", _("Fill in your e-mail address or your mobile number. The code goes there."))
        return kept

    @property
    def known(self) -> Any:
        """The account behind what was typed by mail, if there is one: a shared number says of nobody who it is."""
        return self._user if self.cleaned_data.get("email") else None

    def clean_email(self) -> str:
        """The address, counted before anybody looks whether we know it."""
        address: str = self.cleaned_data["email"]
        _must_be_now_and_then(address.lower(), MAIL_FROM_HERE, MAIL)
        if address:
            arriving.look(context.request, Channel.MAIL, address)
        kept: str = super().clean_email()
        return kept

    def clean_phone(self) -> str:
        """The number, counted before anybody looks whether we know it."""
        number: str = self.cleaned_data["phone"]
        _must_be_now_and_then(number, SMS_FROM_HERE, SMS)
        if number and not ALL_SMS.allows_one_more():
            raise forms.ValidationError(Entrance.error_messages[TOO_OFTEN], code=TOO_OFTEN)
        if number:
            arriving.look(context.request, Channel.SMS, number)
        kept: str = super().clean_phone()
        return kept


def _must_be_now_and_then(reached: str, from_here: Limit, all_together: Limit) -> None:
    """Counts a code to this address or number, first of all for the place that asks.

    Raises:
        ValidationError: there were too many.
    """
    if not reached:
        return
    if sign := device.known_sign(context.request, reached):
        allowed = KNOWN.allows_one_more(f"{reached} {sign}")
    else:
        here = f"{reached} {place_of(context.request)}"
        allowed = from_here.allows_one_more(here) and all_together.allows_one_more(reached)
    if not allowed:
        raise forms.ValidationError(Entrance.error_messages[TOO_OFTEN], code=TOO_OFTEN)


class CodeForm(ConfirmLoginCodeForm):
    """The code from the message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("The code from the message"),
            widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
            error_messages={"required": _("Fill in the code. It is in the message that we sent.")},
        )
        self.fields["device"] = device.DeviceField()


class _Refusing:
    """A form that is not accepted answers with 422, and with 429 where waiting helps, as everywhere in this house."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # of the view beside it
        response.status_code = 429 if any(form.has_error(field, TOO_OFTEN) for field in form.errors) else 422
        return response


class EnterView(_Refusing, RequestLoginCodeView):
    """Asks for the address; on the own device of who is there, that is enough."""

    template_name = "entrance/enter.html"

    def get_form_class(self) -> type[forms.Form]:
        """Our own words."""
        return EnterForm

    def form_valid(self, form: Any) -> HttpResponse:
        """On to the code, or in at once."""
        if device.may_come_in(self.request, form.known):
            device.note_answer(self.request, device.OWN)
            record_authentication(self.request, form.known, device.BY_DEVICE)
            wanted: Any = self.get_next_url  # the library says nothing of its type
            return perform_login(self.request, Login(user=form.known, redirect_url=wanted()))
        response: HttpResponse = super().form_valid(form)
        return response

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """With the way to the logins of organisations, where there are any."""
        shown: dict[str, Any] = super().get_context_data(**more)
        return {**shown, "has_logins": bool(login_servers.open_servers())}


class CodeView(_Refusing, ConfirmLoginCodeView):
    """Asks for the code."""

    template_name = "entrance/enter_code.html"

    def get_form_class(self) -> type[forms.Form]:
        """Our own words."""
        return CodeForm

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """A wrong code is written down with the id of the account, where there is one behind the address."""
        log.info("a code to come in was refused: account %s", self._process.state.get("user_id") or "none")
        return super().form_invalid(form)

    def _verify_form_valid(self, form: forms.Form) -> HttpResponse:
        """The code was right: who is it, where more than one person comes in with this number?"""
        arriving.prove(self._process.state)
        device.note_answer(self.request, form.cleaned_data["device"])
        number = self._process.state.get("phone", "")
        if one_number.is_shared(number):
            self._process.abort()
            one_number.remember(self.request, number)
            there: Any = self.passthrough_next_url
            return redirect(there(reverse("enter_who")))
        response: HttpResponse = super()._verify_form_valid(form)
        return response


_enter, _code = EnterView.as_view(), CodeView.as_view()


@public_page("GET", "POST")
@quiet_after_leaving
def enter(request: PageRequest) -> HttpResponse:
    """Where does the code go?"""
    return _enter(request)  # type: ignore[return-value]  # allauth says less than it gives


@public_page("GET", "POST")
@quiet_after_leaving
def enter_code(request: PageRequest) -> HttpResponse:
    """What is the code?"""
    return _code(request)  # type: ignore[return-value]  # allauth says less than it gives


@public_page("POST")
def logout(request: PageRequest) -> HttpResponse:
    """Ends the session, a visit by a personal link included; this browser is asked for a code again."""
    end_session(request)
    response = redirect("start")
    device.forget(request, response)
    return response
