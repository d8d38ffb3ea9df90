// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import java.util.Set;

/**
 * Says what a proxy needs to know.
 *
 * @param allowedOrigins the origins of web pages that may use the proxy beside its own and the server's
 */
record ProxySettings(Upstream upstream, EnvelopeCodec codec, Set<String> allowedOrigins, ProxyLimits limits) {
    static ProxySettings of(Upstream upstream, Set<String> allowedOrigins) {
        return new ProxySettings(
                upstream, new EnvelopeCodec(WireLimits.DEFAULT), Set.copyOf(allowedOrigins), ProxyLimits.DEFAULT);
    }
}
