// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.inspector.TestEncoder;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.FrameEvents;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.TapEvents;
import dev.trebuchetfx.inspector.story.Stories;
import dev.trebuchetfx.inspector.story.Story;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class CaptureFormatTest {
    private static final CaptureNote NOTE = new CaptureNote("a test", Instant.parse("2026-03-14T09:26:53Z"), null);
    private static final Instant AT = Instant.parse("2026-03-14T09:27:53Z");

    @TempDir
    private Path folder;

    /** Everything that can happen to a client, and frames that a proxy sees on two connections at once. */
    private static List<CapturedEvent> events() {
        TapHub hub = new TapHub();
        List<CapturedEvent> events = new ArrayList<>();
        hub.attach(new TapEvents(0, events::add));
        Story story = new Story(hub);
        Story.Line line = Stories.everything(story);
        story.update(line, -3, UpdateKind.FULL);
        FrameEvents proxy = new FrameEvents(1);
        long time = TapEvents.nanos(AT);
        ConnectionName one = new ConnectionName(1, 1, "wss://upstream/p?a=b&c=d%20e");
        ConnectionName two = new ConnectionName(1, 2, "wss://upstream/p");
        Bytes update = TestEncoder.encode(new StreamDataEnvelope(new UUID(7, 7), 5, Bytes.utf8("{}"), AT, null));
        for (int i = 0; i < 10; i++) {
            int text = i % 2 == 0 ? EventFlags.TEXT | EventFlags.FRAGMENTED : EventFlags.COMPRESSED;
            events.add(proxy.frame(time + i * 2L, i % 3 == 0 ? one : two, text, update));
        }
        events.add(proxy.frame(time + 30, one, EventFlags.SENT, Bytes.wrap(new byte[] {0, -1, 5})));
        events.add(FrameEvents.control(time + 31, EventKind.PING, two, EventFlags.SENT, Bytes.empty()));
        events.add(FrameEvents.control(time + 32, EventKind.CLOSE, two, 0, Bytes.utf8("\u0003xbye")));
        return events;
    }

    private static List<CapturedEvent> held(List<CapturedEvent> events) {
        EventLog log = new EventLog(CaptureLimits.DEFAULT);
        events.forEach(log::append);
        List<CapturedEvent> held = new ArrayList<>();
        LogCursor cursor = log.view().cursor();
        while (cursor.next()) {
            held.add(cursor.event());
        }
        return held;
    }

    private Path written(CaptureFormat format, List<CapturedEvent> events) throws IOException {
        Path file = folder.resolve("capture" + format.extension());
        try (CaptureWriter writer = format.create(file, NOTE)) {
            events.forEach(writer::append);
        }
        return file;
    }

    private JsonNode har() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(written(CaptureFormat.HAR, events())));
    }

    @ParameterizedTest
    @EnumSource(CaptureFormat.class)
    void whatWasWrittenIsWhatIsRead(CaptureFormat format) throws IOException {
        Path file = written(format, events());
        assertThat(CaptureFormat.of(file)).isEqualTo(format);
        assertThat(CaptureFormat.ofName(file)).isEqualTo(format);
        List<CapturedEvent> read = new ArrayList<>();
        CaptureImport found = format.read(file, read::add);
        assertThat(found.notes()).isEmpty();
        assertThat(found.note().createdAt()).isEqualTo(NOTE.createdAt());
        List<CapturedEvent> expected = held(events());
        assertThat(held(read)).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(held(read).get(i)).as("event %d", i).isEqualTo(expected.get(i));
        }
    }

    @Test
    void chromeTakesTheArchiveWhole() throws IOException {
        JsonNode har = har();
        assertThat(ChromeImportRules.violations(har)).isEmpty();
        assertThat(har.path("log").path("entries"))
                .as("one for each connection")
                .hasSize(5);
        assertThat(har.path("log").path("comment").stringValue()).contains("Nothing was redacted");
        JsonNode query = har.path("log").path("entries").get(3).path("request").path("queryString");
        assertThat(query.get(1).path("value").stringValue()).isEqualTo("d e");
    }

    @Test
    void theCheckerKnowsAnArchiveThatChromeRefuses() throws IOException {
        String har = Files.readString(written(CaptureFormat.HAR, events()));
        assertThat(ChromeImportRules.violations(JsonMapper.shared().readTree(har.replace("\"status\"", "\"statas\""))))
                .isNotEmpty();
        assertThat(ChromeImportRules.violations(JsonMapper.shared().readTree(har.replace("\"opcode\"", "\"op\""))))
                .isNotEmpty();
    }

    @Test
    void messagesOfTheArchiveAreAsOthersWriteThem() throws IOException {
        JsonNode messages = har().path("log").path("entries").get(4).path("_webSocketMessages");
        JsonNode text = messages.get(1);
        assertThat(text.path("opcode").intValue()).isEqualTo(1);
        assertThat(text.path("data").stringValue()).startsWith("{\"type\":\"streamData\"");
        assertThat(Files.readString(folder.resolve("capture.har"))).contains("\"time\":1773480473.000000004,");
        assertThat(text.path("_trebuchet").path("t").longValue()).isEqualTo(1773480473000000004L);
        assertThat(text.path("_trebuchet").path("seq").intValue()).isEqualTo(5);
        JsonNode binary = messages.get(0);
        assertThat(binary.path("opcode").intValue()).isEqualTo(2);
        assertThat(new String(Base64.getDecoder().decode(binary.path("data").stringValue()), StandardCharsets.UTF_8))
                .startsWith("{\"type\":\"streamData\"");
        JsonNode ping = messages.get(messages.size() - 2);
        assertThat(ping.path("type").stringValue()).isEqualTo("send");
        assertThat(ping.path("opcode").intValue()).isEqualTo(9);
        JsonNode close =
                har().path("log").path("entries").get(4).path("_trebuchet").path("close");
        assertThat(close.path("code").intValue()).isEqualTo(888);
        assertThat(close.path("reason").stringValue()).isEqualTo("bye");
    }

    @Test
    void anArchiveOfAnotherToolOpensToo() throws IOException {
        String update =
                "{\\\"type\\\":\\\"streamEnd\\\",\\\"payload\\\":{\\\"reason\\\":\\\"completed\\\",\\\"streamID\\\":"
                        + "\\\"00000000-0000-0001-0000-000000000002\\\"}}";
        Path file = folder.resolve("chrome.har");
        Files.writeString(file, """
                {"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"pages":[],"entries":[
                 {"startedDateTime":"2026-03-14T10:26:53.100+01:00","time":20,"request":{"url":"https://h/index.html"},"response":{}},
                 {"_webSocketMessages":[
                   {"type":"send","time":1773480413.5,"opcode":2,"data":"AAEC"},
                   {"type":"receive","time":1773480414.25,"opcode":1,"data":"%s"},
                   {"type":"receive","time":1773480415,"data":"no opcode"}],
                  "_resourceType":"websocket","startedDateTime":"2026-03-14T10:26:53.100+01:00","time":20,
                  "request":{"url":"wss://h/p","headers":[{"name":"Origin","value":"x"}]},"response":{"status":101}},
                 {"_resourceType":"websocket","startedDateTime":"2026-03-14T10:26:53.000+01:00","time":1,"_webSocketMessages":[
                   {"type":"receive","time":1773480413.75,"opcode":2,"data":"/w=="}],
                  "request":{"url":"wss://other/p"},"response":{}}]}}
                """.formatted(update));
        List<CapturedEvent> read = new ArrayList<>();
        CaptureImport found = CaptureFormat.HAR.read(file, read::add);
        assertThat(found.notes())
                .containsExactly(
                        "1 entry is no WebSocket and left out.",
                        "1 message was left out: type, time, opcode or data is missing or can't be read.");
        assertThat(read)
                .extracting(CapturedEvent::kind)
                .containsExactly(
                        EventKind.CONNECTION,
                        EventKind.UNDECODABLE,
                        EventKind.CONNECTION,
                        EventKind.UNDECODABLE,
                        EventKind.STREAM_END);
        assertThat(read.get(0).time()).isEqualTo(1773480413120000000L);
        assertThat(read.get(1).time()).isEqualTo(1773480413500000000L);
        assertThat(read.get(1).has(EventFlags.SENT)).isTrue();
        assertThat(read.get(1).body()).isEqualTo(Bytes.wrap(new byte[] {0, 1, 2}));
        assertThat(read.get(4).connection()).isEqualTo(new ConnectionName(0, 2, "wss://h/p"));
        assertThat(read.get(0).notice()).isNotNull();
    }

    @Test
    void anArchiveThatBreaksOffGivesWhatStandsBefore() throws IOException {
        Path file = written(CaptureFormat.HAR, events());
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.length() / 3));
        List<CapturedEvent> read = new ArrayList<>();
        assertThat(CaptureFormat.HAR.read(file, read::add).notes())
                .singleElement()
                .asString()
                .contains("breaks off");
        assertThat(read).hasSizeGreaterThan(5);
    }

    @Test
    void aLineThatIsNoEventIsLeftOutAndTold() throws IOException {
        Path file = written(CaptureFormat.NDJSON, events());
        Files.writeString(file, Files.readString(file) + "{\"i\":5,\"kind\":\"gap\"}\n{\"half");
        List<CapturedEvent> read = new ArrayList<>();
        CaptureImport found = CaptureFormat.NDJSON.read(file, read::add);
        assertThat(read).hasSameSizeAs(events());
        assertThat(found.notes()).hasSize(2).allMatch(note -> note.contains("was left out"));
    }

    @Test
    void whatIsNoCaptureIsRefusedWithAReason() throws IOException {
        Path picture = Files.write(folder.resolve("x.har"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10});
        assertThatThrownBy(() -> CaptureFormat.of(picture))
                .hasMessageContaining("no capture")
                .hasMessageContaining("PNG");
        Path other = Files.writeString(folder.resolve("y.har"), "{\"name\":\"package\"}");
        assertThatThrownBy(() -> CaptureFormat.of(other).read(other, event -> {}))
                .hasMessageContaining("no HAR");
        assertThatThrownBy(() -> CaptureFormat.ofName(Path.of("z.txt")))
                .hasMessageContaining(".tfx, .ndjson, .har")
                .hasMessageContaining("z.txt");
    }

    @Test
    void sequencesAreATable() throws IOException {
        EventLog log = new EventLog(CaptureLimits.DEFAULT);
        log.append(new CapturedEvent(
                0,
                EventKind.STREAM_OPENED,
                0,
                null,
                new dev.trebuchetfx.inspector.capture.StreamName(
                        0, 1, new UUID(7, 7), "=cmd(\"a,b\")", "observeState", null),
                0,
                0,
                null,
                Bytes.empty()));
        log.append(new FrameEvents(0)
                .frame(
                        1_500_000_000L,
                        new ConnectionName(0, 3, null),
                        0,
                        TestEncoder.encode(new StreamDataEnvelope(
                                new UUID(7, 7),
                                -1,
                                Bytes.utf8("{\"isFull\":false,\"data\":\"\"}"),
                                Instant.EPOCH,
                                new StreamDataEnvelope.Ext(-4L, 2L, null)))));
        StringBuilder csv = new StringBuilder();
        SequenceCsv.write(log.view(), event -> true, index -> "live", csv);
        assertThat(List.of(csv.toString().split("\r\n", -1)))
                .hasSize(3)
                .element(1)
                .isEqualTo(
                        "1,1970-01-01T00:00:01.500Z,1500000000,0,3,1,\"'=cmd(\"\"a,b\"\")\",observeState,"
                                + "00000000-0000-0007-0000-000000000007,,18446744073709551615,change,18446744073709551612,2,250,live");
    }
}
