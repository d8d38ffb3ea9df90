// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** A store of actors' states on Amazon DynamoDB, which numbers the edits that others make there and hears of them. */
@NullMarked
module dev.trebuchetfx.server.dynamodb {
    requires static transitive org.jspecify;
    requires transitive dev.trebuchetfx.server;
    requires org.slf4j;
    requires software.amazon.awssdk.auth;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.http.urlconnection;
    requires software.amazon.awssdk.identity.spi;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.retries.api;
    requires software.amazon.awssdk.services.dynamodb;
    requires software.amazon.awssdk.utils;

    exports dev.trebuchetfx.server.dynamodb;

    provides dev.trebuchetfx.server.store.StateStoreProvider with
            dev.trebuchetfx.server.dynamodb.DynamoStateStoreProvider;
}
