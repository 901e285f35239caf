"""A full disk stops capture with one sentence, loses nothing, and it goes on by itself once there is room."""

import os
import subprocess

import pytest

from environment import until

DISK_MEGABYTES, FILLER_MEGABYTES = 48, 40
FULL = r"(?i)disk is full|no space|is full"


@pytest.fixture
def small_disk(tmp_path):
    """A tmpfs that is nearly full with something that is not ours."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m", "tmpfs", disk]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("a tmpfs cannot be mounted here: it takes root and the right to mount")
    with open(disk / "filler", "wb") as filler:
        filler.write(bytes(FILLER_MEGABYTES << 20))
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def write_about(scenario, megabytes):
    """Rows that do not compress, in transactions of about 200 kB."""
    for number in range(megabytes * 5):
        scenario.on_source(
            "INSERT INTO noise SELECT i, string_agg(md5(random()::text), '') FROM"
            f" generate_series({number * 50}, {number * 50 + 49}) AS i, generate_series(1, 128) GROUP BY i")


def test_capture_waits_for_room_and_loses_nothing(make_scenario, small_disk):
    scenario = make_scenario("mariadb")
    scenario.write_config(spool={"directory": str(small_disk / "spool")})
    (small_disk / "spool").mkdir()
    scenario.on_source("CREATE TABLE noise (id int PRIMARY KEY, word text)")
    scenario.on_target("CREATE TABLE noise (id int PRIMARY KEY, word longtext)")
    scenario.done("create")
    scenario.start_both()
    write_about(scenario, megabytes=2 * (DISK_MEGABYTES - FILLER_MEGABYTES))
    scenario.capture.wait_until_said(FULL)
    assert scenario.capture.is_running, "capture waits for room, it does not give up"
    sentences = [line for line in scenario.capture.said.splitlines() if "full" in line or "space" in line]
    assert len(sentences) == 1, "one sentence, not a flood"
    assert "spool" in sentences[0], "it names the place"

    (small_disk / "filler").unlink()
    expected = scenario.on_source("SELECT COUNT(*) FROM noise")[0][0]
    until(lambda: scenario.on_target("SELECT COUNT(*) FROM noise")[0][0] == expected, "for all rows", timeout=120)
    scenario.drain()
    scenario.compare("noise")
    scenario.done("spool", "verify")


def test_a_size_limit_is_kept_and_named(make_scenario):
    scenario = make_scenario("mariadb")
    limit_megabytes = 4
    scenario.write_config(spool={"size_limit_megabytes": limit_megabytes})
    scenario.on_source("CREATE TABLE noise (id int PRIMARY KEY, word text)")
    scenario.done("create")
    scenario.capture = scenario.start("capture")
    write_about(scenario, megabytes=2 * limit_megabytes)
    scenario.capture.wait_until_said("size_limit_megabytes")
    size = sum(file.stat().st_size for file in scenario.spool.iterdir())
    assert size <= (limit_megabytes + 1) << 20
    assert scenario.capture.stop() == 0, scenario.capture.said
