// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** Actors and their streams as functions of AWS Lambda, behind a WebSocket of API Gateway. */
@NullMarked
module dev.trebuchetfx.lambda {
    requires static transitive org.jspecify;
    requires transitive dev.trebuchetfx.server;
    requires transitive aws.lambda.java.core;
    requires transitive aws.lambda.java.events;
    requires org.slf4j;

    exports dev.trebuchetfx.lambda;

    uses dev.trebuchetfx.lambda.ActorProvider;
}
