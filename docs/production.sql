-- The database of a public archive: an owner, under whom migrations and imports run, and a role for the web server.
-- Run by a superuser, before the first migration and again after each (it changes nothing that stands already):
--     psql -v ON_ERROR_STOP=1 -f docs/production.sql
-- Then give both roles a password (\password archive_owner, \password archive_web), or map them by peer.
--     commands:   DATABASE_URL=postgresql://archive_owner@HOST/archive
--     web server: DATABASE_URL=postgresql://archive_web@HOST/archive
-- PostgreSQL 15 or later; the locale must fold É to é (manage.py check --database default says so).

SET password_encryption = 'scram-sha-256';

SELECT format('CREATE ROLE %I LOGIN', wanted.name)
  FROM (VALUES ('archive_owner'), ('archive_web')) AS wanted (name)
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted.name)
\gexec

ALTER ROLE archive_owner NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 20;
ALTER ROLE archive_web NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 40;

-- One careless question ends by itself. A determined injector could lift these: they are against accidents.
ALTER ROLE archive_web SET statement_timeout = '30s';
ALTER ROLE archive_web SET lock_timeout = '1s';
ALTER ROLE archive_web SET idle_in_transaction_session_timeout = '5s';
ALTER ROLE archive_web SET work_mem = '16MB';
GRANT SET ON PARAMETER temp_file_limit TO archive_owner;
ALTER ROLE archive_web SET temp_file_limit = '256MB';

SELECT 'CREATE DATABASE archive OWNER archive_owner ENCODING ''UTF8'' LOCALE ''C.UTF-8'' TEMPLATE template0'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'archive')
\gexec

REVOKE ALL ON DATABASE archive FROM PUBLIC;
GRANT CONNECT ON DATABASE archive TO archive_web;

\connect archive

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO archive_web;

-- Large objects are files in the server: nothing here uses them, nobody shall.
SELECT format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', oid::regprocedure)
  FROM pg_proc
 WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^lo_|^lo(read|write)$'
\gexec

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO archive_web;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO archive_web;
ALTER DEFAULT PRIVILEGES FOR ROLE archive_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO archive_web;
ALTER DEFAULT PRIVILEGES FOR ROLE archive_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO archive_web;

-- What happened is written once: the audit and the sources as loaded are changed by nobody but the owner.
SELECT format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM archive_web', oid::regclass)
  FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
   AND relname IN ('telegrams_change', 'telegrams_recordchange', 'telegrams_source', 'telegrams_problem',
                   'django_admin_log', 'django_migrations')
\gexec
