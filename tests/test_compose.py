"""docker-compose.yml is valid and says what it promises, checked without an engine."""
import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = ROOT / "docker" / "Dockerfile"
SCHEMA = Path(__file__).parent / "data" / "compose-spec.json"

ALONE = {"db", "init", "odoo"}
SCALED = {"replica", "web1", "web2", "cron", "proxy"}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def services(compose):
    return compose["services"]


def test_file_follows_the_published_schema(compose):
    """The file is valid by the compose specification."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft201909Validator(schema).validate(compose)


def test_without_profile_one_server_is_started(services):
    """Only what belongs to the grown desk carries the profile `scaled`."""
    assert {name for name, told in services.items() if not told.get("profiles")} == ALONE
    assert {name for name, told in services.items() if told.get("profiles") == ["scaled"]} == SCALED


def test_every_lasting_service_tells_its_health(services):
    """All but the one that ends have a health check."""
    assert {name for name, told in services.items() if "healthcheck" not in told} == {"init"}


def test_images_are_the_official_ones_of_one_version(services):
    """Odoo 19 and PostgreSQL of a single version, as a replica must match its primary."""
    assert {told["image"] for told in services.values()} == {
        "service-desk-odoo:19.0", "postgres:17", "nginx:1.28-alpine"}
    assert "FROM odoo:19.0" in DOCKERFILE.read_text(encoding="utf-8").splitlines()


def test_image_is_built_for_every_odoo(services):
    """All servers of the desk, and what makes its database, have the same packages."""
    odoos = {name for name, told in services.items() if told["image"].startswith("service-desk")}
    assert odoos == {"init", "odoo", "web1", "web2", "cron"}
    assert {services[name]["build"] for name in odoos} == {"./docker"}


def test_image_holds_the_packages_of_the_requirements():
    """What is added to Odoo's image has the versions that the desk is tested with."""
    known = (ROOT / "requirements.txt").read_text(encoding="utf-8").split()
    added = re.findall(r"\S+==\S+", DOCKERFILE.read_text(encoding="utf-8"))
    assert added
    assert set(added) <= set(known)


def test_servers_wait_for_the_database_to_be_whole(services):
    """No server opens the database before demo data went in."""
    for name in ("odoo", "web1", "web2", "cron"):
        condition = services[name]["depends_on"]["init"]["condition"]
        assert condition == "service_completed_successfully"


def test_what_depends_on_a_service_names_one_that_exists(services):
    """Every dependency is started along with what needs it."""
    for told in services.values():
        for needed in told.get("depends_on", {}):
            assert needed in services
            assert not services[needed].get("profiles") or told.get("profiles")


def test_scaled_servers_read_from_the_replica_and_leave_jobs_alone(services):
    """Web servers run no jobs and know the replica; one server has all the jobs."""
    for name in ("web1", "web2"):
        command = services[name]["command"]
        assert "--max-cron-threads=0" in command
        assert "--db_replica_host=replica" in command
        assert "--proxy-mode" in command
    assert "--max-cron-threads=2" in services["cron"]["command"]


def test_volumes_are_named_and_files_exist(compose, services):
    """Data lies in named volumes; every mounted file is in the checkout."""
    for told in services.values():
        for volume in told.get("volumes", ()):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (ROOT / source).exists(), source
            else:
                assert source in compose["volumes"]


def test_ports_are_open_to_this_machine_only(services):
    """Demo passwords are no secret, so nothing listens to the network."""
    ports = [port for told in services.values() for port in told.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_proxy_routes_websockets_to_both_servers():
    """Pages and websockets reach both servers, each on its own port."""
    told = (ROOT / "docker" / "nginx.conf").read_text(encoding="utf-8")
    for server in ("web1", "web2"):
        assert f"server {server}:8069;" in told
        assert f"server {server}:8072;" in told
    assert "location /websocket" in told
