// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.demo.Counter;
import dev.trebuchetfx.server.stateless.StatelessNode;
import dev.trebuchetfx.server.stateless.StatelessPeer;
import dev.trebuchetfx.server.stateless.StatelessRun;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.stream.SavedStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Calls and streams on a store in memory, which load and compile the classes that each event needs. */
final class WarmUp {
    private static final int ROUNDS = 50;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private WarmUp() {}

    /** Returns the number of messages that were made, so that the work can't be left out. */
    static int run(TimeSource time) {
        InMemoryStateStore store = new InMemoryStateStore(LogRetention.DEFAULT, time, UUID::randomUUID);
        StatelessNode node = new StatelessNode(store, Map.of("warm-up", name -> new Counter()), null, "warm-up", time);
        int messages = 0;
        for (int i = 0; i < ROUNDS; i++) {
            try (StatelessRun run = node.begin()) {
                StatelessPeer peer = run.peer("nobody", true);
                run.answer(read(node, invocation("observeState")), peer, LONGEST);
                List<SavedStream> left = run.allSaved();
                run.answer(read(node, invocation("increment")), peer, LONGEST);
                try (StatelessRun next = node.begin()) {
                    left.forEach(stream -> next.goOn(stream, null, peer));
                }
                messages += peer.takeMessages().size();
            }
        }
        return messages;
    }

    private static InvocationEnvelope invocation(String method) {
        return new InvocationEnvelope(
                UUID.randomUUID(),
                ActorId.of("warm-up"),
                method,
                InvocationEnvelope.CURRENT_PROTOCOL_VERSION,
                List.of(),
                List.of(),
                null,
                null,
                new InvocationEnvelope.Ext(1, List.of("json-patch"), null));
    }

    private static InvocationEnvelope read(StatelessNode node, InvocationEnvelope written) {
        Bytes message = node.codec().encode(written);
        try {
            return node.codec().decode(message) instanceof InvocationEnvelope read ? read : written;
        } catch (WireException e) {
            throw new IllegalStateException("a message of our own can't be read", e);
        }
    }
}
