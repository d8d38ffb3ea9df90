// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.checkpoint.CheckpointStore;
import dev.trebuchetfx.client.checkpoint.InMemoryCheckpointStore;
import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;

/** Lives of one application, one after the other with the same store. */
abstract class CheckpointRuns extends ScriptedTest {
    final InMemoryCheckpointStore store = new InMemoryCheckpointStore();

    /** One life of the application. */
    final class Run {
        final ScriptedServer server = new ScriptedServer();
        final List<StreamEvent<Integer>> events = new ArrayList<>();
        final TrebuchetClient client;

        Run() {
            this(Runnable::run, store);
        }

        Run(Executor callbacks, CheckpointStore with) {
            client = configure(TestClients.inCallingThread(time, server))
                    .executor(callbacks)
                    .checkpoints(with)
                    .build();
        }

        ActorStream<Integer> observe() {
            return observe(EVERY);
        }

        ActorStream<Integer> observe(StreamOptions options, Object... arguments) {
            ActorStream<Integer> stream =
                    client.actor("counter").observe("observeState", Integer.class, options, arguments);
            stream.listen(new StreamListener<>() {
                @Override
                public void onUpdate(StreamEvent.Update<Integer> update) {}

                @Override
                public void onEvent(StreamEvent<Integer> event) {
                    if (!(event instanceof StreamEvent.FreshnessChanged<Integer>(var freshness, var why))
                            || !why.equals("nothing has come yet")) {
                        events.add(event);
                    }
                }
            });
            return stream;
        }

        UUID live(long last, boolean extended) {
            if (extended) {
                server.acceptExtended();
            } else {
                server.acceptPlain();
            }
            UUID id = UUID.randomUUID();
            server.send(start(id, server.take(InvocationEnvelope.class).callID(), extended ? "epoch-1" : null));
            for (long i = 1; i <= last; i++) {
                server.send(data(id, i));
            }
            return id;
        }

        List<String> seen() {
            return events.stream().map(ScriptedTest::describe).toList();
        }
    }

    UUID killedAt(long last) {
        Run run = new Run();
        run.observe();
        UUID id = run.live(last, true);
        // As far as the store can tell: nothing more comes of this run.
        run.server.lose("killed");
        return id;
    }

    static String stateOf(StoredCheckpoint kept) {
        var state = kept.lastState();
        return state == null ? "" : state.json().utf8();
    }
}
