// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.trebuchetfx.protocol.codec.WireException.Problem;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames that are not messages at all: cut, doubled, in other encodings, too large, too deep. Each is one refusal that says why. */
class HostileFramesTest {
    private static final String END =
            "{\"type\":\"streamEnd\",\"payload\":{\"streamID\":\"9F1C2B3A-4D5E-4F60-8A7B-1C2D3E4F5A6B\",\"reason\":\"completed\"}}";
    private static final String BEFORE_LAST_BRACES = END.substring(0, END.length() - 2);

    private final EnvelopeCodec codec = new EnvelopeCodec(new WireLimits(200_000, 64, 10_000));

    @ParameterizedTest(name = "{0}")
    @MethodSource({"notJson", "notUtf8", "notOneObject", "tooLarge", "truncated"})
    void isRefused(String name, Bytes frame, Problem problem, String reason) {
        WireException refusal = catchThrowableOfType(WireException.class, () -> codec.decode(frame));

        assertThat(refusal).as(name).isNotNull().hasNoCause();
        assertThat(refusal.problem()).isEqualTo(problem);
        assertThat(refusal).hasMessageStartingWith(problem.code() + ": ").hasMessageContaining(reason);
        assertThat(refusal.getMessage()).hasSizeLessThan(700);
    }

    static Stream<Arguments> notJson() {
        return Stream.of(
                malformed("empty", "", "found nothing"),
                malformed("white space only", " \r\n\t ", "found nothing"),
                malformed("a bare word", "hello", "hello"),
                malformed("HTML", "<html>502 Bad Gateway</html>", "'<'"),
                malformed("single quotes", END.replace('"', '\''), "'''"),
                malformed("unquoted key", END.replace("\"type\"", "type"), "'t'"),
                malformed("trailing comma", BEFORE_LAST_BRACES + ",}}", "'}'"),
                malformed("leading comma", END.replaceFirst("\\{", "{,"), "','"),
                malformed("two commas", END.replace(",\"payload\"", ",,\"payload\""), "','"),
                malformed("comma for colon", END.replace("\"type\":", "\"type\","), "','"),
                malformed("key without value", BEFORE_LAST_BRACES + ",\"x\":}}", "'}'"),
                malformed("key alone", BEFORE_LAST_BRACES + ",\"x\"}}", "'}'"),
                malformed("bracket closes brace", BEFORE_LAST_BRACES + "]}", "']'"),
                malformed("brace closes bracket", BEFORE_LAST_BRACES + ",\"x\":[1}}}", "'}'"),
                malformed("comment", "/* hi */" + END, "'/'"),
                malformed("hash comment", "# hi\n" + END, "'#'"),
                malformed("NaN", extra("NaN"), "NaN"),
                malformed("Infinity", extra("Infinity"), "Infinity"),
                malformed("-Infinity", extra("-Infinity"), "-I"),
                malformed("undefined", extra("undefined"), "undefined"),
                malformed("True", extra("True"), "True"),
                malformed("nul", extra("nul"), "nul"),
                malformed("leading zero", extra("007"), "zero"),
                malformed("leading plus", extra("+1"), "'+'"),
                malformed("leading point", extra(".5"), "'.'"),
                malformed("trailing point", extra("5."), "'}'"),
                malformed("hexadecimal", extra("0x1F"), "'x'"),
                malformed("empty exponent", extra("1e"), "'}'"),
                malformed("lone minus", extra("-"), "'}'"),
                malformed("raw line feed in a string", extra("\"a\nb\""), "CTRL-CHAR"),
                malformed("raw zero in a string", extra("\"a\0b\""), "CTRL-CHAR"),
                malformed("raw tab in a known string", END.replace("completed", "comp\tleted"), "CTRL-CHAR"),
                malformed("raw escape outside of strings", END + "\u001b", "CTRL-CHAR"),
                malformed("unknown escape", extra("\"\\q\""), "escape"),
                malformed("hexadecimal escape", extra("\"\\x41\""), "escape"),
                malformed("short unicode escape", extra("\"\\u12\""), "hex"),
                malformed("bad unicode escape", extra("\"\\u12G4\""), "hex"),
                malformed("lone surrogate in a name", BEFORE_LAST_BRACES + ",\"\\udfff\":0}}", "surrogate"),
                malformed("bad escape in base64", data("QUJ\\qDR"), "escape"),
                malformed("raw line feed in base64", data("QUJD\nREVG"), "CTRL-CHAR"));
    }

    static Stream<Arguments> notUtf8() {
        return Stream.of(
                malformed("lone continuation byte", inString(0x80), "0x80"),
                malformed("two-byte form cut short", inString(0xC3, '"'), "0xc3"),
                malformed("three-byte form cut short", inString(0xE2, 0x82), "0xe2"),
                malformed("four-byte form cut short", inString(0xF0, 0x9F, 0x98), "0xf0"),
                malformed("overlong slash", inString(0xC0, 0xAF), "0xc0"),
                malformed("overlong zero", inString(0xC0, 0x80), "0xc0"),
                malformed("overlong three-byte form", inString(0xE0, 0x80, 0xAF), "0xe0"),
                malformed("overlong four-byte form", inString(0xF0, 0x80, 0x80, 0xAF), "0xf0"),
                malformed("encoded high surrogate", inString(0xED, 0xA0, 0x80), "0xed"),
                malformed("encoded pair of surrogates (CESU-8)", inString(0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80), "0xed"),
                malformed("beyond U+10FFFF", inString(0xF4, 0x90, 0x80, 0x80), "0xf4"),
                malformed("five-byte form", inString(0xF8, 0x88, 0x80, 0x80, 0x80), "0xf8"),
                malformed("byte 0xFE", inString(0xFE), "0xfe"),
                malformed("byte 0xFF", inString(0xFF), "0xff"),
                malformed("Latin-1", Bytes.wrap(extra("\"é\"").getBytes(ISO_8859_1)), "0xe9"),
                malformed(
                        "bad byte in a key",
                        Bytes.wrap(END.replace("reason", "reas\u00ffn").getBytes(ISO_8859_1)),
                        "0xff"),
                malformed("bad byte after the end", Bytes.wrap((END + "\u00ff").getBytes(ISO_8859_1)), "0xff"),
                malformed("frame of zeros", Bytes.wrap(new byte[64]), "zero byte"),
                malformed("UTF-16 big-endian", Bytes.wrap(END.getBytes(StandardCharsets.UTF_16BE)), "zero byte"),
                malformed("UTF-16 little-endian", Bytes.wrap(END.getBytes(StandardCharsets.UTF_16LE)), "zero byte"),
                malformed("UTF-16 with its mark", Bytes.wrap(END.getBytes(StandardCharsets.UTF_16)), "0xfe"),
                malformed("UTF-32", Bytes.wrap(END.getBytes(Charset.forName("UTF-32"))), "zero byte"));
    }

    static Stream<Arguments> notOneObject() {
        return Stream.of(
                refused(
                        "array",
                        "[" + END + "]",
                        Problem.WRONG_TYPE,
                        "the message: expected an object, found an array"),
                refused("string", "\"hi\"", Problem.WRONG_TYPE, "found the string \"hi\""),
                refused("number", "42", Problem.WRONG_TYPE, "found the number 42"),
                refused("true", "true", Problem.WRONG_TYPE, "found true"),
                refused("null", "null", Problem.WRONG_TYPE, "found null"),
                refused("empty object", "{}", Problem.MISSING_KEY, "type: expected a value, found no such key"),
                malformed("two objects", END + END, "expected the end after the object"),
                malformed("two lines", END + "\n" + END, "expected the end after the object"),
                malformed("object and comma", END + ",", "','"),
                malformed("object and brace", END + "}", "'}'"),
                malformed("object and number", END + "0", "expected the end after the object"),
                malformed("object and garbage", END + "garbage", "garbage"),
                malformed("object and zero byte", END + "\0", "CTRL-CHAR"));
    }

    static Stream<Arguments> tooLarge() {
        return Stream.of(
                tooLarge("frame over the limit", " ".repeat(200_001), "at most 200000 bytes, found 200001"),
                tooLarge("frame over the limit that isn't even JSON", "x".repeat(300_000), "found 300000"),
                tooLarge("arrays nested too deep", extra("[".repeat(63) + "]".repeat(63)), "nesting depth (65)"),
                refused("arrays nested much too deep", "[".repeat(199_999), Problem.WRONG_TYPE, "found an array"),
                tooLarge("arrays much too deep in an unknown key", extra("[".repeat(150_000)), "nesting depth"),
                tooLarge("objects nested too deep", extra("{\"a\":".repeat(10_000)), "nesting depth"),
                tooLarge(
                        "objects too deep in a known key",
                        END.replace("\"completed\"", "{\"reason\":".repeat(1_000)),
                        "nesting depth"),
                tooLarge("payloads within payloads", "{\"payload\":".repeat(1_000), "nesting depth"),
                tooLarge(
                        "actors within actors",
                        "{\"payload\":{\"actorID\":" + "{\"id\":".repeat(1_000),
                        "nesting depth"),
                tooLarge("string over the limit", END.replace("completed", "c".repeat(10_001)), "String value length"),
                tooLarge("name over the limit", extra("0").replace("\"x\"", '"' + "x".repeat(20_000) + '"'), "Name"),
                tooLarge("type over the limit", END.replace("streamEnd", "s".repeat(10_001)), "String value length"),
                tooLarge("integer of 10,000 digits", extra("9".repeat(10_000)), "Number value length"),
                tooLarge("sequence of 10,000 digits", sequence("9".repeat(10_000)), "Number value length"),
                tooLarge("negative of 10,000 digits", sequence("-" + "1".repeat(10_000)), "Number value length"),
                tooLarge("fraction of 10,000 digits", extra("0." + "1".repeat(10_000)), "Number value length"),
                tooLarge("1,001 parameters of a filter", filterWith(1_001), "payload.streamFilter.parameters"));
    }

    /** Cut after each byte of a message with an escape and a character of several bytes. */
    static Stream<Arguments> truncated() {
        byte[] whole =
                ("{\"payload\":{\"result\":\"IsO\\/w7\\u002fDviI=\",\"errorMessage\":\"é\\n\",\"x\":[1.5e3,true,null],"
                                + "\"callID\":\"123E4567-E89B-12D3-A456-426614174000\"},\"type\":\"response\"}")
                        .getBytes(UTF_8);
        List<Arguments> cases = new ArrayList<>();
        IntStream.range(0, whole.length)
                .forEach(length -> cases.add(malformed(
                        "cut after " + length + " of " + whole.length + " bytes",
                        Bytes.wrap(Arrays.copyOf(whole, length)),
                        "")));
        return cases.stream();
    }

    private static String extra(String value) {
        return BEFORE_LAST_BRACES + ",\"x\":" + value + "}}";
    }

    private static String data(String base64) {
        return "{\"type\":\"response\",\"payload\":{\"result\":\"" + base64
                + "\",\"callID\":\"123E4567-E89B-12D3-A456-426614174000\"}}";
    }

    private static String sequence(String number) {
        return "{\"type\":\"streamUpdated\",\"payload\":{\"streamID\":\"9F1C2B3A-4D5E-4F60-8A7B-1C2D3E4F5A6B\",\"fromSequence\":"
                + number + "}}";
    }

    private static String filterWith(int parameters) {
        StringBuilder text = new StringBuilder(
                "{\"type\":\"streamUpdate\",\"payload\":{\"streamID\":\"9F1C2B3A-4D5E-4F60-8A7B-1C2D3E4F5A6B\",\"streamFilter\":{\"type\":\"all\",\"parameters\":{");
        for (int i = 0; i < parameters; i++) {
            text.append(i == 0 ? "" : ",").append('"').append(i).append("\":\"\"");
        }
        return text.append("}}}}").toString();
    }

    private static Bytes inString(int... bytes) {
        StringBuilder latin = new StringBuilder();
        for (int b : bytes) {
            latin.append((char) b);
        }
        return Bytes.wrap(extra('"' + latin.toString() + '"').getBytes(ISO_8859_1));
    }

    private static Arguments malformed(String name, String frame, String reason) {
        return malformed(name, Bytes.utf8(frame), reason);
    }

    private static Arguments malformed(String name, Bytes frame, String reason) {
        return arguments(name, frame, Problem.MALFORMED, reason);
    }

    private static Arguments tooLarge(String name, String frame, String reason) {
        return arguments(name, Bytes.utf8(frame), Problem.TOO_LARGE, reason);
    }

    private static Arguments refused(String name, String frame, Problem problem, String reason) {
        return arguments(name, Bytes.utf8(frame), problem, reason);
    }
}
