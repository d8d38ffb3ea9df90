// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.sun.net.httpserver.HttpServer;
import dev.trebuchetfx.server.dynamodb.LocalDynamo;
import dev.trebuchetfx.server.dynamodb.LocalDynamoExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.crac.Core;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The times of a function's start in a JVM of its own, with and without the work that SnapStart does before its snapshot. Nothing is restored here: what
 * comes before the snapshot is done in the same process, and is not counted. It prints what docs/aws.md says.
 */
@Tag("soak")
@Timeout(300)
@ExtendWith(LocalDynamoExtension.class)
class ColdStartCostTest {
    private static final Logger LOG = LoggerFactory.getLogger(ColdStartCostTest.class);
    private static final int RUNS = 5;
    private static final String COLD = "cold";
    private static final String RESTORED = "restored";

    private Map<String, String> environment = Map.of();
    private HttpServer gateway;

    @BeforeEach
    void start(LocalDynamo.Tables tables) throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/stage/@connections/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        gateway.start();
        environment = Map.of(
                FunctionSettings.STATE_TABLE,
                tables.name,
                FunctionSettings.CONNECTION_TABLE,
                tables.name + "-connections",
                FunctionSettings.DYNAMODB_ENDPOINT,
                tables.endpoint().toString(),
                FunctionSettings.CONNECTIONS_ENDPOINT,
                "http://127.0.0.1:" + gateway.getAddress().getPort() + "/stage",
                "AWS_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                "local",
                "AWS_SECRET_ACCESS_KEY",
                "local");
        System.setProperty("aws.region", "us-east-1");
        FunctionTables.createMissing(environment);
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
        System.clearProperty("aws.region");
    }

    /** Starts the function, takes a snapshot in thought if that is asked for, answers two calls, and prints the milliseconds of each part. */
    public static void main(String[] arguments) throws Exception {
        long started = ManagementFactory.getRuntimeMXBean().getStartTime();
        FunctionParts parts = FunctionRuntime.start(System.getenv());
        WebSocketHandler handler = new WebSocketHandler(parts);
        long ready = System.currentTimeMillis() - started;
        FunctionRuntime runtime = new FunctionRuntime(parts);
        long begin = System.nanoTime();
        if (arguments[0].equals(RESTORED)) {
            runtime.beforeCheckpoint(Core.getGlobalContext());
        }
        long snapshot = System.nanoTime();
        if (arguments[0].equals(RESTORED)) {
            runtime.afterRestore(Core.getGlobalContext());
        }
        long restored = System.nanoTime();
        int first = answer(handler);
        long answered = System.nanoTime();
        int second = answer(handler);
        long again = System.nanoTime();
        System.out.println(String.join(
                " ",
                "times",
                String.valueOf(ready),
                millis(begin, snapshot),
                millis(snapshot, restored),
                millis(restored, answered),
                millis(answered, again),
                String.valueOf(first),
                String.valueOf(second)));
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static String millis(long from, long to) {
        return String.valueOf((to - from) / 1_000_000);
    }

    private static int answer(WebSocketHandler handler) {
        String event = """
                {"headers":{},"requestContext":{"routeKey":"$default","eventType":"MESSAGE","connectionId":"c=","connectedAt":%d,\
                "domainName":"id.execute-api.us-east-1.amazonaws.com","stage":"stage","requestId":"r","apiId":"id"},\
                "isBase64Encoded":false,"body":"{\\"type\\":\\"invocation\\",\\"payload\\":{\\"callID\\":\\"%s\\",\\"actorID\\":{\\"id\\":\\"counter\\"},\
                \\"targetIdentifier\\":\\"increment\\",\\"protocolVersion\\":2,\\"genericSubstitutions\\":[],\\"arguments\\":[]}}"}""".formatted(System.currentTimeMillis(), UUID.randomUUID());
        APIGatewayV2WebSocketEvent read = LambdaEventSerializers.serializerFor(
                        APIGatewayV2WebSocketEvent.class, ColdStartCostTest.class.getClassLoader())
                .fromJson(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
        return handler.handleRequest(read, new FunctionHandlersTest.TimedContext())
                .getStatusCode();
    }

    private long[] run(String mode) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Xshare:auto",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ColdStartCostTest.class.getName(),
                        mode)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        String times = out.lines()
                .filter(line -> line.startsWith("times "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("expected the times but found: " + out));
        return Arrays.stream(times.substring("times ".length()).split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    @Test
    void theFirstCallAfterARestoreIsQuickerThanThatOfANewFunction() throws Exception {
        List<long[]> cold = new ArrayList<>();
        List<long[]> restored = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            cold.add(run(COLD));
            restored.add(run(RESTORED));
        }
        for (List<long[]> all : List.of(cold, restored)) {
            assertThat(all).allSatisfy(times -> assertThat(times).endsWith(200L, 200L));
        }
        LOG.warn(
                "median of {} JVMs: ready after {} ms, first call {} ms, second {} ms; with a snapshot: work before it {} ms, after it {} ms, first call {} ms, second {} ms",
                RUNS,
                median(cold, 0),
                median(cold, 3),
                median(cold, 4),
                median(restored, 1),
                median(restored, 2),
                median(restored, 3),
                median(restored, 4));
        assertThat(median(restored, 2) + median(restored, 3)).isLessThan(median(cold, 0) + median(cold, 3));
    }

    private static long median(List<long[]> all, int part) {
        return all.stream().mapToLong(times -> times[part]).sorted().toArray()[RUNS / 2];
    }
}
