-- Who may log in to the database, and as what: one role for each kind of work, and none that may do everything.
-- For psql, by a superuser; safe to run again. A role whose password is not given keeps the one it has.
-- The passwords stand in the environment: FGC_OWNER_PASSWORD, FGC_APP_PASSWORD, FGC_CLOCK_PASSWORD,
-- FGC_BACKUP_PASSWORD, FGC_AUDITOR_PASSWORD.

SELECT format('CREATE ROLE %I', name)
  FROM (VALUES ('fgc'), ('fgc_app'), ('fgc_clock'), ('fgc_job'), ('fgc_wall'), ('fgc_backup'), ('fgc_auditor'))
       AS wanted (name)
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

-- Owns the tables and brings them up to date. Row-level security is forced, so it reads no family's rows either.
ALTER ROLE fgc NOSUPERUSER NOCREATEROLE NOBYPASSRLS NOREPLICATION;
-- The pages and the API: owns nothing, and sees only what the person who acts may see.
ALTER ROLE fgc_app NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS NOREPLICATION;
-- The worker: sees which message is due and for which family, and works on one family at a time as fgc_job.
ALTER ROLE fgc_clock NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS NOREPLICATION;
ALTER ROLE fgc_job NOLOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS NOREPLICATION;
-- Owns the functions that answer "which families?"; nobody logs in as it.
ALTER ROLE fgc_wall NOLOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS NOREPLICATION;
-- Reads everything for pg_dump, and writes nothing.
ALTER ROLE fgc_backup NOSUPERUSER NOCREATEROLE NOCREATEDB BYPASSRLS NOREPLICATION;
GRANT pg_read_all_data TO fgc_backup;
-- Reads the list of who looked, and nothing else.
ALTER ROLE fgc_auditor NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS NOREPLICATION;

-- The limits of the settings, also where a pooler stands between and lets no setting through.
ALTER ROLE fgc_app SET statement_timeout = '15s';
ALTER ROLE fgc_app SET lock_timeout = '5s';
ALTER ROLE fgc_app SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE fgc_clock SET statement_timeout = '15s';
ALTER ROLE fgc_clock SET lock_timeout = '5s';
ALTER ROLE fgc_clock SET idle_in_transaction_session_timeout = '30s';

GRANT fgc_job TO fgc_clock WITH INHERIT FALSE, SET TRUE;
-- For migrations, and for telling the stories of the demo.
GRANT fgc_app, fgc_clock, fgc_job, fgc_wall TO fgc WITH INHERIT FALSE, SET TRUE;

\getenv owner FGC_OWNER_PASSWORD
\getenv app FGC_APP_PASSWORD
\getenv clock FGC_CLOCK_PASSWORD
\getenv backup FGC_BACKUP_PASSWORD
\getenv auditor FGC_AUDITOR_PASSWORD
\if :{?owner}
    ALTER ROLE fgc LOGIN PASSWORD :'owner';
\endif
\if :{?app}
    ALTER ROLE fgc_app LOGIN PASSWORD :'app';
\endif
\if :{?clock}
    ALTER ROLE fgc_clock LOGIN PASSWORD :'clock';
\endif
\if :{?backup}
    ALTER ROLE fgc_backup LOGIN PASSWORD :'backup';
\endif
\if :{?auditor}
    ALTER ROLE fgc_auditor LOGIN PASSWORD :'auditor';
\endif

SELECT 'CREATE DATABASE fgc OWNER fgc'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'fgc') \gexec
