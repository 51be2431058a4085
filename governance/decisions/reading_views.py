"""Pages to read beside a decision: two versions of its text, and its kept memos."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from core.reports.queries import readable_reports
from core.reports.services import ask_report
from governance.decisions import queries
from governance.decisions.memo import compared
from governance.decisions.models import DecisionText
from governance.decisions.report import MEMO, may_ask, subject_of
from governance.decisions.views import DecisionScreen


class DecisionCompare(DecisionScreen):
    """Two versions of the text beside each other."""

    template_name = "governance/decisions/compare.html"

    def context(self) -> dict[str, Any]:
        """The versions of `?van=` and `?naar=`; the last two when they are not named."""
        texts = queries.texts_of(self.subject, self.who)
        by_number = {text.number: text for text in texts}

        def asked(name: str, otherwise: int) -> DecisionText | None:
            given = self.request.GET.get(name, "")
            number = int(given) if given.isdigit() and len(given) < 6 else otherwise
            return by_number.get(number)

        newest = texts[0].number if texts else 0
        old, new = asked("van", newest - 1), asked("naar", newest)
        if texts and new is None:
            raise Http404
        return {
            "decision": self.subject,
            "texts": texts,
            "old": old,
            "new": new,
            "differences": compared(old.words, new.words) if old and new else [],
        }


class DecisionMemo(DecisionScreen):
    """The kept memos of a decision, and the button for a new one."""

    template_name = "governance/decisions/memo.html"

    def context(self) -> dict[str, Any]:
        """What is kept."""
        rows = readable_reports(self.who).filter(kind=MEMO, subject_key=subject_of(self.subject.id))
        return {
            "decision": self.subject,
            "reports": list(rows[:50]),
            "may_ask": may_ask(self.who, subject_of(self.subject.id)),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the memo and show the job."""
        verdict = may_ask(self.who, subject_of(self.subject.id))
        if not verdict:
            return self.refused(verdict)
        job = ask_report(
            kind=MEMO,
            subject_key=subject_of(self.subject.id),
            as_of=self.moment.today,
            who=self.who,
            now=self.moment.now,
        )
        return redirect("jobs:job", job.id)
