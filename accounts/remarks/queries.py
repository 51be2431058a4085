"""Comments as a person may see them."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from accounts.organisations.rules import Who
from accounts.remarks.access import may_be_internal
from accounts.remarks.models import Comment, Mention
from accounts.remarks.subjects import Commented, commented


def visible_comments(who: Who) -> QuerySet[Comment]:
    """What this person may read among the comments on what they may see: internal ones are for OZJT."""
    rows = Comment.objects.prefetch_related(
        Prefetch("mentions", queryset=Mention.objects.select_related("person").order_by("person__name"))
    )
    return rows if may_be_internal(who) else rows.filter(is_internal=False)


def comments_on(who: Who, subject_key: str) -> QuerySet[Comment]:
    """The comments on one subject, oldest first (two queries, with whom they name)."""
    return visible_comments(who).filter(subject_key=subject_key).order_by("written_at", "id")


def comment(who: Who, comment_id: UUID) -> Comment | None:
    """One comment that was not withdrawn, if this person may see it and its subject."""
    row = visible_comments(who).filter(id=comment_id, withdrawn_at__isnull=True).first()
    return row if row is not None and subject_of_comment(who, row) is not None else None


def subject_of_comment(who: Who, row: Comment) -> Commented | None:
    """What a comment is about, if this person may see it."""
    prefix, _, key = row.subject_key.partition(":")
    return commented(who, prefix, key)
