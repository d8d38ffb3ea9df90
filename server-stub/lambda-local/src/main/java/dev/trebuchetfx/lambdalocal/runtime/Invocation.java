// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.runtime;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One invocation of a function, from its event to its answer. Safe for use by any thread. */
final class Invocation {
    private final String id = UUID.randomUUID().toString();
    private final Bytes event;
    private final CompletableFuture<Bytes> answer = new CompletableFuture<>();

    Invocation(Bytes event) {
        this.event = event;
    }

    String id() {
        return id;
    }

    Bytes event() {
        return event;
    }

    CompletableFuture<Bytes> answer() {
        return answer;
    }

    void fail(String why) {
        answer.completeExceptionally(new FunctionFailedException(why));
    }
}
