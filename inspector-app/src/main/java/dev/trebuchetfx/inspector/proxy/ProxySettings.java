// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;

/**
 * What a proxy needs to know.
 *
 * @param mostKept how many bytes of one message are shown to the observer; all of them are relayed
 */
record ProxySettings(Upstream upstream, EnvelopeCodec codec, int mostKept) {
    static ProxySettings of(Upstream upstream) {
        return new ProxySettings(upstream, new EnvelopeCodec(WireLimits.DEFAULT), 16 * 1024 * 1024);
    }
}
