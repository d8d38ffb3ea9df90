// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every message that can be written, and for every row of bytes that can arrive. */
class EnvelopeCodecPropertyTest {
    private static final String JSON_CHARACTERS = "{}[]\",:\\u0-e.+ntf/=";

    private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);
    private final StateDeltaCodec deltas = new StateDeltaCodec(WireLimits.DEFAULT);

    @Property
    void whatIsWrittenIsReadBack(@ForAll("envelopes") Envelope envelope) throws WireException {
        assertThat(codec.decode(codec.encode(envelope))).isEqualTo(envelope);
    }

    @Property
    void updatesWhoseDataIsEncodedAlreadyAreWrittenAlike(@ForAll("envelopes") Envelope envelope) {
        if (envelope instanceof StreamDataEnvelope update) {
            assertThat(codec.encode(update, EncodedData.of(update.data()))).isEqualTo(codec.encode(update));
        }
    }

    @Property
    void orderEscapesSpaceAndUnknownKeysChangeNothing(@ForAll("envelopes") Envelope envelope, @ForAll Random random)
            throws WireException {
        Bytes frame = ScrambledJson.scramble(codec.encode(envelope), random);

        assertThat(codec.decode(frame)).isEqualTo(envelope);
    }

    @Property(tries = 200)
    void bareInvocationsAreReadLikeOthers(@ForAll("invocations") InvocationEnvelope invocation) throws WireException {
        String frame = codec.encode(invocation).utf8();
        String bare = frame.substring(frame.indexOf("\"payload\":") + 10, frame.length() - 1);

        assertThat(codec.decodeBareInvocation(Bytes.utf8(bare))).isEqualTo(invocation);
    }

    @Property(tries = 200)
    void stateDeltasAreReadBack(@ForAll("stateDeltas") StateDelta delta, @ForAll Random random) throws WireException {
        Bytes data = deltas.encode(delta);

        assertThat(deltas.decode(data)).isEqualTo(delta);
        assertThat(deltas.decode(ScrambledJson.scramble(data, random))).isEqualTo(delta);
    }

    @Property(tries = 300)
    void fractionsOfSecondsAreNeverWritten(@ForAll("instants") Instant instant) throws WireException {
        Bytes frame = codec.encode(new StreamDataEnvelope(new UUID(1, 2), 1, Bytes.empty(), instant, null));

        assertThat(frame.utf8()).containsPattern("\"timestamp\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\"");
        assertThat(((StreamDataEnvelope) codec.decode(frame)).timestamp())
                .isEqualTo(instant.truncatedTo(ChronoUnit.SECONDS));
    }

    @Property(tries = 300)
    void anyJavaStringCanBeWritten(@ForAll("javaStrings") String text) throws WireException {
        Bytes frame = codec.encode(new StreamErrorEnvelope(new UUID(1, 2), text));

        String read = ((StreamErrorEnvelope) codec.decode(frame)).errorMessage();
        assertThat(read).hasSameSizeAs(text);
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isSurrogate(text.charAt(i))) {
                assertThat(read.charAt(i)).isEqualTo(text.charAt(i));
            }
        }
        assertThat(WireText.isUnicode(read)).isTrue();
    }

    @Property
    void damagedMessagesAreReadOrRefusedAndNothingElse(@ForAll("envelopes") Envelope envelope, @ForAll Random random) {
        byte[] bytes = codec.encode(envelope).toByteArray();
        for (int round = 0; round < 20; round++) {
            readOrRefuse(Bytes.wrap(damage(bytes, random)));
        }
    }

    @Property
    void anyBytesAreReadOrRefusedAndNothingElse(@ForAll byte[] bytes) {
        readOrRefuse(Bytes.wrap(bytes));
    }

    /** What is read can be written again and is then the same. */
    private void readOrRefuse(Bytes frame) {
        Envelope envelope;
        try {
            envelope = codec.decode(frame);
        } catch (WireException refused) {
            // A cause would be a defect of the reader that was turned into a refusal.
            assertThat(refused).hasNoCause();
            assertThat(refused.getMessage()).hasSizeLessThan(700);
            return;
        }
        Envelope written;
        try {
            written = codec.decode(codec.encode(envelope));
        } catch (WireException unreadable) {
            throw new AssertionError("can't read back " + envelope, unreadable);
        }
        assertThat(withoutFraction(written)).isEqualTo(withoutFraction(envelope));
    }

    private static Envelope withoutFraction(Envelope envelope) {
        return envelope instanceof StreamDataEnvelope data
                ? new StreamDataEnvelope(
                        data.streamID(),
                        data.sequenceNumber(),
                        data.data(),
                        data.timestamp().truncatedTo(ChronoUnit.SECONDS),
                        data.ext())
                : envelope;
    }

    /** Bytes changed, cut out, doubled, or set to what JSON is made of. */
    private static byte[] damage(byte[] bytes, Random random) {
        byte[] damaged = bytes.clone();
        int at = random.nextInt(damaged.length);
        int length = Math.min(1 + random.nextInt(8), damaged.length - at);
        switch (random.nextInt(5)) {
            case 0 -> damaged[at] = (byte) random.nextInt(256);
            case 1 -> damaged[at] = (byte) JSON_CHARACTERS.charAt(random.nextInt(JSON_CHARACTERS.length()));
            case 2 -> {
                byte[] shorter = new byte[damaged.length - length];
                System.arraycopy(damaged, 0, shorter, 0, at);
                System.arraycopy(damaged, at + length, shorter, at, shorter.length - at);
                damaged = shorter;
            }
            case 3 -> {
                byte[] longer = new byte[damaged.length + length];
                System.arraycopy(damaged, 0, longer, 0, at + length);
                System.arraycopy(damaged, at, longer, at + length, damaged.length - at);
                damaged = longer;
            }
            default -> damaged = Arrays.copyOf(damaged, at);
        }
        return damaged;
    }

    @Provide
    Arbitrary<Envelope> envelopes() {
        return EnvelopeArbitraries.envelopes();
    }

    @Provide
    Arbitrary<InvocationEnvelope> invocations() {
        return EnvelopeArbitraries.invocations();
    }

    @Provide
    Arbitrary<StateDelta> stateDeltas() {
        return EnvelopeArbitraries.stateDeltas();
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Combinators.combine(
                        EnvelopeArbitraries.wholeSeconds(),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::plusNanos);
    }

    /** Lone surrogates included. */
    @Provide
    Arbitrary<String> javaStrings() {
        return Arbitraries.chars()
                .with('\uD83D', '\uDE00', '\uDFFF', 'a', '\u00e9')
                .list()
                .ofMaxSize(8)
                .map(chars -> {
                    StringBuilder text = new StringBuilder();
                    chars.forEach(text::append);
                    return text.toString();
                });
    }
}
