// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of logical replication that a healthy server rarely or never sends, and batches that are too large. */
class PgOutputReaderTest {
    private final ChangeBatch batch = new ChangeBatch();
    private final PgOutputReader reader = new PgOutputReader("actor_states", batch);
    private final List<String> events = new ArrayList<>();

    private static final class Message {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Message(char kind) {
            number(kind, 1);
        }

        Message number(long value, int size) {
            try {
                for (int i = size - 1; i >= 0; i--) {
                    out.writeByte((int) (value >>> (8 * i)));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return this;
        }

        Message text(String value) {
            bytes.writeBytes(value.getBytes(StandardCharsets.UTF_8));
            return number(0, 1);
        }

        Message column(String value) {
            byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
            number('t', 1).number(encoded.length, 4);
            bytes.writeBytes(encoded);
            return this;
        }

        ByteBuffer whole() {
            return ByteBuffer.wrap(bytes.toByteArray());
        }
    }

    private static Message relation(int id, String table) {
        Message message = new Message('R')
                .number(id, 4)
                .text("public")
                .text(table)
                .number('d', 1)
                .number(2, 2);
        message.number(1, 1).text("actor_id").number(1043, 4).number(-1, 4);
        return message.number(0, 1).text("sequence_number").number(20, 4).number(-1, 4);
    }

    private static Message insert(int id, String actor, String number) {
        return new Message('I')
                .number(id, 4)
                .number('N', 1)
                .number(2, 2)
                .column(actor)
                .column(number);
    }

    private void tell() {
        batch.tell(new StateChangeSource.Listener() {
            @Override
            public void connected() {
                events.add("connected");
            }

            @Override
            public void changed(StateChange change) {
                events.add(change.actor() + " " + change.number() + " " + change.storedAt());
            }

            @Override
            public void disconnected(String why) {
                events.add("disconnected");
            }

            @Override
            public void malformed(String what) {
                events.add("malformed: " + what);
            }
        });
    }

    @Test
    void changesAreThoseOfTheTableWithTheTimeOfTheirTransaction() {
        reader.read(relation(1, "actor_states").whole());
        reader.read(relation(2, "others").whole());
        reader.read(
                new Message('B').number(0, 8).number(1_000_000, 8).number(7, 4).whole());
        reader.read(insert(1, "é", "5").whole());
        reader.read(insert(2, "other", "6").whole());
        assertThat(reader.read(new Message('C').whole())).isTrue();

        tell();

        assertThat(events).containsExactly("é 5 " + Instant.parse("2000-01-01T00:00:01Z"));
    }

    @Test
    void aMessageThatEndsTooEarlyIsReportedAndTheNextOneIsRead() {
        reader.read(relation(1, "actor_states").whole());
        ByteBuffer whole = insert(1, "a", "5").whole();
        for (int size = 1; size < whole.capacity(); size++) {
            assertThat(reader.read(whole.slice(0, size))).isFalse();
        }
        reader.read(insert(1, "a", "not a number").whole());
        reader.read(insert(1, "b", "6").whole());

        tell();

        assertThat(events).hasSize(whole.capacity() + 1);
        assertThat(events.subList(0, events.size() - 1)).allMatch(event -> event.startsWith("malformed: "));
        assertThat(events.getLast()).isEqualTo("b 6 null");
    }

    @Test
    void aTransactionOfVeryManyActorsMeansThatAnythingMayHaveChanged() {
        reader.read(relation(1, "actor_states").whole());
        for (int i = 0; i <= ChangeBatch.MAX_ACTORS; i++) {
            reader.read(insert(1, "actor" + i, "1").whole());
        }
        reader.read(insert(1, "one more", "1").whole());

        tell();
        tell();

        assertThat(events).containsExactly("connected");
    }
}
