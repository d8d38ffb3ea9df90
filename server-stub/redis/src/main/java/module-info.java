// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** A store of actors' states on Redis, whose script numbers the edits that others make and tells of them. */
@NullMarked
module dev.trebuchetfx.server.redis {
    requires static transitive org.jspecify;
    requires transitive dev.trebuchetfx.server;
    // The driver, which has no module descriptor, needs it without saying so.
    requires io.netty.resolver.dns;
    requires lettuce.core;
    requires org.slf4j;

    exports dev.trebuchetfx.server.redis;

    provides dev.trebuchetfx.server.store.StateStoreProvider with
            dev.trebuchetfx.server.redis.RedisStateStoreProvider;
}
