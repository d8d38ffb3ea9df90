// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.server.stream.Subscriber;

/** A peer whose messages are dispatched. Safe for use by any thread. */
public interface Correspondent extends Subscriber {
    /** Notes that the peer has shown the extension. */
    void showsExtension();
}
