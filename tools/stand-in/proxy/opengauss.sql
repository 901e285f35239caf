-- openGauss's names for what PostgreSQL 15 has under others. The proxy writes this schema before them. Harmless when repeated.
CREATE SCHEMA IF NOT EXISTS opengauss;
GRANT USAGE ON SCHEMA opengauss TO PUBLIC;

CREATE OR REPLACE FUNCTION opengauss.version() RETURNS text LANGUAGE sql STABLE AS
$$SELECT '(openGauss 6.0.0 build 00000000) compiled at 2024-09-30 00:00:00 commit 0 last mr 0 on x86_64-unknown-linux-gnu, 64-bit'::text$$;

CREATE OR REPLACE FUNCTION opengauss.pg_current_xlog_location() RETURNS text LANGUAGE sql VOLATILE AS
$$SELECT pg_catalog.pg_current_wal_lsn()::text$$;

CREATE OR REPLACE FUNCTION opengauss.pg_last_xlog_replay_location() RETURNS text LANGUAGE sql VOLATILE AS
$$SELECT pg_catalog.pg_last_wal_replay_lsn()::text$$;

CREATE OR REPLACE FUNCTION opengauss.pg_xlog_location_diff(text, text) RETURNS numeric LANGUAGE sql IMMUTABLE AS
$$SELECT pg_catalog.pg_wal_lsn_diff($1::pg_catalog.pg_lsn, $2::pg_catalog.pg_lsn)$$;

CREATE OR REPLACE VIEW opengauss.pg_replication_slots AS
SELECT slot_name::text, plugin::text, slot_type, datoid, database, active, xmin, catalog_xmin, restart_lsn::text,
    false AS dummy_standby, confirmed_flush_lsn::text AS confirmed_flush
FROM pg_catalog.pg_replication_slots;
GRANT SELECT ON opengauss.pg_replication_slots TO PUBLIC;

CREATE OR REPLACE FUNCTION opengauss.pg_get_replication_slots(
    OUT slot_name text, OUT plugin text, OUT slot_type text, OUT datoid oid, OUT active boolean, OUT xmin xid,
    OUT catalog_xmin xid, OUT restart_lsn text, OUT dummy_standby boolean, OUT confirmed_flush text)
RETURNS SETOF record LANGUAGE sql STABLE AS
$$SELECT slot_name, plugin, slot_type, datoid, active, xmin, catalog_xmin, restart_lsn, dummy_standby, confirmed_flush
FROM opengauss.pg_replication_slots$$;
