// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times by digits are those that {@link Instant} reads and writes. */
class WireTimeTest {
    private static final long FIRST = -62_167_219_200L;
    private static final long LAST = 253_402_300_799L;

    @Property
    void writesAndReadsAsInstantDoes(
            @ForAll @LongRange(min = FIRST, max = LAST) long second, @ForAll @IntRange(max = 999_999_999) int nano) {
        Instant time = Instant.ofEpochSecond(second, nano);
        String text = time.truncatedTo(ChronoUnit.SECONDS).toString();
        assertThat(WireTime.text(time)).isEqualTo(text);
        assertThat(WireTime.parse(text)).isEqualTo(time.truncatedTo(ChronoUnit.SECONDS));
        assertThat(WireTime.parse(time.toString())).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(longs = {FIRST - 1, LAST + 1, -31_557_014_167_219_200L, 31_556_889_864_403_199L})
    void refusesToWriteWhatNoPeerReads(long second) {
        StreamDataEnvelope update =
                new StreamDataEnvelope(new UUID(0, 1), 1, Bytes.utf8("1"), Instant.ofEpochSecond(second), null);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EnvelopeCodec(WireLimits.DEFAULT).encode(update))
                .withMessageStartingWith(
                        "a time must be in the years 0 to 9999, since no peer reads another one, but was ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "2024-02-29T12:00:00Z",
                "2026-01-01T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "2026-01-01T00:00:00.5Z",
                "2026-01-01T00:00:00+02:00"
            })
    void readsWhatInstantReads(String text) {
        assertThat(WireTime.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-00-10T00:00:00Z",
                "2026-01-32T00:00:00Z",
                "2026-01-01T25:00:00Z",
                "2026-01-01T00:60:00Z",
                "2026-01-01 00:00:00Z",
                "2026-01-01T00:00:00z.",
                "+10000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "0000-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01",
                "9999-12-31T24:00:00Z",
                "２０２６-01-01T00:00:00Z"
            })
    void refusesWhatIsNoTime(String text) {
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> WireTime.parse(text));
    }
}
