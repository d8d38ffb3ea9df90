-- SPDX-License-Identifier: Apache-2.0
--
-- News of changes by logical replication, for changes=replication; apply schema.sql first. The server needs
-- wal_level=logical, and for each node one of max_replication_slots and one of max_wal_senders; a node's role needs the
-- attribute REPLICATION. A node reads from a temporary slot, which ends with its connection: a node that is gone holds no
-- WAL back. Names and numbers travel, the states don't.
--
-- This needs PostgreSQL 15 or later. On 13 and 14 leave out the list of columns; the states travel then.

DROP PUBLICATION IF EXISTS "actor_state_changes";
CREATE PUBLICATION "actor_state_changes" FOR TABLE "actor_states" (actor_id, generation, sequence_number);
