-- SPDX-License-Identifier: Apache-2.0
--
-- The tables of a Trebuchet FX store on PostgreSQL 13 or later. The option create-schema applies this file; a database
-- administrator can do so too:
--
--     psql --single-transaction --file=schema.sql --file=notify.sql DATABASE        for changes=notify
--     psql --single-transaction --file=schema.sql --file=replication.sql DATABASE   for changes=replication
--
-- It may be applied again, and to the actor_states of an older Trebuchet program, whose rows and columns stay. Everything
-- is made in the first schema of the search path. Other names are chosen by the options of the store, which replaces the
-- quoted names below by them: "actor_states", "actor_state_log", the functions that begin with "actor_states_".
--
-- The rights of whoever edits states by hand end at the one table:
--     GRANT SELECT, INSERT, UPDATE, DELETE ON "actor_states" TO somebody;
-- The rights of a node of the server:
--     GRANT SELECT, INSERT, UPDATE, DELETE ON "actor_states", "actor_state_log" TO node;
--
-- A restore of data alone should leave the numbers as they are: pg_restore --disable-triggers.

-- The log is written by a function with the rights of its owner, so it must find nobody else's tables.
SELECT pg_catalog.set_config('search_path', pg_catalog.quote_ident(current_schema()) || ', pg_temp', false);

-- The newest state of each actor. Any program may change a state; the triggers below number each change and log it:
--     UPDATE actor_states SET state = convert_to('{"count": 5}', 'UTF8') WHERE actor_id = 'counter';
CREATE TABLE IF NOT EXISTS "actor_states" (
    actor_id varchar(255) PRIMARY KEY,
    state bytea NOT NULL,
    sequence_number bigint NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now(),
    created_at timestamptz NOT NULL DEFAULT now()
);

-- A life of the state: chosen anew when an actor that was deleted is stored again, since its numbers begin at 1 again.
ALTER TABLE "actor_states" ADD COLUMN IF NOT EXISTS generation uuid NOT NULL DEFAULT gen_random_uuid();
-- The write that made the newest version.
ALTER TABLE "actor_states" ADD COLUMN IF NOT EXISTS write_id uuid NOT NULL DEFAULT gen_random_uuid();
-- The version of the shape of the state's JSON.
ALTER TABLE "actor_states" ADD COLUMN IF NOT EXISTS schema_version integer NOT NULL DEFAULT 1;
-- Older programs keep times without a zone.
ALTER TABLE "actor_states"
    ALTER COLUMN updated_at TYPE timestamptz,
    ALTER COLUMN created_at TYPE timestamptz;

-- The newest versions of each actor, by which a stream goes on after a break. A version is a whole state, or a JSON Patch
-- on the version before.
CREATE TABLE IF NOT EXISTS "actor_state_log" (
    actor_id varchar(255) NOT NULL,
    generation uuid NOT NULL,
    version bigint NOT NULL,
    write_id uuid NOT NULL,
    call_key varchar(255),
    result bytea,
    schema_version integer NOT NULL,
    is_patch boolean NOT NULL,
    content bytea NOT NULL,
    stored_at timestamptz NOT NULL,
    PRIMARY KEY (actor_id, generation, version)
);
-- Whoever lost the answer to a write looks for it by these.
CREATE INDEX IF NOT EXISTS "actor_state_log_write" ON "actor_state_log" (actor_id, write_id);
CREATE INDEX IF NOT EXISTS "actor_state_log_call" ON "actor_state_log" (actor_id, call_key) WHERE call_key IS NOT NULL;

-- Numbers a change. A store's own write gives its number with a minus sign, which nobody else does, and a write_id. Any
-- other write gets the next number, whichever it gave, and a write_id of its own; if it changed nothing that counts, the
-- row stays as it was. A row with a new name is a new life.
CREATE OR REPLACE FUNCTION "actor_states_number"() RETURNS trigger LANGUAGE plpgsql AS $trebuchet$
BEGIN
    IF TG_OP = 'INSERT' OR NEW.actor_id <> OLD.actor_id THEN
        IF TG_OP = 'UPDATE' OR NEW.sequence_number <> -1 THEN
            NEW.write_id := gen_random_uuid();
        END IF;
        NEW.generation := gen_random_uuid();
        NEW.sequence_number := 1;
    ELSIF NEW.sequence_number = -(OLD.sequence_number + 1) THEN
        NEW.generation := OLD.generation;
        NEW.sequence_number := OLD.sequence_number + 1;
    ELSIF NEW.state = OLD.state AND NEW.schema_version = OLD.schema_version THEN
        RETURN OLD;
    ELSE
        NEW.generation := OLD.generation;
        NEW.write_id := gen_random_uuid();
        NEW.sequence_number := OLD.sequence_number + 1;
    END IF;
    NEW.updated_at := clock_timestamp();
    RETURN NEW;
END
$trebuchet$;

-- Logs a change. A store's own write has logged itself already in its statement. Runs with the rights of its owner, so
-- that whoever may edit states needs no right on the log.
CREATE OR REPLACE FUNCTION "actor_states_log"() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path FROM CURRENT AS $trebuchet$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE "actor_state_log";
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.generation = OLD.generation AND NEW.sequence_number = OLD.sequence_number THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND NEW.generation <> OLD.generation THEN
        DELETE FROM "actor_state_log" WHERE actor_id = OLD.actor_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO "actor_state_log"
                (actor_id, generation, version, write_id, schema_version, is_patch, content, stored_at)
            VALUES (NEW.actor_id, NEW.generation, NEW.sequence_number, NEW.write_id, NEW.schema_version, false,
                NEW.state, NEW.updated_at)
            ON CONFLICT DO NOTHING;
        -- The stores trim the log by their retention when they write. An actor that only others write is trimmed here.
        IF FOUND AND NEW.sequence_number % 64 = 0 THEN
            DELETE FROM "actor_state_log"
                WHERE actor_id = NEW.actor_id AND generation = NEW.generation AND version <= NEW.sequence_number - 4096;
        END IF;
    END IF;
    RETURN NULL;
END
$trebuchet$;

-- Rows of an older program begin their log where they are; a row without a number gets one.
DROP TRIGGER IF EXISTS trebuchet_1_number ON "actor_states";
DROP TRIGGER IF EXISTS trebuchet_2_log ON "actor_states";
DROP TRIGGER IF EXISTS trebuchet_2_log_truncate ON "actor_states";
UPDATE "actor_states" SET sequence_number = 1 WHERE sequence_number < 1;
-- A store's write fails here if its trigger has gone.
ALTER TABLE "actor_states" DROP CONSTRAINT IF EXISTS trebuchet_numbered;
ALTER TABLE "actor_states" ADD CONSTRAINT trebuchet_numbered CHECK (sequence_number > 0);
INSERT INTO "actor_state_log" (actor_id, generation, version, write_id, schema_version, is_patch, content, stored_at)
    SELECT actor_id, generation, sequence_number, write_id, schema_version, false, state, updated_at
    FROM "actor_states"
    ON CONFLICT DO NOTHING;

-- Triggers of one kind run in the order of their names.
CREATE TRIGGER trebuchet_1_number BEFORE INSERT OR UPDATE ON "actor_states"
    FOR EACH ROW EXECUTE FUNCTION "actor_states_number"();
CREATE TRIGGER trebuchet_2_log AFTER INSERT OR UPDATE OR DELETE ON "actor_states"
    FOR EACH ROW EXECUTE FUNCTION "actor_states_log"();
CREATE TRIGGER trebuchet_2_log_truncate AFTER TRUNCATE ON "actor_states"
    FOR EACH STATEMENT EXECUTE FUNCTION "actor_states_log"();

-- By this a node knows whether it understands the tables.
COMMENT ON TABLE "actor_state_log" IS 'Trebuchet FX, schema 1';
