// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.fault.Fault;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultPortTest {
    private final List<Fault> injected = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newHttpClient();
    private FaultPort port;

    @BeforeEach
    void open() throws IOException {
        port = FaultPort.open(threads, fault -> {
            injected.add(fault);
            return 2;
        });
    }

    @AfterEach
    void close() {
        port.close();
        client.close();
        threads.close();
    }

    private HttpResponse<String> post(String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(port.uri().resolve("/faults")).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void injectsTheFaultThatTheBodyNames() throws Exception {
        HttpResponse<String> answer = post("{\"kind\":\"delay\",\"ms\":20,\"n\":\"2\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"kind\":\"delay\",\"affected\":2}");
        assertThat(injected).containsExactly(new Fault.Delay(Duration.ofMillis(20), 2, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kind\":\"drop\",\"n\":[1]} | 'n' must be a string or a number but was ARRAY",
                "{\"kind\":\"drop\",\"n\":null} | 'n' must be a string or a number but was NULL",
                "{\"kind\":\"explode\"}        | unknown fault 'explode'; expected one of: cut",
                "{\"n\":1}                     | the key 'kind' is missing",
                "[]                            | must be a JSON object",
                "{\"kind\":\"cut\"} {}           | could not be read",
                "nonsense                      | could not be read",
            })
    void saysWhatIsWrongWithABody(String body, String message) throws Exception {
        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(message);
        assertThat(injected).isEmpty();
    }

    @Test
    void refusesWebPages() throws Exception {
        assertThat(post("{\"kind\":\"cut\"}", "Origin", "http://localhost").statusCode())
                .isEqualTo(403);
        assertThat(injected).isEmpty();
    }
}
