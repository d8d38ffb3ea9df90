// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8785, by its own examples and by the test data of its authors. */
class CanonicalJsonTest {
    @ParameterizedTest
    @ValueSource(strings = {"arrays", "french", "structures", "unicode", "values", "weird"})
    void isWhatTheAuthorsOfTheRfcExpect(String name) throws Exception {
        assertThat(canonical(resource("input/" + name + ".json")))
                .isEqualTo(resource("output/" + name + ".json").strip());
    }

    /** Appendix B of the RFC. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2",
    })
    void writesNumbersAsTheRfcLists(String bits, String expected) throws Exception {
        assertThat(CanonicalJson.number(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
                .isEqualTo(expected);
    }

    /** The first 10,000 doubles of the authors' generator; they publish the hash of what every implementation must write. */
    @Test
    void writesTheDoublesOfTheAuthorsAsTheyDo() throws Exception {
        MessageDigest written = MessageDigest.getInstance("SHA-256");
        List<Long> doubles = new ArrayList<>();
        resource("special-doubles.txt").lines().forEach(bits -> doubles.add(Long.parseUnsignedLong(bits, 16)));
        for (int i = 0; i < 2_000; i++) {
            doubles.add(0x0010000000000000L + i);
        }
        MessageDigest generator = MessageDigest.getInstance("SHA-256");
        byte[] block = new byte[32];
        while (doubles.size() < 10_000) {
            block = generator.digest(block);
            LongBuffer four =
                    ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
            while (four.hasRemaining()) {
                long bits = four.get();
                double value = Double.longBitsToDouble(bits);
                if (value != 0 && Double.isFinite(value)) {
                    doubles.add(bits);
                }
            }
        }
        for (long bits : doubles.subList(0, 10_000)) {
            String line = Long.toHexString(bits) + ',' + CanonicalJson.number(Double.longBitsToDouble(bits)) + '\n';
            written.update(line.getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(HexFormat.of().formatHex(written.digest()))
                .isEqualTo("b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "[{\"a\":1e309}]", "\"\\ud800\""})
    void saysWhatHasNoCanonicalForm(String json) {
        assertThatThrownBy(() -> canonical(json)).isInstanceOf(CanonicalJson.NoCanonicalForm.class);
        assertThat(StateHash.of(JsonTrees.read(json))).isNull();
    }

    @Test
    void hashIsTheSameForEveryWayToWriteAState() {
        String hash = StateHash.of(JsonTrees.read("{\"b\":[1,2.50,\"\\u00e9\"],\"a\":1e2}"));

        assertThat(hash).isEqualTo(StateHash.of(JsonTrees.read(" { \"a\" : 100 , \"b\" : [1.0,2.5,\"é\"] } ")));
        assertThat(hash).isNotEqualTo(StateHash.of(JsonTrees.read("{\"b\":[1,2.51,\"é\"],\"a\":1e2}")));
        assertThat(StateHash.isKnown(Objects.requireNonNull(hash))).isTrue();
        assertThat(StateHash.isKnown("sha256:00")).isFalse();
    }

    /** The check value that every description of CRC-32C gives, for a text that is its own canonical form. */
    @Test
    void hashIsCrc32c() {
        assertThat(StateHash.of(JsonTrees.read("123456789"))).isEqualTo("crc32c:e3069283");
    }

    private static String canonical(String json) throws CanonicalJson.NoCanonicalForm {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CanonicalJson.write(JsonTrees.read(Bytes.utf8(json)), out::writeBytes);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                CanonicalJsonTest.class.getResourceAsStream("/json-canonicalization/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
