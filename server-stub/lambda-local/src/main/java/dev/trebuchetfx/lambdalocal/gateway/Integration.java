// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.gateway;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.concurrent.CompletionStage;

/** The function that a gateway invokes. Safe for use by any thread. */
@FunctionalInterface
public interface Integration {
    /** Gives the function an event and returns its answer, both JSON. The stage fails where the function fails. */
    CompletionStage<Bytes> invoke(Bytes event);
}
