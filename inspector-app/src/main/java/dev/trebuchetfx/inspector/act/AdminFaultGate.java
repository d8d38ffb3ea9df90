// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.act;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.json.JsonMapper;

/** Asks an admin port: that of the stub server, or of a proxy. */
public final class AdminFaultGate implements FaultGate {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final URI admin;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /** {@code admin}: such as {@code http://127.0.0.1:9090}. */
    public AdminFaultGate(URI admin) {
        this.admin = admin;
    }

    @Override
    public CompletableFuture<String> inject(String kind, Map<String, String> parameters) {
        Map<String, String> body = new LinkedHashMap<>(parameters);
        body.put("kind", kind);
        HttpRequest request = HttpRequest.newBuilder(admin.resolve("/faults"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JsonMapper.shared().writeValueAsBytes(body)))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .exceptionally(failure -> {
                    throw new IllegalStateException("the admin port " + admin
                            + " can't be reached: start the server with --admin-port and give its address");
                })
                .thenApply(answer -> {
                    if (answer.statusCode() != 200) {
                        throw new IllegalStateException(answer.body());
                    }
                    return answer.body();
                });
    }
}
