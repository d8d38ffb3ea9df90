// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** A store of actors' states on MongoDB, which numbers the edits that others make there and hears of them. */
@NullMarked
module dev.trebuchetfx.server.mongodb {
    requires static transitive org.jspecify;
    requires transitive dev.trebuchetfx.server;
    // The driver looks up the servers of mongodb+srv addresses by it.
    requires java.naming;
    requires org.mongodb.bson;
    requires org.mongodb.driver.core;
    requires org.mongodb.driver.sync.client;
    requires org.slf4j;

    exports dev.trebuchetfx.server.mongodb;

    provides dev.trebuchetfx.server.store.StateStoreProvider with
            dev.trebuchetfx.server.mongodb.MongoStateStoreProvider;
}
