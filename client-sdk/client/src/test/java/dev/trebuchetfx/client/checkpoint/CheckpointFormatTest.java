// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trebuchetfx.client.checkpoint.CheckpointFormat.FormatException;
import dev.trebuchetfx.client.checkpoint.StoredCheckpoint.LastState;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What is written is read; what was damaged is refused. */
class CheckpointFormatTest {
    private static final List<StoredCheckpoint> TWO =
            List.of(Samples.checkpoint("todos", 42), Samples.checkpoint("counter", 7));

    @Property(tries = 300)
    void readsWhatWasWritten(@ForAll("checkpoints") List<StoredCheckpoint> checkpoints) throws FormatException {
        assertThat(CheckpointFormat.read(CheckpointFormat.write(checkpoints))).isEqualTo(checkpoints);
    }

    @Property(tries = 300)
    void knowsHowLargeACheckpointIs(@ForAll("checkpoint") StoredCheckpoint checkpoint) {
        assertThat(CheckpointFormat.write(List.of(checkpoint)))
                .hasSize(CheckpointFormat.overhead() + CheckpointFormat.size(checkpoint));
    }

    @Test
    void refusesAFileCutAtAnyByte() {
        byte[] file = CheckpointFormat.write(TWO);
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThat(catchThrowableOfType(FormatException.class, () -> CheckpointFormat.read(cut)))
                    .as("%s of %s bytes", length, file.length)
                    .isNotNull();
        }
    }

    @Test
    void refusesAFileWithAnyByteChanged() {
        byte[] file = CheckpointFormat.write(TWO);
        for (int at = 0; at < file.length; at++) {
            for (int change : new int[] {0x01, 0x80, 0xFF}) {
                byte[] damaged = file.clone();
                damaged[at] ^= (byte) change;
                assertThat(catchThrowableOfType(FormatException.class, () -> CheckpointFormat.read(damaged)))
                        .as("byte %s changed by %s", at, change)
                        .isNotNull();
            }
        }
    }

    @Test
    void refusesWhatComesAfterTheEnd() {
        byte[] file = CheckpointFormat.write(TWO);
        assertThatThrownBy(() -> CheckpointFormat.read(Arrays.copyOf(file, file.length + 1)))
                .hasMessage("expected the end after 2 records but found 1 bytes more");
    }

    @Test
    void keepsACursorAndWritesTheOldVersionWithoutOne() throws FormatException {
        StoredCheckpoint plain = TWO.getFirst();
        assertThat(CheckpointFormat.write(TWO)[11]).isEqualTo((byte) 1);
        StoredCheckpoint withCursor = new StoredCheckpoint(
                plain.key(),
                plain.position().withCursor("AbC_-"),
                plain.resumable(),
                plain.lastState(),
                plain.savedAt());
        byte[] file = CheckpointFormat.write(List.of(withCursor, TWO.getLast()));
        assertThat(file[11]).isEqualTo((byte) 2);
        assertThat(CheckpointFormat.read(file)).containsExactly(withCursor, TWO.getLast());
    }

    @Test
    void tellsAVersionToComeFromDamage() {
        byte[] file = CheckpointFormat.write(TWO);
        file[11] = 3;
        FormatException refusal = catchThrowableOfType(FormatException.class, () -> CheckpointFormat.read(file));
        assertThat(refusal.isNewer()).isTrue();
        assertThat(refusal).hasMessage("expected version 2 but found 3");
    }

    @Provide
    Arbitrary<List<StoredCheckpoint>> checkpoints() {
        return checkpoint().list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<StoredCheckpoint> checkpoint() {
        Arbitrary<LastState> states = Combinators.combine(bytes(), instants()).as(LastState::new);
        return Combinators.combine(keys(), positions(), Arbitraries.of(true, false), states.injectNull(0.2), instants())
                .as(StoredCheckpoint::new);
    }

    private static Arbitrary<StreamKey> keys() {
        Arbitrary<StreamFilter> filters = Combinators.combine(
                        Arbitraries.of(StreamFilter.Type.class),
                        texts().injectNull(0.3),
                        Arbitraries.maps(texts(), texts()).ofMaxSize(3).injectNull(0.3))
                .as(StreamFilter::new);
        return Combinators.combine(
                        texts(),
                        actors(),
                        texts(),
                        filters.injectNull(0.3),
                        bytes().list().ofMaxSize(3))
                .as(StreamKey::new);
    }

    private static Arbitrary<StreamCheckpoint> positions() {
        Arbitrary<UUID> ids =
                Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
        return Combinators.combine(ids, Arbitraries.longs(), texts().injectNull(0.3), actors(), texts(), instants())
                .as(StreamCheckpoint::new);
    }

    private static Arbitrary<ActorId> actors() {
        return Combinators.combine(
                        texts(),
                        texts().injectNull(0.3),
                        Arbitraries.integers().between(0, 65_535).injectNull(0.3))
                .as(ActorId::new);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings().withCharRange('\0', '\uD7FF').ofMaxLength(20);
    }

    private static Arbitrary<Bytes> bytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(50).map(Bytes::wrap);
    }

    private static Arbitrary<Instant> instants() {
        return Combinators.combine(
                        Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
    }
}
