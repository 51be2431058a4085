"""The block of comments on the page of a subject."""

from typing import Any

from accounts.organisations.rules import Who
from accounts.remarks.access import may_be_internal, may_comment
from accounts.remarks.forms import CommentForm
from accounts.remarks.queries import comments_on
from accounts.remarks.rules import is_editable
from accounts.remarks.subjects import Commented, readers_of
from core.clock.queries import Moment


def panel_context(who: Who, prefix: str, key: str, subject: Commented, moment: Moment) -> dict[str, Any] | None:
    """The comments with what their author may do, and the form (three queries); nothing for providers.

    The page has found its subject among what this person may see.
    """
    if who.is_provider_only:
        return None
    rows = list(comments_on(who, f"{prefix}:{key}"))
    form = None
    if may_comment(who):
        form = CommentForm(readers=readers_of(subject, moment.today), may_be_internal=may_be_internal(who))
        form.keep = f"{who.person_id}:{prefix}:{key}"
    return {
        "form": form,
        "prefix": prefix,
        "key": key,
        "count": sum(row.withdrawn_at is None for row in rows),
        "rows": [
            {
                "comment": row,
                "names": [mention.person.name for mention in row.mentions.all()],
                "is_mine": row.author_id == who.person_id and row.withdrawn_at is None,
                "may_edit": is_editable(written_at=row.written_at, now=moment.now),
            }
            for row in rows
        ],
    }
