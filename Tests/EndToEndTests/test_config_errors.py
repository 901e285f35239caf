"""A configuration's problems are told all at once, each with line and column, and never with a password."""

import re

import pytest

from process import EXIT_CONFIGURATION, EXIT_DONE, EXIT_USAGE, run

GOOD = """\
og_conn:
  host: 127.0.0.1
  port: 1
  user: somebody
  password: "secret-Passw0rd"
  database: shop
slot:
  name: a_slot
mysql:
  host: 127.0.0.1
  port: 1
  user: somebody
  password: "secret-Passw0rd"
  database: shop
"""


@pytest.fixture
def check(tmp_path):
    """Runs a verb over a configuration's text."""

    def check_text(text):
        file = tmp_path / "config.yaml"
        file.write_text(text)
        file.chmod(0o600)
        result = run(["spool", "ls", "--config", file])
        assert "secret-Passw0rd" not in result.stdout + result.stderr
        assert "Traceback" not in result.stderr and "Fatal error" not in result.stderr
        return result

    return check_text


def test_a_good_configuration_is_accepted(check, tmp_path):
    assert check(GOOD + f"spool:\n  directory: {tmp_path}\n").returncode == EXIT_DONE


def test_all_problems_are_told_at_once_with_line_and_column(check):
    text = GOOD.replace("port: 1\n", "port: many\n").replace("name: a_slot", "nmae: a_slot")
    result = check(text + "replay:\n  group_rows: -5\n")
    assert result.returncode == EXIT_CONFIGURATION
    places = set(re.findall(r"config\.yaml:(\d+):(\d+)", result.stderr))
    assert {("3", "9"), ("11", "9"), ("16", "15")} <= places, result.stderr
    assert {line for line, _ in places} >= {"8"}, "the unknown key has its line too"


def test_an_unknown_key_says_which_known_key_is_near(check):
    result = check(GOOD.replace("name: a_slot", "nmae: a_slot"))
    assert result.returncode == EXIT_CONFIGURATION
    assert re.search(r"nmae.*\bname\b", result.stderr), result.stderr


def test_a_trailing_comment_of_the_other_kind_is_named_for_what_it_is(check):
    result = check(GOOD.replace("port: 1\n", "port: 1 //the port\n", 1))
    assert result.returncode == EXIT_CONFIGURATION
    assert "//" in result.stderr and "#" in result.stderr


def test_what_only_meant_something_to_the_original_tool_draws_a_notice(check, tmp_path):
    text = GOOD.replace("og_conn:\n", "og_conn:\n  driver: org.opengauss.Driver\n")
    result = check(text + f"spool:\n  directory: {tmp_path}\n")
    assert result.returncode == EXIT_DONE
    assert "driver" in result.stderr


@pytest.mark.parametrize("text", ["", "[", "og_conn: {", "\t", "a: b: c", "- 1\n- 2\n", "og_conn: 7", "\0", "ä" * 999])
def test_what_is_no_configuration_at_all_is_told_in_a_sentence(check, text):
    result = check(text)
    assert result.returncode == EXIT_CONFIGURATION
    assert result.stderr.strip()


def test_a_file_that_is_not_there(tmp_path):
    result = run(["capture", "--config", tmp_path / "nowhere.yaml"])
    assert result.returncode == EXIT_CONFIGURATION
    assert "nowhere.yaml" in result.stderr


@pytest.mark.parametrize("words", ["juggle", "capture --until-lsn tomorrow", "capture --colour", "spool juggle"])
def test_wrong_usage_is_exit_code_64(words):
    assert run(words.split()).returncode == EXIT_USAGE


def test_help_and_version_need_no_configuration():
    for words in (["--help"], ["--version"], ["capture", "--help"]):
        result = run(words)
        assert result.returncode == EXIT_DONE and result.stdout.strip()
