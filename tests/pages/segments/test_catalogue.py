"""The pyramid of segments and the page of one."""

from collections.abc import Callable

import pytest
from django.test import Client

from segments.catalogue.models import Segment
from tests.conftest import Walk
from tests.pages.reading import links, main, said, section, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]


def test_every_segment_is_a_block_that_opens_its_page(walk: Walk, signed_in: Opener) -> None:
    client = signed_in("anouk")
    page = client.get("/segmenten/")
    for row in Segment.objects.all():
        assert f'href="/segmenten/{row.slug}/"' in main(page).split("</svg>")[0], row.slug
        answer = client.get(f"/segmenten/{row.slug}/")
        assert answer.status_code == 200
        assert words(answer).startswith(f"Segment {row.name} ")
    assert Segment.objects.filter(place="layer").count() == 5
    assert Segment.objects.filter(place="across").count() == 3


def test_the_pyramid_can_be_read_without_the_drawing(walk: Walk, signed_in: Opener) -> None:
    page = signed_in("anouk").get("/segmenten/")
    assert len(links(section(page, "Van zwaar naar licht"))) == 5
    assert len(links(section(page, "Door alle lagen heen"))) == 3
    assert "Wonen" in said(page, "Wie koopt in en wie beslist")


def test_a_segment_tells_in_which_trajectories_it_is_bought(walk: Walk, signed_in: Opener) -> None:
    panel = "Trajecten waarin dit segment wordt ingekocht"
    assert list(links(section(signed_in("anouk").get("/segmenten/wonen/"), panel))) == [
        "Inkoop Proef 2025",
        "Proefpilot",
    ]
    assert list(links(section(signed_in("emre").get("/segmenten/wonen/"), panel))) == ["Inkoop Proef 2025"]
    outside = Segment.objects.filter(in_procurement=False).first()
    assert outside is not None
    page = signed_in("emre").get(f"/segmenten/{outside.slug}/")
    assert "Dit segment wordt niet door OZJT ingekocht." in said(page, panel)
    assert "niet in deze inkoop" in words(page)


def test_a_segment_that_does_not_exist(walk: Walk, signed_in: Opener) -> None:
    assert signed_in("anouk").get("/segmenten/bestaat-niet/").status_code == 404
