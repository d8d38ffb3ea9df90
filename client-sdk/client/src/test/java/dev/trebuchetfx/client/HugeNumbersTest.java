// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Numbers that no machine can hold, or only at a cost: no update with one vanishes without a word, and the next one is shown. */
@Timeout(20)
class HugeNumbersTest extends ScriptedTest {
    private final List<StreamEvent<?>> heard = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e99999999999",
                "-1e99999999999",
                "1e-99999999999",
                "0e99999999999",
                "1e2147483648",
                "1e2147483647",
                "1e-2147483647",
                "1e999999999",
                "1e-999999999",
                "123e100001"
            })
    void amongDeltas(String number) {
        for (Class<?> type :
                List.of(Object.class, JsonNode.class, BigDecimal.class, BigInteger.class, Long.class, Double.class)) {
            heard.clear();
            ActorStream<?> stream =
                    listen(type, EVERY.toBuilder().deltas(Deltas.AUTOMATIC).build());
            if (server.untaken().isEmpty()) {
                server.acceptExtended();
            }
            UUID id = start(server.take(InvocationEnvelope.class).callID(), "json-patch");
            server.send(DeltaStreamTest.full(id, 1, 10));
            heard.clear();
            server.send(hashed(id, 2, wrapped(true, number), null));
            assertHonest(stream, 2, type);
            server.send(
                    hashed(id, 3, wrapped(false, "[{\"op\":\"replace\",\"path\":\"\",\"value\":" + number + "}]"), 2L));
            assertHonest(stream, 3, type);
            settle(id, 4);
            assertThat(heard).as("%s", type).anySatisfy(event -> assertThat(event)
                    .isInstanceOfSatisfying(
                            StreamEvent.Update.class,
                            update -> assertThat(String.valueOf(update.value())).startsWith("40")));
            assertThat(stream.freshness()).isEqualTo(Freshness.LIVE);
            stream.close();
            while (!server.untaken().isEmpty()) {
                server.take(StreamEndEnvelope.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "1e-99999999999", "1e2147483647", "1e999999999", "1e-999999999"})
    void underAFilterHere(String number) {
        for (StreamFilter filter : List.of(
                StreamFilter.predefined("threshold", Map.of("value", "5")),
                StreamFilter.predefined("threshold", Map.of("value", "5", "field", "n")),
                StreamFilter.predefined("changed", Map.of()),
                StreamFilter.where("/n > 5"),
                StreamFilter.where("/n == 5 or /n < 1e300 or /n > 6"),
                StreamFilter.fields("/n"))) {
            heard.clear();
            ActorStream<JsonNode> stream =
                    listen(JsonNode.class, EVERY.toBuilder().filter(filter).build());
            if (server.untaken().isEmpty()) {
                server.acceptPlain();
            }
            UUID id = UUID.randomUUID();
            server.send(start(id, server.take(InvocationEnvelope.class).callID(), null));
            server.send(data(id, 1, "{\"n\":" + number + "}"));
            server.send(data(id, 2, number));
            server.send(data(id, 3, "{\"n\":7}"));
            assertThat(heard.getLast().toString()).as("%s", filter).isNotBlank();
            assertThat(stream.freshness()).as("%s", filter).isEqualTo(Freshness.LIVE);
            assertThat(heard).as("%s", filter).anySatisfy(event -> assertThat(event)
                    .isInstanceOfSatisfying(StreamEvent.Update.class, update -> assertThat(update.value())
                            .hasToString("{\"n\":7}")));
            stream.close();
        }
    }

    private <T> ActorStream<T> listen(Class<T> type, StreamOptions options) {
        ActorStream<T> stream = client.actor("counter").observe("observeState", type, options);
        stream.listen(new StreamListener<>() {
            @Override
            public void onUpdate(StreamEvent.Update<T> update) {}

            @Override
            public void onEvent(StreamEvent<T> event) {
                heard.add(event);
            }
        });
        return stream;
    }

    private UUID start(UUID call, String format) {
        UUID id = UUID.randomUUID();
        server.send(new StreamStartEnvelope(
                id,
                call,
                REAL,
                "observeState",
                null,
                new StreamStartEnvelope.Ext(1, "epoch-1", 100, 300, format, null)));
        return id;
    }

    private static Bytes wrapped(boolean full, String json) {
        return DeltaStreamTest.wrapped(full, json);
    }

    private static StreamDataEnvelope hashed(UUID id, long sequence, Bytes data, @Nullable Long base) {
        return new StreamDataEnvelope(
                id, sequence, data, SENT, new StreamDataEnvelope.Ext(base, null, "crc32c:00000000"));
    }

    /** It is shown, or it is told that it is not. */
    private void assertHonest(ActorStream<?> stream, long sequence, Class<?> type) {
        boolean shown = heard.stream()
                .anyMatch(event -> event instanceof StreamEvent.Update<?> update && update.sequence() == sequence);
        assertThat(shown || stream.freshness().isStale())
                .as("update %d as %s: %s", sequence, type.getSimpleName(), heard)
                .isTrue();
    }

    /** The server does as it is asked, and sends a state that everybody can read. */
    private void settle(UUID stream, long next) {
        UUID id = stream;
        boolean restarted = false;
        while (server.untaken().stream().anyMatch(StreamResumeEnvelope.class::isInstance)) {
            StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
            server.send(restarted(resume, RestartReason.FULL, 3L));
            id = start(extOf(resume).callID(), "json-patch");
            restarted = true;
        }
        server.send(DeltaStreamTest.full(id, restarted ? 1 : next, 40));
    }
}
