// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** An emulator, as strict as the services, of what the functions of this project need on AWS. */
@NullMarked
module dev.trebuchetfx.lambdalocal {
    requires static transitive org.jspecify;
    requires transitive dev.trebuchetfx.protocol;
    requires transitive info.picocli;
    requires dev.trebuchetfx.lambda;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.transport;
    requires org.slf4j;
    requires software.amazon.awssdk.auth;
    requires software.amazon.awssdk.core;
    requires software.amazon.awssdk.http.urlconnection;
    requires software.amazon.awssdk.regions;
    requires software.amazon.awssdk.services.dynamodb;
    requires tools.jackson.databind;

    exports dev.trebuchetfx.lambdalocal;
    exports dev.trebuchetfx.lambdalocal.cli;
    exports dev.trebuchetfx.lambdalocal.gateway;
    exports dev.trebuchetfx.lambdalocal.runtime;
    exports dev.trebuchetfx.lambdalocal.source;

    opens dev.trebuchetfx.lambdalocal.cli to
            info.picocli;
}
