"""Serves chosen files of npm packages under stable names, without a build step.

Only what stands in `FILES` can be reached: templates and stylesheets name `npm/…`, and where a package keeps the file
is written down here and nowhere else. Source maps are listed because collectstatic follows the references to them.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

NLDS = "@nl-design-system-candidate"
FONT = "@fontsource/source-sans-3/files/source-sans-3-latin-{weight}-normal.woff2"

FILES: dict[str, str] = {
    "npm/tokens.css": "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css",
    "npm/utrecht/components.css": "@utrecht/component-library-css/dist/index.css",
    "npm/vega/vega.min.js": "vega/build/vega.min.js",
    "npm/vega/vega-lite.min.js": "vega-lite/build/vega-lite.min.js",
    "npm/vega/vega-lite.min.js.map": "vega-lite/build/vega-lite.min.js.map",
    "npm/vega/vega-embed.min.js": "vega-embed/build/vega-embed.min.js",
    "npm/vega/vega-embed.min.js.map": "vega-embed/build/vega-embed.min.js.map",
}
FILES |= {f"npm/fonts/source-sans-3-{weight}.woff2": FONT.format(weight=weight) for weight in (400, 600, 700)}
for _name in ("button", "data-badge", "heading", "link", "paragraph", "skip-link"):
    FILES[f"npm/nl/{_name}.css"] = f"{NLDS}/{_name}-css/dist/{_name}.css"
    FILES[f"npm/nl/{_name}.css.map"] = f"{NLDS}/{_name}-css/dist/{_name}.css.map"


def node_modules() -> Path:
    """The folder npm installs into."""
    return Path(settings.BASE_DIR) / "node_modules"


class NpmStorage(FileSystemStorage):
    """Reads an allowed name from the place where its package keeps the file."""

    def path(self, name: str) -> str:
        """Return the file behind a stable name; other names stay inside the folder and do not exist."""
        return super().path(FILES.get(name.replace("\\", "/"), "not-listed"))


class NpmFinder(BaseFinder):
    """Finds the allowed npm files for `runserver`, WhiteNoise and collectstatic."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        self.storage = NpmStorage(location=node_modules(), base_url=settings.STATIC_URL)
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: object) -> list[CheckMessage]:
        """Name every listed file that is not installed, with the command that brings it."""
        missing = [source for source in FILES.values() if not (node_modules() / source).is_file()]
        if not missing:
            return []
        return [
            Error(
                f"{len(missing)} front-end files are missing, the first is node_modules/{missing[0]}.",
                hint="Run `bin/setup`, or `npm ci --ignore-scripts --no-audit --no-fund`.",
                obj="core.shell.finders.NpmFinder",
                id="shell.E001",
            )
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: object) -> str | list[str]:  # type: ignore[override]
        """Return the place of a file on disk, or an empty list."""
        name = path.replace("\\", "/")
        if name not in FILES or not self.storage.exists(name):
            return []
        found = self.storage.path(name)
        return [found] if find_all or kwargs.get("all") else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, NpmStorage]]:
        """List every allowed file for collectstatic."""
        for name in FILES:
            if not matches_patterns(name, list(ignore_patterns or [])):
                yield name, self.storage
