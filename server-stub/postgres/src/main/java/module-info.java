// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** A store of actors' states on PostgreSQL, which numbers the edits that others make there and hears of them. */
@NullMarked
module dev.trebuchetfx.server.postgres {
    requires static transitive org.jspecify;
    requires static org.checkerframework.checker.qual;
    requires transitive dev.trebuchetfx.server;
    requires com.zaxxer.hikari;
    requires java.sql;
    requires org.postgresql.jdbc;
    requires org.slf4j;
    requires tools.jackson.databind;

    exports dev.trebuchetfx.server.postgres;

    provides dev.trebuchetfx.server.store.StateStoreProvider with
            dev.trebuchetfx.server.postgres.PostgresStateStoreProvider;
}
