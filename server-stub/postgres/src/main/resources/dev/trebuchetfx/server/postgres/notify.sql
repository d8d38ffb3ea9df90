-- SPDX-License-Identifier: Apache-2.0
--
-- News of changes by NOTIFY, for changes=notify; apply schema.sql first. All commits that notify wait for one lock of the
-- database, which each holds until it is flushed to the disk: where more of them a second are needed than the disk flushes
-- one by one, use replication.sql in place of this file, and drop what is here already:
--     DROP TRIGGER trebuchet_3_notify ON "actor_states"; DROP TRIGGER trebuchet_3_notify_truncate ON "actor_states";

-- The payload of a change is that of older Trebuchet programs. Of a deletion it has no number, and of a TRUNCATE no actor.
CREATE OR REPLACE FUNCTION "actor_states_notify"() RETURNS trigger LANGUAGE plpgsql AS $trebuchet$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        PERFORM pg_notify('actor_state_changes',
            json_build_object('truncated', true, 'timestamp', EXTRACT(EPOCH FROM clock_timestamp()))::text);
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.generation = OLD.generation AND NEW.sequence_number = OLD.sequence_number THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND NEW.actor_id <> OLD.actor_id THEN
        PERFORM pg_notify('actor_state_changes',
            json_build_object('actorID', OLD.actor_id, 'timestamp', EXTRACT(EPOCH FROM clock_timestamp()))::text);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM pg_notify('actor_state_changes',
            json_build_object('actorID', NEW.actor_id, 'sequenceNumber', NEW.sequence_number,
                'timestamp', EXTRACT(EPOCH FROM NEW.updated_at))::text);
    END IF;
    RETURN NULL;
END
$trebuchet$;

DROP TRIGGER IF EXISTS trebuchet_3_notify ON "actor_states";
CREATE TRIGGER trebuchet_3_notify AFTER INSERT OR UPDATE OR DELETE ON "actor_states"
    FOR EACH ROW EXECUTE FUNCTION "actor_states_notify"();
DROP TRIGGER IF EXISTS trebuchet_3_notify_truncate ON "actor_states";
CREATE TRIGGER trebuchet_3_notify_truncate AFTER TRUNCATE ON "actor_states"
    FOR EACH STATEMENT EXECUTE FUNCTION "actor_states_notify"();
