// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gigabyte of states for a peer that does not read, over a real socket and in a heap of a gigabyte. */
@Timeout(120)
class SlowSocketTest {
    private static final int PAGES = 5_000;
    private static final int STEP = 50;
    private static final int LENGTH = 200_000;

    private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);

    @Test
    void costsTheServerAFewStatesAndThePeerNothingButTheStatesBetween() throws Exception {
        try (StubServer server = StubServer.builder().expose("book", new Book()).start();
                FrameClient slow = new FrameClient(server, "Trebuchet-Ext: 1\r\n");
                RawClient other = RawClient.v2(server)) {
            slow.answer();
            slow.send(codec.encode(RawClient.invocation("book", "observePage", null, null))
                    .toByteArray());
            await().until(() -> !server.streams().isEmpty());
            long most = 0;
            for (int turned = 0; turned < PAGES; turned += STEP) {
                other.call("book", "turn", text(STEP), text(LENGTH));
                most = Math.max(most, server.queuedBytes());
            }
            // What is allowed to wait, 1 MiB, and the update that went over it.
            assertThat(most).isBetween((long) LENGTH, (1L << 20) + 300_000);
            assertThat(server.streams()).singleElement().satisfies(stream -> {
                assertThat(stream.bound()).isTrue();
                assertThat(stream.newest()).isEqualTo(PAGES + 1);
                assertThat(stream.conflated()).isGreaterThan(PAGES / 2);
                // 8 MiB of the buffer hold so many.
                assertThat(stream.size()).isEqualTo((8 << 20) / (LENGTH + 30));
            });

            long position = 0;
            long skipped = 0;
            int came = 0;
            String last = "";
            while (position < PAGES + 1) {
                Bytes message = Bytes.wrap(slow.read().payload());
                if (message.isEmpty()) {
                    // A ping, where all this takes long.
                    continue;
                }
                Envelope envelope = codec.decode(message);
                if (envelope instanceof StreamDataEnvelope data) {
                    StreamDataEnvelope.Ext ext = data.ext();
                    long left = ext == null || ext.skipped() == null ? 0 : ext.skipped();
                    assertThat(data.sequenceNumber()).isEqualTo(position + 1 + left);
                    position = data.sequenceNumber();
                    skipped += left;
                    came++;
                    last = data.data().utf8();
                }
            }
            assertThat(last).startsWith("{\"number\":" + PAGES + ",");
            assertThat(came + skipped).isEqualTo(PAGES + 1);
            assertThat(server.streams().getFirst().conflated()).isEqualTo(skipped);
        }
    }

    private static String text(int number) {
        return Integer.toString(number);
    }
}
