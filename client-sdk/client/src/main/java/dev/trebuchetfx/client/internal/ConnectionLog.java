// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.protocol.internal.foreign.ForeignText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines about a client's connection; docs/errors.md lists their codes. Called on the loop. */
final class ConnectionLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.trebuchetfx.client.connection");

    /** True after a line that says that the connection is gone, so that the attempts that follow are told in less detail. */
    private boolean isDown;

    void changed(int number, ConnectionState state) {
        switch (state) {
            case ConnectionState.Connecting connecting ->
                LOG.debug("TFX-LOG-001: connecting to {}", connecting.endpoint());
            case ConnectionState.Connected connected -> {
                LOG.info("TFX-LOG-002: connected to {}, connection {}", connected.endpoint(), number);
                isDown = false;
            }
            case ConnectionState.Reconnecting again -> {
                String cause = ForeignText.printable(again.cause());
                String next = "TFX-LOG-003: no connection: {}; attempt {} at {} ({})";
                if (isDown) {
                    LOG.debug(next, cause, again.attempt(), again.nextAttemptAt(), again.endpoint());
                } else {
                    LOG.warn(next, cause, again.attempt(), again.nextAttemptAt(), again.endpoint());
                }
                isDown = true;
            }
            case ConnectionState.Offline offline ->
                LOG.warn("TFX-LOG-004: offline, no attempt is planned: {}", ForeignText.printable(offline.cause()));
            case ConnectionState.Closed closed -> LOG.info("TFX-LOG-005: the client is closed");
        }
    }
}
