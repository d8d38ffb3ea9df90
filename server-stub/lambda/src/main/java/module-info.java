// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** Actors and their streams as functions of AWS Lambda, behind a WebSocket of API Gateway. */
@NullMarked
module dev.trebuchetfx.lambda {
    requires static transitive org.jspecify;
    requires transitive dev.trebuchetfx.server;
    requires transitive aws.lambda.java.core;
    requires transitive aws.lambda.java.events;
    requires dev.trebuchetfx.server.dynamodb;
    requires info.picocli;
    requires org.crac;
    requires org.slf4j;
    requires org.snakeyaml.engine.v2;
    requires software.amazon.awssdk.awscore;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http;
    requires software.amazon.awssdk.http.urlconnection;
    requires software.amazon.awssdk.retries;
    requires software.amazon.awssdk.retries.api;
    requires software.amazon.awssdk.services.apigatewaymanagementapi;
    requires software.amazon.awssdk.services.dynamodb;
    requires software.amazon.awssdk.utils;

    exports dev.trebuchetfx.lambda;
    exports dev.trebuchetfx.lambda.cli;
    exports dev.trebuchetfx.lambda.deployment;

    opens dev.trebuchetfx.lambda.cli to
            info.picocli;

    uses dev.trebuchetfx.lambda.ActorProvider;
}
