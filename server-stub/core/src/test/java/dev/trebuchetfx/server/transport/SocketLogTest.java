// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.server.StubServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What peers write into the log by what they do wrong. */
class SocketLogTest {
    private final ManualTime time = new ManualTime();
    private final SocketLog log = new SocketLog(time);

    /** Returns the lines that this makes on standard error, to which tests log. */
    private static List<String> logged(Executable action) throws Throwable {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            action.execute();
        } finally {
            System.setErr(before);
        }
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<String> lines(int failures) throws Throwable {
        List<String> all = logged(() -> {
            for (int i = 0; i < failures; i++) {
                log.say("a failure", new StackOverflowError());
            }
        });
        return all.stream().filter(line -> line.contains("a failure")).toList();
    }

    @Test
    void aRefusedRequestIsToldOf() throws Throwable {
        try (StubServer server = StubServer.builder().token("ann", "secret").start()) {
            List<String> lines = logged(() -> {
                HttpResponse<String> answer = ask(server);
                assertThat(answer.statusCode()).isEqualTo(426);
            });
            assertThat(lines)
                    .filteredOn(line -> line.contains("Refusing"))
                    .singleElement()
                    .asString()
                    .contains("WARN")
                    .endsWith(
                            "Refusing a request with status 426: this address serves WebSockets of version 13, and GET /health");
        }
    }

    private static HttpResponse<String> ask(StubServer server) throws IOException, InterruptedException {
        URI uri = URI.create(server.uri().toString().replaceFirst("ws", "http"));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .version(HttpClient.Version.HTTP_1_1)
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void noPeerWritesALineOfItsOwnOrCommandsTheTerminal() throws Throwable {
        assertThat(logged(() -> log.say("found \u001b[2J\u009b\n\rX\u202e")))
                .singleElement()
                .asString()
                .endsWith("found ·[2J···X·");
    }

    @Test
    void oneLineASecondIsWrittenAndTheNextSaysHowManyWereLeftOut() throws Throwable {
        assertThat(lines(1_000)).singleElement().asString().endsWith("a failure");
        time.advance(Duration.ofMillis(999));
        assertThat(lines(1)).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(lines(5)).singleElement().asString().endsWith("a failure (1000 such lines were left out before it)");
    }
}
