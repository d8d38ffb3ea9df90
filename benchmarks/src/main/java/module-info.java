// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** Benchmarks of the whole path from end to end, the bare operations that they are compared with, and the command that runs them. */
@NullMarked
module dev.trebuchetfx.benchmark {
    requires static transitive org.jspecify;
    requires dev.trebuchetfx.bindings;
    requires dev.trebuchetfx.client;
    requires dev.trebuchetfx.inspector;
    requires dev.trebuchetfx.lambdalocal;
    requires dev.trebuchetfx.server;
    requires java.net.http;
    requires atlantafx.base;
    requires javafx.controls;
    requires java.management;
    requires java.sql;
    requires transitive info.picocli;
    requires tools.jackson.databind;
    requires org.java_websocket;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires jdk.management;
    // The bare writes that stores are compared with.
    requires lettuce.core;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.http.urlconnection;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.services.dynamodb;
    requires software.amazon.awssdk.utils;

    exports dev.trebuchetfx.benchmark;
    exports dev.trebuchetfx.benchmark.cli;

    opens dev.trebuchetfx.benchmark.cli to
            info.picocli;
    // The states are encoded and decoded as those of an application are.
    opens dev.trebuchetfx.benchmark.delta to
            tools.jackson.databind;
    // The actors are called by name, and their states travel as JSON.
    opens dev.trebuchetfx.benchmark.fanout to
            dev.trebuchetfx.server,
            tools.jackson.databind;
    opens dev.trebuchetfx.benchmark.resume to
            dev.trebuchetfx.server,
            tools.jackson.databind;
    opens dev.trebuchetfx.benchmark.soak to
            dev.trebuchetfx.server,
            tools.jackson.databind;
    opens dev.trebuchetfx.benchmark.store to
            dev.trebuchetfx.server,
            tools.jackson.databind;

    uses dev.trebuchetfx.server.store.StateStoreProvider;
}
