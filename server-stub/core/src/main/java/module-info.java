import org.jspecify.annotations.NullMarked;

/** The bundled server of the Trebuchet protocol: actors in plain Java, streams with replay and resume, faults on demand. */
@NullMarked
module dev.trebuchetfx.server {
    requires static transitive org.jspecify;
    requires transitive dev.trebuchetfx.protocol;
    requires transitive info.picocli;
    requires tools.jackson.databind;
    requires org.java_websocket;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires org.slf4j;
    requires java.management;
    requires org.xerial.sqlitejdbc;
    requires jdk.httpserver;
    requires jdk.management;
    requires java.net.http;
    requires java.sql;

    exports dev.trebuchetfx.server;
    exports dev.trebuchetfx.server.actor;
    exports dev.trebuchetfx.server.cli;
    exports dev.trebuchetfx.server.store;

    // Functions of a cloud are nodes that keep nothing, made of the same parts.
    exports dev.trebuchetfx.server.dispatch to
            dev.trebuchetfx.lambda;
    exports dev.trebuchetfx.server.demo to
            dev.trebuchetfx.lambda;
    exports dev.trebuchetfx.server.stateless to
            dev.trebuchetfx.lambda;
    exports dev.trebuchetfx.server.stream to
            dev.trebuchetfx.lambda;

    uses dev.trebuchetfx.server.store.StateStoreProvider;

    provides dev.trebuchetfx.server.store.StateStoreProvider with
            dev.trebuchetfx.server.store.SqliteStateStoreProvider;

    opens dev.trebuchetfx.server.cli to
            info.picocli;
    // Their states travel as JSON.
    opens dev.trebuchetfx.server.demo to
            tools.jackson.databind;
}
