// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.trebuchetfx.inspector.TestEncoder;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.report.CaptureReport;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Files that no tool should write, and some do. */
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class OddFilesTest {
    /** A generous limit on hanging. */
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private CaptureImport found = CaptureImport.NOTHING;

    private static String update(int number) {
        return JsonMapper.shared()
                .writeValueAsString(TestEncoder.encode(new StreamDataEnvelope(
                                new UUID(7, 7), number, Bytes.utf8("{\"n\":" + number + "}"), Instant.EPOCH, null))
                        .utf8());
    }

    private static String message(int number) {
        return message(number, "177348041" + number % 10 + ".5");
    }

    private static String message(int number, String time) {
        return "{\"type\":\"receive\",\"time\":" + time + ",\"opcode\":1,\"data\":" + update(number) + "}";
    }

    private Path har(String entry, Iterable<String> messages) throws IOException {
        return Files.writeString(
                folder.resolve("odd.har"),
                "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"another\"},\"entries\":[{\"_resourceType\":\"websocket\","
                        + "\"request\":{\"url\":\"ws://h/\"},\"_webSocketMessages\":[" + String.join(",", messages)
                        + "]"
                        + entry + "}]}}");
    }

    private List<CapturedEvent> read(Path file) {
        return assertTimeoutPreemptively(SOON, () -> {
            List<CapturedEvent> read = new ArrayList<>();
            found = CaptureFormat.of(file).read(file, read::add);
            try (EventLog log = new EventLog(CaptureLimits.DEFAULT);
                    GrowingCapture capture = GrowingCapture.open(file, log)) {
                while (capture.readMore()) {}
                // Nor does judging it take for ever.
                CaptureReport.of(log.view(), log.holes(), false);
            }
            return read;
        });
    }

    private static List<Long> numbers(List<CapturedEvent> events) {
        return events.stream()
                .filter(event -> event.kind() == EventKind.STREAM_DATA)
                .map(CapturedEvent::sequence)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"receive\",\"time\":1e300000000,\"opcode\":1,\"data\":\"x\"}",
                "{\"type\":\"receive\",\"time\":-1e300000000,\"opcode\":1,\"data\":\"x\"}",
                "{\"type\":\"receive\",\"time\":1773480413,\"opcode\":1.5,\"data\":\"x\"}",
                "{\"type\":\"receive\",\"time\":1773480413,\"opcode\":1e300000000,\"data\":\"x\"}",
                "{\"type\":\"receive\",\"time\":1773480413,\"opcode\":99999999999999999999999,\"data\":\"x\"}",
                "{\"type\":\"receive\",\"time\":\"soon\",\"opcode\":1,\"data\":\"x\"}",
                "{\"type\":\"receive\",\"time\":1773480413,\"opcode\":2,\"data\":\"n%t base64\"}",
                "{\"type\":\"receive\",\"time\":99999999999999999999999999,\"opcode\":1,\"data\":\"x\"}",
                "17",
                "null",
                "[[]]"
            })
    void anOddMessageIsLeftOutAndToldAndTheRestIsRead(String odd) throws IOException {
        assertThat(numbers(read(har("", List.of(message(1), odd, message(2)))))).containsExactly(1L, 2L);
        assertThat(found.notes()).singleElement().asString().startsWith("1 message was left out");
        assertThat(found.isDamaged()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"time\":1e300000000",
                ",\"time\":-1e300000000",
                ",\"startedDateTime\":\"+999999999-12-31T23:59:59Z\",\"time\":1e300",
                ",\"startedDateTime\":17",
                ",\"response\":{\"status\":1e300000000}",
                ",\"response\":17",
                ",\"request\":[]",
                ",\"_other\":1e300000000"
            })
    void anOddEntryIsReadAsFarAsItCanBe(String odd) throws IOException {
        List<CapturedEvent> read = read(har(odd, List.of(message(1), message(2))));
        assertThat(numbers(read)).containsExactly(1L, 2L);
        assertThat(read).extracting(CapturedEvent::time).allMatch(time -> time >= 0);
        assertThat(found.notes()).isEmpty();
    }

    @Test
    void anOddTimeThatIsTooSmallIsTheBeginning() throws IOException {
        List<CapturedEvent> read = read(har("", List.of(message(1, "1e-300000000"))));
        assertThat(read.getLast().time()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "1773480413.25, 1773480413250000000",
        "1773480413250, 1773480413250000000",
        "1773480413250.125, 1773480413250125000",
        "1773480413250125, 1773480413250125000",
        "1773480413250125001, 1773480413250125001",
        "1.773480413E9, 1773480413000000000",
        "0.5, 500000000"
    })
    void aTimeIsOfTheUnitThatGivesThisCentury(String written, long nanos) throws IOException {
        assertThat(read(har("", List.of(message(1, written)))).getLast().time()).isEqualTo(nanos);
    }

    @Test
    void base64MayHaveEndsOfLines() throws IOException {
        String text = update(1);
        String data = Base64.getMimeEncoder(20, new byte[] {'\r', '\n'})
                .encodeToString(
                        JsonMapper.shared().readValue(text, String.class).getBytes(StandardCharsets.UTF_8));
        assertThat(data).contains("\r\n");
        String message = "{\"type\":\"receive\",\"time\":1773480413,\"opcode\":2,\"data\":"
                + JsonMapper.shared().writeValueAsString(data) + "}";
        assertThat(numbers(read(har("", List.of(message))))).containsExactly(1L);
        assertThat(found.notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"backwards", "shuffled", "odd ones first"})
    void messagesAreInTheOrderOfTheirTimesHoweverTheyStand(String how) throws IOException {
        List<Integer> order =
                new ArrayList<>(IntStream.rangeClosed(1, 20_000).boxed().toList());
        switch (how) {
            case "backwards" -> Collections.reverse(order);
            case "shuffled" -> Collections.shuffle(order, new Random(7));
            default -> order.sort((a, b) -> Integer.compare(b % 2, a % 2));
        }
        List<String> messages = order.stream()
                .map(number -> message(number, "17734804%02d.%03d".formatted(number / 1_000, number % 1_000)))
                .toList();
        List<CapturedEvent> read = read(har("", messages));
        assertThat(numbers(read)).hasSize(20_000).isSorted();
        assertThat(read.getFirst().kind()).isEqualTo(EventKind.CONNECTION);
        assertThat(read.getFirst().time())
                .as("an archive that does not say when")
                .isEqualTo(read.get(1).time());
        EventLog log = new EventLog(CaptureLimits.DEFAULT);
        read.forEach(log::append);
        assertThat(CaptureReport.of(log.view(), log.holes(), false).all().streams())
                .singleElement()
                .satisfies(card -> {
                    assertThat(card.reordered()).isZero();
                    assertThat(card.gaps()).isEmpty();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"i\":1,\"t\":1e300000000,\"kind\":\"streamData\"}",
                "{\"i\":1,\"t\":99999999999999999999999,\"kind\":\"streamData\"}",
                "{\"i\":1,\"t\":1,\"kind\":\"streamData\",\"seq\":99999999999999999999999}",
                "{\"i\":1,\"t\":1,\"kind\":\"streamData\",\"seq\":-1}",
                "{\"i\":1,\"t\":1,\"kind\":\"streamData\",\"streamID\":\"none\"}",
                "{\"i\":1,\"t\":1,\"kind\":\"streamData\",\"base64\":\"n%t\"}",
                "[1e300000000]",
                "1e300000000"
            })
    void anOddLineIsLeftOutAndTold(String odd) throws IOException {
        String good = "{\"i\":0,\"t\":5,\"kind\":\"ping\"}\n";
        List<CapturedEvent> read = read(Files.writeString(folder.resolve("odd.ndjson"), good + odd + "\n" + good));
        assertThat(read).hasSize(2);
        assertThat(found.notes()).singleElement().asString().startsWith("Line 2 was left out");
        assertThat(found.isDamaged()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"i", "source", "connection", "logical", "count", "size"})
    void anOddNumberInALineIsNone(String field) throws IOException {
        for (String number : List.of("1e300000000", "-1e300000000", "99999999999999999999999", "-9", "1.5")) {
            String line = "{\"t\":5,\"kind\":\"streamData\",\"" + field + "\":" + number + "}\n";
            List<CapturedEvent> read = read(
                    Files.writeString(folder.resolve("odd.ndjson"), "{\"trebuchet\":\"capture\"}\n" + line + line));
            assertThat(read).as(number).hasSize(2).allMatch(event -> event.count() >= 0);
        }
    }

    private static byte[] block(int type, byte[] payload) {
        ByteBuffer block = ByteBuffer.allocate(payload.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(payload.length).putInt(type).put(payload);
        CRC32C crc = new CRC32C();
        crc.update(block.array(), 4, 4 + payload.length);
        return block.putInt((int) crc.getValue()).putInt(payload.length).array();
    }

    private static byte[] events(int stream, int connection) {
        ByteBuffer events = ByteBuffer.allocate(16 + 35).order(ByteOrder.LITTLE_ENDIAN);
        events.putLong(0).putInt(1).putInt(0);
        return events.putLong(1)
                .putLong(1)
                .putInt(0)
                .putInt(stream)
                .putInt(0)
                .putInt(connection)
                .putShort((short) 0)
                .put((byte) 4)
                .array();
    }

    private Path own(byte[]... blocks) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x89, 'T', 'F', 'X', '\r', '\n', 0x1A, '\n'});
        file.writeBytes(block(1, "{\"format\":\"trebuchet-capture\",\"version\":1}".getBytes(StandardCharsets.UTF_8)));
        for (byte[] block : blocks) {
            file.writeBytes(block);
        }
        return Files.write(folder.resolve("odd.tfx"), file.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({"-1,0,stream", "0,-1,connection", "2147483647,0,stream", "0,70000,connection"})
    void aNumberOfNoNameIsToldAndItsBlockPassedOver(int stream, int connection, String what) throws IOException {
        Path file = own(
                block(3, events(stream, connection)),
                block(3, events(0, 0)),
                block(6, "{}".getBytes(StandardCharsets.UTF_8)));
        assertThat(read(file)).hasSize(1);
        assertThat(found.isDamaged()).isTrue();
        assertThat(found.notes())
                .first()
                .asString()
                .contains("has the number "
                        + Integer.toUnsignedString(
                                Math.max(stream, connection) <= 0 ? -1 : Math.max(stream, connection))
                        + " for a " + what)
                .contains("expected 1 to 65536");
    }

    @Test
    void aNameWithANumberOutOfRangeIsToldAndTheOthersAreTaken() throws IOException {
        String names = "{\"connections\":[{\"n\":1,\"url\":\"ws://h\"},{\"n\":2000000000,\"url\":\"ws://x\"}],"
                + "\"streams\":[{\"n\":-5},{\"n\":99999999999}]}";
        Path file = own(block(2, names.getBytes(StandardCharsets.UTF_8)), block(3, events(0, 1)));
        List<CapturedEvent> events = read(file);
        assertThat(events)
                .singleElement()
                .extracting(event -> event.connection())
                .hasFieldOrPropertyWithValue("url", "ws://h");
        assertThat(found.notes()).first().asString().contains("the number 2000000000 for a connection");
    }

    @Test
    void aHeaderThatClaimsALengthThatCanNotBeIsRefused() throws IOException {
        for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            Path file = Files.write(
                    folder.resolve("header.tfx"),
                    ByteBuffer.allocate(32)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .put(new byte[] {(byte) 0x89, 'T', 'F', 'X', '\r', '\n', 0x1A, '\n'})
                            .putInt(length)
                            .array());
            assertThatThrownBy(() -> CaptureFormat.OWN.read(file, event -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("its first block can't be read");
        }
    }

    /** A tree takes many times the memory of its text. */
    @Test
    void aValueOfTooManyPartsIsLeftOut() throws IOException {
        String many = "{\"kind\":\"gap\",\"t\":1,\"notice\":{\"a\":[" + "0,".repeat(1_000_001) + "0]}}\n";
        String good = "{\"kind\":\"gap\",\"t\":1,\"notice\":{\"from\":1}}\n";
        Path file = Files.writeString(
                folder.resolve("many.ndjson"), "{\"trebuchet\":\"capture\",\"version\":1}\n" + many + good);
        assertThat(read(file)).hasSize(1);
        assertThat(found.notes()).singleElement().asString().contains("at most 1000000 tokens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"private.tfx", "private.ndjson", "private.har"})
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aCaptureIsMadeForItsOwnerAlone(String name) throws IOException {
        Path file = folder.resolve(name);
        Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
        try (CaptureWriter writer =
                CaptureFormat.ofName(file).create(file, new CaptureNote("a test", Instant.EPOCH, null))) {
            writer.flush();
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).allSatisfy(each -> assertThat(Files.getPosixFilePermissions(each))
                        .isEqualTo(owner));
            }
        }
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(owner);
    }

    @Test
    void aLastLineWithoutAnEndIsTold() throws IOException {
        Path file = Files.writeString(
                folder.resolve("cut.ndjson"), "{\"trebuchet\":1,\"creator\":\"a test\"}\n{\"i\":0,\"kind\":\"connec");
        try (EventLog log = new EventLog(CaptureLimits.DEFAULT);
                GrowingCapture capture = GrowingCapture.open(file, log)) {
            while (capture.readMore()) {}

            assertThat(capture.found().notes())
                    .containsExactly("Torn tail: the last 21 bytes are a line without an end and were left out. "
                            + "The recording was cut off, or is still being written.");

            Files.writeString(file, "ted\"}\n", StandardOpenOption.APPEND);
            while (capture.readMore()) {}
            assertThat(capture.found().notes()).noneMatch(note -> note.contains("Torn tail"));
        }
    }
}
