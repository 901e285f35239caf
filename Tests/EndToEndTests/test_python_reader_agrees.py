"""The format is what its page says: stock lz4 and a reader written from the page alone agree with the product."""

import os
import random
import subprocess
import sys

import pytest

from environment import ROOT
from process import BINARY

READER = ROOT / "tools" / "spool_reader.py"
FLIPS = 40


@pytest.fixture
def new_spool(make_scenario):
    """A spool of several small segments with every kind of record."""
    scenario = make_scenario("mariadb")
    scenario.write_config(spool={"segment_size_megabytes": 1, "block_size_kilobytes": 16})
    scenario.on_source(
        "CREATE TABLE keyed (id int PRIMARY KEY, word text, number numeric)",
        "CREATE TABLE keyless (a int, b text)", "ALTER TABLE keyless REPLICA IDENTITY FULL")
    scenario.done("create")
    scenario.on_source(
        "INSERT INTO keyed SELECT i, md5(i::text) || 'é😀\"\\' || chr(9), i / 7.0 FROM generate_series(1, 999) AS i",
        "INSERT INTO keyless VALUES (1, NULL), (NULL, ''), (NULL, '')",
        "UPDATE keyless SET b = 'x' WHERE a IS NULL", "DELETE FROM keyless WHERE a = 1",
        "UPDATE keyed SET id = -id, word = NULL WHERE id % 10 = 0", "DELETE FROM keyed WHERE id % 3 = 0",
        "TRUNCATE keyless", "TRUNCATE keyed, keyless RESTART IDENTITY CASCADE")
    for number in range(10, 40):
        noise = f"SELECT i, md5(random()::text), i FROM generate_series({number}000, {number}999) AS i"
        scenario.on_source(f"INSERT INTO keyed {noise}")
    scenario.done("capture", "--until-lsn", scenario.source_position())
    return scenario.spool


def dumps_are_equal(spool, *options):
    """Compares the two dumps as they come, line by line: a soak's dump does not fit the memory."""
    commands = ([READER, "dump", spool, *options], [BINARY, "spool", "dump", "--json", "--spool", spool, *options])
    ours, theirs = (subprocess.Popen(command, stdout=subprocess.PIPE) for command in commands)
    with ours, theirs:
        for number, (left, right) in enumerate(zip(ours.stdout, theirs.stdout), 1):
            assert left == right, f"{spool}: line {number} differs"
        assert (ours.stdout.read(1), theirs.stdout.read(1)) == (b"", b""), f"{spool}: one dump is longer"
    assert (ours.returncode, theirs.returncode) == (0, 0), spool


def assert_right(spool):
    verified = subprocess.run([READER, "verify", spool], capture_output=True, text=True, check=False)
    assert verified.returncode == 0, verified.stderr
    product = subprocess.run([BINARY, "spool", "verify", "--spool", spool], capture_output=True, text=True, check=False)
    assert product.returncode == 0, product.stdout + product.stderr
    for segment in sorted(spool.glob("*.segment")):
        subprocess.run(["lz4", "-tq", segment], check=True)
    dumps_are_equal(spool)


def test_on_a_spool_with_every_kind_of_record(new_spool):
    assert len(list(new_spool.glob("*.segment"))) > 1
    assert_right(new_spool)
    dumps_are_equal(new_spool, "--table", "public.keyless")


def test_a_flipped_byte_is_found_by_both(new_spool):
    segment = min(new_spool.glob("*.segment"), key=lambda file: file.stat().st_size)
    whole = segment.read_bytes()
    for at in random.Random(1).sample(range(len(whole)), FLIPS):
        damaged = bytearray(whole)
        damaged[at] ^= 1 << at % 8
        segment.write_bytes(damaged)
        for command in ([READER, "verify", new_spool], [BINARY, "spool", "verify", "--spool", new_spool]):
            result = subprocess.run(command, capture_output=True, text=True, check=False)
            assert result.returncode not in (0, 70), f"byte {at} is flipped, and {command[0]} finds nothing"
            assert segment.name in result.stdout + result.stderr, "it names the segment"
    segment.write_bytes(whole)


def test_on_every_spool_that_the_scenarios_left(spools):
    if not spools:
        pytest.skip("no scenario ran before this")
    for spool in spools:
        assert_right(spool)
        print(f"{spool}: {sum(map(os.path.getsize, spool.iterdir()))} bytes agree", file=sys.stderr)
