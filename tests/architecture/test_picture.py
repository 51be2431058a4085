"""The picture of the house is what the code says."""

import subprocess
import sys

from tests.architecture.picture import PICTURE, ROOT


def test_the_picture_in_the_docs_is_drawn_from_this_code(tmp_path):
    code = "import sys; from tests.architecture.picture import draw; sys.stdout.write(draw())"
    drawn = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert PICTURE.read_text(encoding="utf-8") == drawn.stdout, (
        "Draw it again: .venv/bin/python -m tests.architecture.picture"
    )
