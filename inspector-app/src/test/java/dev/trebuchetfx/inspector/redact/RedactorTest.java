// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.trebuchetfx.client.checkpoint.CheckpointReport;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.TestEncoder;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.capture.CapturedEvent;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventSink;
import dev.trebuchetfx.inspector.capture.FrameEvents;
import dev.trebuchetfx.inspector.capture.TapEvents;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private static final Instant AT = Instant.parse("2026-03-14T09:26:53Z");
    private static final ConnectionName LINE = new ConnectionName(0, 1, null);

    private final FrameEvents frames = new FrameEvents(0);
    private int planted;

    /** A secret that no other text resembles. */
    private String secret() {
        planted++;
        return "S3CR3T-%02d-xyzzy".formatted(planted);
    }

    private CapturedEvent frame(String json) {
        return frames.frame(1, LINE, 0, Bytes.utf8(json));
    }

    private CapturedEvent frame(Envelope envelope) {
        return frames.frame(1, LINE, 0, TestEncoder.encode(envelope));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private CapturedEvent update(String state) {
        return frame(new StreamDataEnvelope(new UUID(1, 2), 3, Bytes.utf8(state), AT, null));
    }

    private CapturedEvent delta(boolean full, String inner) {
        return update("{\"isFull\":" + full + ",\"data\":\"" + base64(inner) + "\"}");
    }

    private static List<CapturedEvent> noticed(TapEvent event) {
        List<CapturedEvent> events = new ArrayList<>();
        new TapEvents(0, events::add).onEvent(event);
        return events;
    }

    private CapturedEvent call(String argument) {
        return frame(new InvocationEnvelope(
                new UUID(3, 4), ActorId.of("a"), "m", 2, List.of(), List.of(Bytes.utf8(argument)), null, null, null));
    }

    private List<CapturedEvent> secrets() {
        List<CapturedEvent> events = new ArrayList<>();
        // In URLs and headers.
        URI url = URI.create("wss://me:" + secret() + "@host/p?token=" + secret() + "&x=" + secret() + "&" + secret());
        events.addAll(noticed(new TapEvent.ConnectionChanged(AT, 1, new ConnectionState.Connecting(url))));
        events.addAll(noticed(new TapEvent.ConnectionChanged(AT, 1, new ConnectionState.Connected(url))));
        events.addAll(noticed(new TapEvent.ConnectionChanged(
                AT, 1, new ConnectionState.Reconnecting(1, url, AT, "refused " + url + ": Bearer " + secret()))));
        events.addAll(noticed(new TapEvent.ConnectionChanged(
                AT, 1, new ConnectionState.Offline("401 for api_key=" + secret() + ", password: " + secret()))));
        String headers = "{\"state\":\"connected\",\"endpoint\":\"ws://h\",\"requestHeaders\":["
                + header("Authorization", "Bearer " + secret()) + "," + header("Cookie", "id=" + secret()) + ","
                + header("X-Api-Key", secret()) + "," + header("Proxy-Authorization", "Basic " + secret()) + ","
                + header("X-Auth-Token", secret())
                + "],\"responseHeaders\":[" + header("Set-Cookie", "sid=" + secret()) + "]}";
        events.add(new CapturedEvent(1, EventKind.CONNECTION, 0, LINE, null, 0, 0, null, Bytes.utf8(headers)));
        // In states, changes, arguments and results, by name.
        events.add(update("{\"token\":\"" + secret() + "\",\"user\":{\"password\":\"" + secret() + "\"}}"));
        events.add(
                update("{\"list\":[{\"accessToken\":\"" + secret() + "\"},{\"client_secret\":\"" + secret() + "\"}]}"));
        events.add(update("{\"credentials\":{\"a\":\"" + secret() + "\",\"b\":[\"" + secret() + "\"]}}"));
        events.add(update("\"Bearer " + secret() + "\""));
        events.add(delta(true, "{\"apiKey\":\"" + secret() + "\",\"note\":\"use token=" + secret() + "\"}"));
        events.add(delta(
                false,
                "[{\"op\":\"replace\",\"path\":\"/user/password\",\"value\":\"" + secret() + "\"},"
                        + "{\"op\":\"add\",\"path\":\"/user\",\"value\":{\"refresh_token\":\"" + secret() + "\"}},"
                        + "{\"op\":\"add\",\"path\":\"/secrets/-\",\"value\":{\"v\":\"" + secret() + "\"}}]"));
        events.add(delta(false, "{\"mine\":{\"sessionId\":\"" + secret() + "\"}}"));
        events.add(delta(false, secret()));
        events.add(call("{\"password\":\"" + secret() + "\"}"));
        events.add(call("\"wss://h/p?key=" + secret() + "\""));
        events.add(frame(new ResponseEnvelope(new UUID(3, 4), Bytes.utf8("{\"jwt\":\"" + secret() + "\"}"), null)));
        events.add(frame(new ResponseEnvelope(new UUID(3, 4), null, "bad token: " + secret())));
        events.add(frame(new StreamErrorEnvelope(new UUID(1, 2), "refused: Bearer " + secret())));
        events.add(frame(new InvocationEnvelope(
                new UUID(3, 5),
                ActorId.of("a"),
                "observeState",
                2,
                List.of(),
                List.of(),
                StreamFilter.predefined("custom", Map.of("token", secret())),
                null,
                null)));
        // At paths that were chosen.
        events.add(update("{\"user\":{\"email\":\"" + secret() + "\"}}"));
        events.add(
                update("{\"people\":[{\"name\":\"" + secret() + "\"},{\"name\":{\"first\":\"" + secret() + "\"}}]}"));
        events.add(delta(true, "{\"user\":{\"email\":\"" + secret() + "\"}}"));
        events.add(delta(
                false,
                "[{\"op\":\"replace\",\"path\":\"/user/email\",\"value\":\"" + secret() + "\"},"
                        + "{\"op\":\"add\",\"path\":\"/user\",\"value\":{\"email\":\"" + secret() + "\"}},"
                        + "{\"op\":\"add\",\"path\":\"/people/7/name/first\",\"value\":\"" + secret() + "\"},"
                        + "{\"op\":\"add\",\"path\":\"\",\"value\":{\"people\":[{\"name\":\"" + secret() + "\"}]}}]"));
        events.add(call("{\"user\":{\"email\":\"" + secret() + "\"}}"));
        // In what can't be read, and in what later versions send.
        events.add(frame("{\"type\":\"streamData\",\"payload\":{\"token\":\"" + secret()));
        events.add(frame("{\"type\":\"later\",\"payload\":{\"deep\":{\"api-key\":\"" + secret() + "\"}}}"));
        events.add(frames.frame(1, LINE, EventFlags.TEXT, Bytes.utf8("hello " + secret())));
        events.add(FrameEvents.control(1, EventKind.CLOSE, LINE, 0, Bytes.utf8("xxtoken=" + secret())));
        events.add(FrameEvents.control(1, EventKind.PING, LINE, 0, Bytes.utf8("password=" + secret())));
        // In what the client noticed.
        events.addAll(noticed(new TapEvent.StreamClosed(AT, 1, "no: authorization=" + secret())));
        events.addAll(noticed(new TapEvent.FreshnessChanged(AT, 1, Freshness.FAILED, "Bearer " + secret())));
        events.addAll(noticed(
                new TapEvent.CallEnded(AT, new UUID(3, 4), "login", Duration.ofMillis(3), "password=" + secret())));
        events.addAll(noticed(new TapEvent.CheckpointRestored(
                AT, 1, new UUID(1, 2), 7, AT, true, Bytes.utf8("{\"token\":\"" + secret() + "\"}"))));
        events.addAll(noticed(new TapEvent.CheckpointsImpaired(
                AT,
                new CheckpointReport.Problem(
                        CheckpointReport.Kind.FAILED, "https://me:" + secret() + "@host/?q=" + secret(), null))));
        return events;
    }

    private static String header(String name, String value) {
        return "{\"name\":\"" + name + "\",\"value\":\"" + value + "\"}";
    }

    /** The file's text with everything that is base64 in it, and in that, decoded beside it. */
    private static String unwrapped(String text, int depth) {
        StringBuilder all = new StringBuilder(text);
        Matcher base64 = Pattern.compile("[A-Za-z0-9+/]{8,}={0,2}").matcher(text.replace("\\/", "/"));
        while (depth > 0 && base64.find()) {
            try {
                byte[] decoded = Base64.getDecoder().decode(base64.group());
                all.append('\n').append(unwrapped(new String(decoded, StandardCharsets.UTF_8), depth - 1));
            } catch (IllegalArgumentException notBase64) {
                // A word.
            }
        }
        return all.toString();
    }

    private String written(CaptureFormat format, Path folder, @Nullable Redactor redactor) throws IOException {
        Path file = folder.resolve("out" + format.extension());
        CaptureNote note = new CaptureNote("a test", AT, redactor == null ? null : redactor.inWords());
        try (CaptureWriter writer = format.create(file, note)) {
            List<CapturedEvent> events = secrets();
            events.forEach(redactor == null ? writer::append : redactor.before(writer)::append);
        }
        return unwrapped(Files.readString(file, StandardCharsets.ISO_8859_1), 4);
    }

    @ParameterizedTest
    @EnumSource(CaptureFormat.class)
    void noneOfThePlantedSecretsLeaves(CaptureFormat format, @TempDir Path folder) throws IOException {
        Redactor redactor = Redactor.alsoAt(List.of("/user/email", "/people/*/name"));
        assertThat(written(format, folder, redactor)).doesNotContain("S3CR3T");
        assertThat(planted).isGreaterThanOrEqualTo(50);
    }

    @ParameterizedTest
    @EnumSource(CaptureFormat.class)
    void theSearchFindsThemAllWhereNothingIsTakenOut(CaptureFormat format, @TempDir Path folder) throws IOException {
        String all = written(format, folder, null);
        for (int i = 1; i <= planted; i++) {
            assertThat(all).contains("S3CR3T-%02d-xyzzy".formatted(i));
        }
    }

    @Test
    void whatHasNoSecretStaysToTheByte() {
        CapturedEvent event = frame("{ \"type\":\"streamEnd\" , \"payload\":{\"reason\":\"completed\",\"streamID\":"
                + "\"00000000-0000-0001-0000-000000000002\"}}\n");
        assertThat(Redactor.DEFAULT.redact(event)).isSameAs(event);
    }

    @Test
    void whatWasTakenOutIsFlaggedAndTheRestCanStillBeRead() {
        CapturedEvent event = Redactor.alsoAt(List.of("/a"))
                .redact(update("{\"a\":1,\"b\":12345678901234567890.125,\"c\":\"token-free\"}"));
        assertThat(event.has(EventFlags.REDACTED)).isTrue();
        assertThat(unwrapped(event.body().utf8(), 2))
                .contains("{\"a\":\"[redacted]\",\"b\":12345678901234567890.125,\"c\":\"token-free\"}");
        assertThat(frames.frame(1, LINE, 0, event.body()).kind()).isEqualTo(EventKind.STREAM_DATA);
    }

    @Test
    void aPathThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Redactor.alsoAt(List.of("user.email")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/user/email");
    }

    @Test
    void theCodeOfAConnectionsEndStays() {
        for (int code : new int[] {1000, 1001, 1012, 4321}) {
            Bytes body = Bytes.wrap(new byte[] {(byte) (code >> 8), (byte) code});
            CapturedEvent close = FrameEvents.control(1, EventKind.CLOSE, LINE, 0, body);
            assertThat(Redactor.DEFAULT.redact(close)).isEqualTo(close);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cookie",
                "token-",
                "session_id",
                "eyJ-",
                "eyJaaaaa.",
                "a://b",
                "a-a.a+",
                "Bearer ",
                "token  ",
                "Zm9vYmFy",
                "x=",
                "token:",
                "cookie\"\t"
            })
    void textsOfAnyKindTakeTimeAsTheirSize(String part) {
        String text = part.repeat(10_000_000 / part.length());
        // A generous limit on hanging: what took time as the square of the size would take hours.
        String clean = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> SecretText.clean("http://h/ " + text + " password=S3CR3T"));
        assertThat(clean.contains("S3CR3T")).isFalse();
    }

    @Test
    void aLargeStateIsTakenForWhatItIs() {
        StringBuilder state = new StringBuilder("{\"password\":\"S3CR3T\",\"todos\":[\"Milk\"");
        while (state.length() < 7_500_000) {
            state.append(",\"a cookie for the ").append(state.length()).append("th token\"");
        }
        CapturedEvent large = update(state.append("]}").toString());
        CapturedEvent clean = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Redactor.DEFAULT.redact(large));
        assertThat(unwrapped(clean.body().utf8(), 1)).contains("{\"password\":\"[redacted]\",\"todos\":[\"Milk\",");
    }

    @Test
    void whatTheLettersOfBase64SpellIsNoSecret() {
        // ImFiIStoKENAIg==
        CapturedEvent event = update("\"ab!+h(C@\"");
        assertThat(Redactor.DEFAULT.redact(event)).isSameAs(event);
        assertThat(SecretText.clean("QUFBjwtA==")).isEqualTo("QUFBjwtA==");
        assertThat(SecretText.clean("the token= ")).isEqualTo("the token= ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "see wss://me:pw@h/p?a=1&b=2#f, then|see wss://redacted@h/p?redacted#f, then",
                "ftp://me:p@ss@h|ftp://redacted@h",
                "ws://h/p|ws://h/p",
                "mail me@h.org: soon?|mail me@h.org: soon?",
                "a://b/c://d?e|a://b/c://d?redacted",
                "Authorization: Bearer abcdef.ghi|Authorization: [redacted] [redacted]",
                "a basic  abc|a basic  abc",
                "BASIC  abcdef==|BASIC  [redacted]",
                "rebearer abcdefgh|rebearer abcdefgh",
                "jot eyJabcde.fghij.klm-n_ end|jot [redacted] end",
                "x_eyJabcde-eyJabcde.fghij|x_eyJabcde-[redacted]",
                "eyJabcde.fghi|eyJabcde.fghi",
                "my-token = `x y`, id: 7|my-token = `[redacted] y`, id: 7",
                "{'apiKey':'abc','id':'d'}|{'apiKey':'[redacted]','id':'d'}",
                "token=password=abc&x=y|token=[redacted]&x=y",
                "token=``|token=``",
                "tokens are fine: yes|tokens are fine: yes",
                "Session-ID:\tx}|Session-ID:\t[redacted]}"
            })
    void takesSecretsOutOfTextsAndLeavesTheRest(String text, String expected) {
        String quoted = text.replace('`', '"').replace("\\t", "\t");
        assertThat(SecretText.clean(quoted))
                .isEqualTo(expected.replace('`', '"').replace("\\t", "\t"));
    }

    /** A proxy's words in place of a message are no secret; a peer's that look like them are. */
    @Test
    void whatAProxyLetPassUnseenStaysTold() {
        List<CapturedEvent> events = new ArrayList<>();
        EventSink redacting = Redactor.DEFAULT.before(events::add);
        redacting.append(FrameEvents.unseen(1, LINE, 0, 17_825_792));
        redacting.append(frames.frame(1, LINE, 0, Bytes.utf8("not looked at: 1 bytes, too large")));

        assertThat(events.get(0).body().utf8()).isEqualTo("not looked at: 17825792 bytes, too large");
        assertThat(events.get(1).body().utf8()).startsWith("[redacted: ");
    }
}
