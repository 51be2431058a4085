"""Writing, mending and withdrawing a comment."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property

from accounts.remarks import queries, services
from accounts.remarks.access import may_be_internal, may_comment, may_mend
from accounts.remarks.forms import CommentForm, WithdrawCommentForm
from accounts.remarks.models import Comment
from accounts.remarks.subjects import Commented, commented, readers_of
from core.edit.views import EditScreen
from core.screens.views import Crumb, FormScreen, Screen, found


@dataclass(frozen=True)
class Place:
    """Where a comment will stand."""

    prefix: str
    key: str
    commented: Commented


class CommentAdd(FormScreen):
    """A new comment; the block on the page of the subject sends it here."""

    access = may_comment
    form_class = CommentForm
    template_name = "accounts/remarks/add.html"
    done = "Je opmerking is geplaatst."

    def find_subject(self) -> Place:
        """What it is about, if one may see it."""
        prefix, key = self.kwargs["prefix"], self.kwargs["key"]
        return Place(prefix, key, found(commented(self.who, prefix, key)))

    def crumbs(self) -> list[Crumb]:
        """Back to the subject."""
        return [Crumb(f"{self.subject.commented.about}, {self.subject.commented.name}", self.subject.commented.url)]

    def form_arguments(self) -> dict[str, Any]:
        """Who can be named."""
        return {
            "readers": readers_of(self.subject.commented, self.moment.today),
            "may_be_internal": may_be_internal(self.who),
        }

    def perform(self, form: Any) -> str:
        """Place it."""
        services.add_comment(
            prefix=self.subject.prefix,
            key=self.subject.key,
            text=form.cleaned_data["text"],
            chosen=form.chosen_ids,
            is_internal=form.cleaned_data.get("is_internal", False),
            who=self.who,
            now=self.moment.now,
        )
        return f"{self.subject.commented.url}#opmerkingen"


class OneComment(Screen):
    """Any page about one comment."""

    access = may_mend

    def find_subject(self) -> Comment:
        """The comment, if one may see it and its subject."""
        row: Comment = found(queries.comment(self.who, self.kwargs["comment"]))
        return row

    @cached_property
    def commented(self) -> Commented:
        """What it is about."""
        subject: Commented = found(queries.subject_of_comment(self.who, self.subject))
        return subject

    def crumbs(self) -> list[Crumb]:
        """Back to what it is about."""
        return [Crumb(f"{self.commented.about}, {self.commented.name}", f"{self.commented.url}#opmerkingen")]


class CommentEdit(OneComment, EditScreen):
    """Mend one's own comment."""

    form_class = CommentForm
    template_name = "accounts/remarks/edit.html"
    done = "Je opmerking is gewijzigd."

    def initial_of(self, row: Any) -> dict[str, Any]:
        """The text and whom it names."""
        return {"text": row.text, "chosen": [str(mention.person_id) for mention in row.mentions.all()]}

    def form_arguments(self) -> dict[str, Any]:
        """Who can be named; for whom it is stays as it was."""
        readers = readers_of(self.commented, self.moment.today)
        return super().form_arguments() | {"readers": readers, "may_be_internal": False}

    def build_form(self) -> Any:
        """With a button that says what it does."""
        form = super().build_form()
        form.submit_label = "Opmerking opslaan"
        return form

    def perform(self, form: Any) -> str:
        """Save it."""
        services.edit_comment(
            comment_id=self.subject.id,
            version=self.sent_version,
            text=form.cleaned_data["text"],
            chosen=form.chosen_ids,
            who=self.who,
            now=self.moment.now,
        )
        return f"{self.commented.url}#opmerkingen"


class CommentWithdraw(OneComment, FormScreen):
    """Take back one's own comment."""

    form_class = WithdrawCommentForm
    template_name = "accounts/remarks/withdraw.html"
    done = "Je opmerking is ingetrokken."

    def perform(self, form: Any) -> str:
        """Withdraw it."""
        services.withdraw_comment(comment_id=self.subject.id, who=self.who, now=self.moment.now)
        return f"{self.commented.url}#opmerkingen"
