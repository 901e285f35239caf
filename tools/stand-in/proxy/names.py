"""openGauss's names in a client's SQL, said so that PostgreSQL understands them."""

import re

# Those that opengauss.sql defines.
DEFINED = re.compile(
    r"(?<![\w.'\"])(?:pg_catalog\.)?"
    r"(version(?=\s*\(\s*\))|pg_current_xlog_location|pg_last_xlog_replay_location|pg_xlog_location_diff"
    r"|pg_replication_slots|pg_get_replication_slots)\b", re.IGNORECASE)
IN_RECOVERY = re.compile(r"\bpg_is_in_recovery\s*\(\s*\)", re.IGNORECASE)
SHOW = re.compile(r"\s*show\s+([\w.]+)\s*;?\s*", re.IGNORECASE)
CURRENT_SETTING = re.compile(r"(?:pg_catalog\.)?current_setting\s*\(\s*'([\w.]+)'\s*\)", re.IGNORECASE)
IDENTIFY_VERSION = re.compile(r"\s*identify_version\s*;?\s*", re.IGNORECASE)

STANDBY_CONNECTION = re.compile(r",?\s*\"standby-connection\"\s+'true'", re.IGNORECASE)
START = re.compile(r'\s*start_replication\s+slot\s+"?([^"\s]+)"?\s+logical\s+(\S+)', re.IGNORECASE)
DROP = re.compile(r"\s*drop_replication_slot\b", re.IGNORECASE)
OPTION = re.compile(r"\"([^\"]+)\"(?:\s+'([^']*)')?")


def settings(options):
    """What only openGauss has, or has another value there."""
    return {
        "sql_compatibility": options.compatibility,
        "enable_thread_pool": "on" if options.thread_pool else "off",
        "server_version": "9.2.4",
        "server_version_num": "90204",
        "logical_sender_timeout": f"{options.sender_timeout_seconds:g}s",
    }


def rewritten(sql, options):
    known = settings(options)
    shown = SHOW.fullmatch(sql)
    if shown and shown[1].lower() in known:
        return f"SELECT '{known[shown[1].lower()]}'::text AS {shown[1].lower()}"
    if IDENTIFY_VERSION.fullmatch(sql):
        return "SELECT 90204 AS sversion, 'MPPDB'::text AS pversion, 1 AS term"
    if options.standby and START.match(sql):
        sql = STANDBY_CONNECTION.sub("", sql)
    sql = CURRENT_SETTING.sub(lambda match: literal(known.get(match[1].lower())) or match[0], sql)
    sql = IN_RECOVERY.sub("true" if options.standby else "false", sql)
    return DEFINED.sub(lambda match: f"opengauss.{match[1]}", sql)


def literal(value):
    return value and f"'{value}'::text"


def start_options(sql):
    """The options of START_REPLICATION by name."""
    return dict(OPTION.findall(sql[START.match(sql).end():]))
