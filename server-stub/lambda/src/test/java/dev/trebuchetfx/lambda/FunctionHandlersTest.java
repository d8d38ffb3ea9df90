// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.sun.net.httpserver.HttpServer;
import dev.trebuchetfx.server.dynamodb.LocalDynamo;
import dev.trebuchetfx.server.dynamodb.LocalDynamoExtension;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The functions as AWS Lambda starts them: events as JSON, states in DynamoDB Local, posts by the real SDK over HTTP. */
@Timeout(120)
@ExtendWith(LocalDynamoExtension.class)
class FunctionHandlersTest {
    private static final String ID = "5CC73B41-98A0-4F8E-9A6B-111111111111";

    private final List<String> posts = new CopyOnWriteArrayList<>();
    private final List<String> signatures = new CopyOnWriteArrayList<>();
    private LocalDynamo.Tables tables;
    private HttpServer gateway;
    private Map<String, String> environment;
    private FunctionParts parts;

    @BeforeEach
    void start(LocalDynamo.Tables given) throws IOException {
        tables = given;
        System.setProperty("aws.region", "us-east-1");
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/stage/@connections/", exchange -> {
            signatures.add(exchange.getRequestHeaders().getFirst("Authorization"));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            posts.add(path.substring(path.lastIndexOf('/') + 1) + " " + body);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        gateway.start();
        environment = new HashMap<>(Map.of(
                FunctionSettings.STATE_TABLE,
                tables.name,
                FunctionSettings.CONNECTION_TABLE,
                tables.name + "-connections",
                FunctionSettings.DYNAMODB_ENDPOINT,
                tables.endpoint().toString(),
                FunctionSettings.CONNECTIONS_ENDPOINT,
                "http://127.0.0.1:" + gateway.getAddress().getPort() + "/stage"));
        FunctionTables.createMissing(environment);
        FunctionTables.createMissing(environment);
        parts = FunctionRuntime.start(environment);
    }

    @AfterEach
    void stop() {
        parts.close();
        gateway.stop(0);
        System.clearProperty("aws.region");
    }

    /** Returns what a function answers, made anew as in a new container, after the event has come as JSON. */
    private int answer(String json) {
        return new WebSocketHandler(parts)
                .handleRequest(read(json, APIGatewayV2WebSocketEvent.class), new TimedContext())
                .getStatusCode();
    }

    private static <T> T read(String json, Class<T> type) {
        return LambdaEventSerializers.serializerFor(type, FunctionHandlersTest.class.getClassLoader())
                .fromJson(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String event(String route, String connection, String rest) {
        return """
                {"headers":{"Host":"id.execute-api.eu-central-1.amazonaws.com"},"requestContext":{"routeKey":"%s",\
                "eventType":"MESSAGE","connectionId":"%s","connectedAt":%d,"domainName":"id.execute-api.eu-central-1.amazonaws.com",\
                "stage":"stage","requestId":"r","apiId":"id","authorizer":{"principalId":"anna","integrationLatency":5}}%s}""".formatted(route, connection, System.currentTimeMillis(), rest);
    }

    private static String body(String message) {
        return ",\"isBase64Encoded\":false,\"body\":\"" + message.replace("\"", "\\\"") + "\"";
    }

    private static String invocation(String method) {
        return "{\"type\":\"invocation\",\"payload\":{\"callID\":\"" + ID
                + "\",\"actorID\":{\"id\":\"counter\"},\"targetIdentifier\":\"" + method
                + "\",\"protocolVersion\":2,\"genericSubstitutions\":[],\"arguments\":[],\"ext\":{\"profile\":1,\"delta\":[\"json-patch\"]}}}";
    }

    /** Returns the event of all records that the table's stream has by now. */
    private DynamodbEvent streamEvent() {
        List<String> records = new ArrayList<>();
        try (DynamoDbStreamsClient streams = DynamoDbStreamsClient.builder()
                .endpointOverride(tables.endpoint())
                .region(Region.US_EAST_1)
                .build()) {
            String arn = tables.client
                    .describeTable(request -> request.tableName(tables.name))
                    .table()
                    .latestStreamArn();
            streams.describeStream(request -> request.streamArn(arn))
                    .streamDescription()
                    .shards()
                    .forEach(shard -> {
                        String iterator = streams.getShardIterator(request -> request.streamArn(arn)
                                        .shardId(shard.shardId())
                                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                                .shardIterator();
                        for (Record record : streams.getRecords(request -> request.shardIterator(iterator))
                                .records()) {
                            records.add("""
                            {"eventID":"e","eventName":"%s","eventSource":"aws:dynamodb","dynamodb":{"Keys":{"actorId":{"S":"%s"}},\
                            "SequenceNumber":"%s","StreamViewType":"NEW_AND_OLD_IMAGES"}}""".formatted(
                                            record.eventNameAsString(),
                                            LocalDynamo.Tables.attribute(
                                                            record.dynamodb().keys(), "actorId")
                                                    .s(),
                                            record.dynamodb().sequenceNumber()));
                        }
                    });
        }
        return read("{\"Records\":[" + String.join(",", records) + "]}", DynamodbEvent.class);
    }

    private StreamsEventResponse tell() {
        return new StateStreamHandler(parts).handleRequest(streamEvent(), new TimedContext());
    }

    @Test
    void aClientConnectsObservesCallsAndGoes() {
        assertThat(answer(event("$connect", "c=", ""))).isEqualTo(200);
        assertThat(answer(event("$default", "c=", body(invocation("observeState")))))
                .isEqualTo(200);
        assertThat(answer(event("custom", "c=", body(invocation("increment"))))).isEqualTo(200);
        await().untilAsserted(() -> assertThat(tell().getBatchItemFailures()).isEmpty());

        assertThat(posts.getFirst()).startsWith("c= {\"type\":\"streamStart\"");
        assertThat(posts).filteredOn(post -> post.contains("\"response\"")).hasSize(1);
        await().untilAsserted(() -> {
            tell();
            assertThat(posts)
                    .filteredOn(post -> post.contains("\"streamData\""))
                    .hasSize(2);
        });
        assertThat(signatures)
                .allMatch(each -> each.startsWith("AWS4-HMAC-SHA256 Credential=local/")
                        && each.contains("/execute-api/aws4_request"));

        assertThat(answer(event("$disconnect", "c=", ""))).isEqualTo(200);
        int before = posts.size();
        answer(event("$default", "c=", body(invocation("increment"))));
        tell();
        assertThat(posts).as("the answer of the call alone").hasSize(before + 1);
    }

    @Test
    void anEditByAnotherProgramIsSentToo() {
        answer(event("$connect", "c=", ""));
        answer(event("$default", "c=", body(invocation("observeState"))));
        tables.client.putItem(request -> request.tableName(tables.name)
                .item(Map.of(
                        "actorId", AttributeValue.fromS("counter"),
                        "state", AttributeValue.fromS("{\"count\":7}"),
                        "sequenceNumber", AttributeValue.fromN("1"))));

        await().untilAsserted(() -> {
            tell();
            assertThat(posts)
                    .anyMatch(post -> post.contains("\"streamData\"") && post.contains("\"sequenceNumber\":2"));
        });
        assertThat(posts).filteredOn(post -> post.contains("\"streamData\"")).hasSize(2);
    }

    @Test
    void aMessageInBase64IsRead() {
        answer(event("$connect", "c=", ""));
        String encoded =
                Base64.getEncoder().encodeToString(invocation("increment").getBytes(StandardCharsets.UTF_8));

        assertThat(answer(event("$default", "c=", ",\"isBase64Encoded\":true,\"body\":\"" + encoded + "\"")))
                .isEqualTo(200);
        assertThat(posts).singleElement().asString().contains("\"response\"");
    }

    @Test
    void whatIsNoEventOfAGatewayIsRefused() {
        assertThat(answer("{\"requestContext\":{}}")).isEqualTo(400);
        assertThat(answer(event("$default", "c=", ""))).as("no body").isEqualTo(400);
        assertThat(answer(event("$default", "c=", ",\"isBase64Encoded\":true,\"body\":\"%%\"")))
                .isEqualTo(400);
    }

    @Test
    void tablesThatAreMissingAreSaidToTheCaller() {
        environment.put(FunctionSettings.STATE_TABLE, "missing-states");
        try (FunctionParts broken = FunctionRuntime.start(environment)) {
            new WebSocketHandler(broken)
                    .handleRequest(
                            read(
                                    event("$default", "c=", body(invocation("increment"))),
                                    APIGatewayV2WebSocketEvent.class),
                            new TimedContext());
        }
        assertThat(posts).singleElement().asString().contains("errorMessage").contains("DynamoDB could not");
    }

    @Test
    void aRecordThatCannotBeServedIsReported() {
        answer(event("$default", "c=", body(invocation("increment"))));
        environment.put(FunctionSettings.CONNECTION_TABLE, "missing-connections");
        try (FunctionParts broken = FunctionRuntime.start(environment)) {
            DynamodbEvent event = streamEvent();
            StreamsEventResponse response = new StateStreamHandler(broken).handleRequest(event, new TimedContext());
            assertThat(response.getBatchItemFailures()).singleElement().satisfies(failure -> assertThat(
                            failure.getItemIdentifier())
                    .isEqualTo(event.getRecords().get(0).getDynamodb().getSequenceNumber()));
        }
    }

    @Test
    void anActorThatCannotBeServedKeepsNoOtherWaiting() {
        answer(event("$connect", "c=", ""));
        answer(event("$default", "c=", body(invocation("observeState"))));
        // It fits, but not with the mark of the store, so nobody can read it.
        tables.client.putItem(request -> request.tableName(tables.name)
                .item(Map.of(
                        "actorId", AttributeValue.fromS("todos/large"),
                        "state", AttributeValue.fromS("x".repeat(409_500)),
                        "sequenceNumber", AttributeValue.fromN("2"))));
        await().until(() -> streamEvent().getRecords().stream().anyMatch(FunctionHandlersTest::isOfTheLargeOne));
        answer(event("$default", "c=", body(invocation("increment"))));

        await().untilAsserted(() -> {
            StreamsEventResponse response = tell();
            assertThat(posts)
                    .filteredOn(post -> post.contains("\"streamData\""))
                    .hasSize(2);
            String failed = streamEvent().getRecords().stream()
                    .filter(FunctionHandlersTest::isOfTheLargeOne)
                    .findFirst()
                    .orElseThrow()
                    .getDynamodb()
                    .getSequenceNumber();
            assertThat(response.getBatchItemFailures()).singleElement().satisfies(failure -> assertThat(
                            failure.getItemIdentifier())
                    .isEqualTo(failed));
        });
    }

    private static boolean isOfTheLargeOne(DynamodbEvent.DynamodbStreamRecord record) {
        return record.getDynamodb().getKeys().toString().contains("todos/large");
    }

    @Test
    void manyCallsAtOnceInOneContainerAreAllDone() throws Exception {
        answer(event("$connect", "c=", ""));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String call = invocation("increment").replace(ID, "5CC73B41-98A0-4F8E-9A6B-%012d".formatted(i));
                calls.add(threads.submit(() -> answer(event("$default", "c=", body(call)))));
            }
            for (Future<Integer> call : calls) {
                assertThat(call.get()).isEqualTo(200);
            }
        }
        assertThat(posts).hasSize(20).noneMatch(post -> post.contains("errorMessage"));
        assertThat(tables.attribute("counter", "state").b().asUtf8String()).isEqualTo("{\"count\":20}");
    }

    @Test
    void aSnapshotIsTakenOfAWarmFunctionAndGoesOn() throws Exception {
        FunctionRuntime runtime = new FunctionRuntime(parts);
        runtime.beforeCheckpoint(org.crac.Core.getGlobalContext());
        assertThat(posts).as("nothing leaves the container").isEmpty();
        runtime.afterRestore(org.crac.Core.getGlobalContext());

        assertThat(answer(event("$default", "c=", body(invocation("increment")))))
                .isEqualTo(200);
        assertThat(WarmUp.run(parts.time())).isGreaterThan(100);
    }

    /** The jar for AWS has none of these, which would be most of it. */
    @Test
    void aFunctionNeedsNoneOfTheServersLibraries() throws Exception {
        List<URL> path = new ArrayList<>();
        for (String each : List.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator, -1))) {
            if (!each.matches(".*/(netty-|Java-WebSocket|sqlite-jdbc|picocli|snakeyaml-engine|DynamoDBLocal).*")) {
                path.add(new File(each).toURI().toURL());
            }
        }
        try (URLClassLoader alone =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> alone.loadClass("picocli.CommandLine")).isInstanceOf(ClassNotFoundException.class);
            Method start = alone.loadClass(FunctionRuntime.class.getName()).getDeclaredMethod("start", Map.class);
            start.setAccessible(true);
            AutoCloseable started = (AutoCloseable) start.invoke(null, environment);
            Method warmUp = started.getClass().getDeclaredMethod("warmUp");
            warmUp.setAccessible(true);
            warmUp.invoke(started);
            Method close = started.getClass().getDeclaredMethod("close");
            close.setAccessible(true);
            close.invoke(started);
        }
    }

    @Test
    void settingsThatCannotBeUsedAreNamed() {
        assertThatThrownBy(() -> FunctionSettings.read(Map.of(FunctionSettings.POSTS_AT_ONCE, "many")))
                .hasMessage("the variable TREBUCHET_POSTS_AT_ONCE must be a number from 1 to 1000 but was 'many'");
        assertThatThrownBy(() -> FunctionSettings.read(Map.of(FunctionSettings.CONNECTIONS_ENDPOINT, "here")))
                .hasMessageContaining("must be an address like https://host/stage but was 'here'");
        assertThatThrownBy(() -> FunctionActors.provider("no.such.Class"))
                .hasMessageStartingWith("the variable TREBUCHET_ACTORS must name a public class");
        assertThat(FunctionActors.of(FunctionActors.provider(null)))
                .containsOnlyKeys("todos", "todos/{list}", "counter");
    }

    /** The context of an event that has half a minute. */
    static final class TimedContext implements Context {
        @Override
        public String getAwsRequestId() {
            return "r";
        }

        @Override
        public String getLogGroupName() {
            return "";
        }

        @Override
        public String getLogStreamName() {
            return "";
        }

        @Override
        public String getFunctionName() {
            return "";
        }

        @Override
        public String getFunctionVersion() {
            return "";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "";
        }

        @Override
        public CognitoIdentity getIdentity() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ClientContext getClientContext() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getRemainingTimeInMillis() {
            return 30_000;
        }

        @Override
        public int getMemoryLimitInMB() {
            return 512;
        }

        @Override
        public LambdaLogger getLogger() {
            throw new UnsupportedOperationException();
        }
    }
}
