"""The production files without a Docker engine: what they name exists, and nothing in them is a secret or root."""

import importlib.metadata
import itertools
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from config.bootstrap import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
EXAMPLE = (ROOT / ".env.example").read_text()
SETTINGS = (ROOT / "config" / "settings.py").read_text()

OURS = {name for name, service in SERVICES.items() if "build" in service}
ONE_SHOT = {"prepare"}
IN_SETTINGS = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", SETTINGS))
IN_EXAMPLE = re.findall(r"^#?([A-Z][A-Z_]+)=", EXAMPLE, re.MULTILINE)
ASKED = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
READ_ELSEWHERE = {"CHROMIUM", "GUNICORN_CMD_ARGS"}
SECRET = re.compile(r"KEY|PASSWORD|SECRET|TOKEN|_URL$")
MAY_BE_LEFT_OUT = {"OIDC_SECRET", "OIDC_SERVER_URL"}  # without single sign-on


def test_the_parts_of_production_are_there() -> None:
    assert {"web", "worker", "beat", "prepare", "postgres", "redis"} == set(SERVICES)
    assert {"web", "worker", "beat", "prepare"} == OURS


def test_env_example_names_every_variable_of_the_settings_and_no_other() -> None:
    assert len(IN_EXAMPLE) == len(set(IN_EXAMPLE))
    assert set(IN_EXAMPLE) >= IN_SETTINGS
    assert set(IN_EXAMPLE) == IN_SETTINGS | ASKED | READ_ELSEWHERE


@pytest.mark.parametrize("name", IN_EXAMPLE)
def test_each_variable_is_explained_in_one_line(name: str) -> None:
    lines = EXAMPLE.splitlines()
    place = next(number for number, line in enumerate(lines) if line.lstrip("#").startswith(f"{name}="))
    explanation, before = lines[place - 1], lines[place - 2]
    assert explanation.startswith("# ")
    assert explanation.endswith(".")
    assert before == ""
    assert len(explanation) <= 120


@pytest.mark.parametrize("service", sorted(OURS))
def test_a_service_gets_only_variables_that_the_settings_read(service: str) -> None:
    assert set(SERVICES[service]["environment"]) <= IN_SETTINGS
    assert SERVICES[service]["environment"]["ENVIRONMENT"] == "production"


def test_every_asked_variable_is_in_env_example() -> None:
    assert set(IN_EXAMPLE) >= ASKED


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_secrets_come_from_the_environment_with_a_message(service: str) -> None:
    for name, value in SERVICES[service].get("environment", {}).items():
        secret = SECRET.search(name) and name != "REDIS_URL"
        if name in MAY_BE_LEFT_OUT:
            assert value == f"${{{name}:-}}", "empty unless it comes from the environment"
        elif secret:
            assert re.search(r"\$\{[A-Z_]+:\?[^}]{8,}\}", value), f"{name} must be asked with ${{…:?message}}"
        assert not re.search(r"://[^:$]+:[^$@/]+@", str(value)), f"{name} holds a literal password"


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_no_service_is_root_or_may_write_its_own_program(service: str) -> None:
    facts = SERVICES[service]
    assert str(facts["user"]).split(":")[0] not in {"0", "root", ""}
    assert facts["read_only"] is True
    assert facts["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in facts["security_opt"]
    assert not facts.get("privileged")


@pytest.mark.parametrize("service", sorted(set(SERVICES) - ONE_SHOT))
def test_each_service_says_whether_it_is_healthy_and_comes_back(service: str) -> None:
    assert SERVICES[service]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES[service]["restart"] == "unless-stopped"


def test_a_service_waits_for_what_it_needs() -> None:
    for service in OURS - ONE_SHOT:
        needs = SERVICES[service]["depends_on"]
        assert needs["prepare"]["condition"] == "service_completed_successfully"
        assert needs["redis"]["condition"] == "service_healthy"
    assert SERVICES["prepare"]["depends_on"]["postgres"]["condition"] == "service_healthy"


def test_every_volume_is_declared_and_used() -> None:
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_the_web_is_not_open_to_the_network_by_itself() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:${WEB_PORT:-8000}:8000"]}


def _commands() -> list[tuple[str, list[str]]]:
    """Every command that runs in our image, health checks too, in the Dockerfile and in compose."""
    found = [(name, SERVICES[name]["command"]) for name in sorted(OURS)]
    found += [(name, SERVICES[name]["healthcheck"]["test"][1:]) for name in sorted(OURS - ONE_SHOT)]
    instructions = re.findall(r"^\s*(?:HEALTHCHECK [^\[]*)?CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert len(instructions) == 2
    return [*found, *(("Dockerfile", yaml.safe_load(text)) for text in instructions)]


@pytest.mark.parametrize(("place", "command"), _commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_every_command_exists(place: str, command: list[str]) -> None:
    program, *arguments = command
    if program == "python":
        script = next(argument for argument in arguments if argument.endswith(".py"))
        assert (ROOT / script).is_file()
        if script == "manage.py":
            assert arguments[1] in get_commands()
        return
    assert importlib.metadata.entry_points(group="console_scripts", name=program)
    assert f"\n{program}==" in (ROOT / "requirements" / "production.txt").read_text()
    for option, value in itertools.pairwise(arguments):
        if option == "-c":
            assert (ROOT / value).is_file()
        if option == "-A":
            assert (ROOT / value / "celery.py").is_file()


def test_every_copied_path_exists() -> None:
    for source in _copied():
        assert (ROOT / source).exists(), source


def _copied() -> list[str]:
    """The sources of COPY that come from this repository, not from another stage."""
    lines = [line.split()[1:] for line in DOCKERFILE.splitlines() if line.startswith("COPY ")]
    return [source for words in lines if not words[0].startswith("--from") for source in words[:-1]]


def test_the_image_runs_as_an_ordinary_user_and_is_locked_by_hashes() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users == [SERVICES["web"]["user"]]
    assert "--require-hashes -r requirements/production.txt" in DOCKERFILE
    assert "npm ci" in DOCKERFILE
    assert "--ignore-scripts" in DOCKERFILE


def test_what_is_private_stays_out_of_the_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".env", ".venv", "var", "node_modules"} <= set(ignored)


def test_the_image_compiles_every_app() -> None:
    compiled = re.search(r"compileall -q (.*)$", DOCKERFILE, re.MULTILINE)
    assert compiled
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")} | {"config"}
    assert set(compiled.group(1).split()) == apps


def test_healthcheck_paths_and_folders_agree() -> None:
    """The folders that settings write to are those of the image and the volumes."""
    for name, folder in re.findall(r"(STATIC_ROOT|FILES_ROOT)=(/\S+)", DOCKERFILE):
        assert name in IN_SETTINGS
        assert folder.startswith("/srv/")
    assert "files:/srv/files" in SERVICES["web"]["volumes"]
    beat = SERVICES["beat"]["command"]
    assert Path(beat[beat.index("--schedule") + 1]).name in (ROOT / "config" / "healthcheck.py").read_text()
