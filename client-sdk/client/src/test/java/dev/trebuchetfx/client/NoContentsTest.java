// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is in states, arguments and tokens stays out of logs, and out of what is printed of the client's own values. */
class NoContentsTest {
    private static final String SECRET = "the-secret";

    private final ManualTime time = new ManualTime();
    private final ScriptedServer server = new ScriptedServer();

    @Test
    void theLogOfAListenerOrTapThatFailsNamesTheUpdateAlone() {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (TrebuchetClient client = TestClients.inCallingThread(time, server)
                .token(() -> SECRET)
                .tap(event -> {
                    throw new IllegalStateException("a tap");
                })
                .build()) {
            client.actor("a")
                    .observe("observeState", String.class, ScriptedTest.EVERY, SECRET)
                    .listen(StreamListener.ofUpdates(update -> {
                        throw new IllegalStateException("a listener");
                    }));
            server.acceptExtended();
            UUID id = UUID.randomUUID();
            InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
            server.send(ScriptedTest.start(id, invocation.callID(), "epoch-1"));
            server.send(ScriptedTest.data(id, 1, '"' + SECRET + '"'));
        } finally {
            System.setErr(before);
        }
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("A listener failed on update 1 of stream ", "A tap failed on StreamDataEnvelope")
                .doesNotContain(SECRET);
    }

    @Test
    void whatIsPrintedOfMessagesAndTargetsHasNoContents() {
        try (TrebuchetClient client =
                TestClients.inCallingThread(time, server).token(() -> SECRET).build()) {
            var unused = client.actor("a").call("add", String.class, SECRET);
        }
        Envelope response = new ResponseEnvelope(new UUID(1, 1), Bytes.utf8(SECRET), null);
        Envelope data = ScriptedTest.data(new UUID(1, 1), 1, SECRET);
        assertThat(List.of(server.attempts().toString(), response.toString(), data.toString()))
                .allSatisfy(text -> assertThat(text).doesNotContain(SECRET));
        assertThat(server.attempts().toString()).contains("Authorization");
    }
}
