// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.rights;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.LineOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.lambda.ActorFactories;
import dev.trebuchetfx.lambda.ActorProvider;
import dev.trebuchetfx.lambda.deployment.DeploymentConfig;
import dev.trebuchetfx.lambda.deployment.SamTemplate;
import dev.trebuchetfx.lambdalocal.LambdaLocal;
import dev.trebuchetfx.lambdalocal.LambdaLocalOptions;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.actor.PersistentState;
import dev.trebuchetfx.server.actor.StatefulActor;
import dev.trebuchetfx.server.demo.Counter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The functions are led through all that they do, and what they ask of AWS is what the template allows. */
@Timeout(300)
class FunctionRightsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final CallOptions PATIENT =
            CallOptions.WHEN_CONNECTED.toBuilder().timeout(PATIENCE).build();
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);

    /** The resources of the template's statements, and how requests name them. */
    private static final Map<String, String> RESOURCES = Map.of(
            "States", "trebuche-actor-state",
            "Log", "trebuche-actor-state-log",
            "LogIndexes", "trebuche-actor-state-log/index",
            "Connections", "trebuche-connections",
            "Posts", "PostToConnection",
            "Looks", "GetConnection",
            "Closes", "DeleteConnection");

    private final Path folder;

    FunctionRightsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A state that changes as a whole. */
    public static final class Noise implements StatefulActor<String> {
        private final PersistentState<String> state = new PersistentState<>(String.class, "");

        @Override
        public PersistentState<String> persistentState() {
            return state;
        }

        /** Sets this many characters that chance draws. */
        public void fill(int length) {
            state.set(new Random()
                    .ints(length, 'a', 'z')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
        }
    }

    /** The actors of the functions. */
    public static final class Actors implements ActorProvider {
        @Override
        public void expose(ActorFactories actors) {
            actors.expose("counters/{name}", name -> new Counter());
            actors.expose("noise", name -> new Noise());
        }
    }

    @Test
    void eachFunctionMayDoWhatItDoesAndNothingElse() throws Exception {
        Files.createDirectory(folder.resolve(OperationRecorder.FOLDER));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        LambdaLocalOptions defaults = LambdaLocalOptions.of(classPath, classPath, folder);
        LambdaLocalOptions options = new LambdaLocalOptions(
                defaults.host(),
                0,
                0,
                defaults.gateway(),
                2,
                classPath,
                classPath,
                null,
                Map.of("TREBUCHET_ACTORS", Actors.class.getName()),
                defaults.sourcePause(),
                folder);
        try (SystemTime time = new SystemTime("trebuchet-test-timers", Clock.systemUTC());
                LambdaLocal emulator = new LambdaLocal(options, time);
                TrebuchetClient client = client(emulator)) {
            observeAndChange(emulator, client);
            repeatACall(emulator);
            editByHand(emulator, client);
            beginAnewByHand(emulator, client);
            trimTheLog(client);
            throttle(emulator);
            loseConnections(emulator, client);
        }
        assertThat(Map.of("sockets", asked("sockets"), "changes", asked("changes")))
                .isEqualTo(Map.of("sockets", allowed("WebSocketFunction"), "changes", allowed("StateStreamFunction")));
    }

    private static TrebuchetClient client(LambdaLocal emulator) {
        return TrebuchetClient.builder(emulator.uri()).line(LineOptions.GATEWAY).build();
    }

    private static List<Integer> observe(TrebuchetClient client, String actor, @Nullable StreamFilter filter) {
        List<Integer> seen = new CopyOnWriteArrayList<>();
        ActorStream<Counter.Count> unused = observe(client, actor, filter, seen);
        return seen;
    }

    private static ActorStream<Counter.Count> observe(
            TrebuchetClient client, String actor, @Nullable StreamFilter filter, List<Integer> seen) {
        StreamOptions.Builder options = StreamOptions.builder();
        if (filter != null) {
            options.filter(filter);
        }
        ActorStream<Counter.Count> stream =
                client.actor(actor).observe("observeState", Counter.Count.class, options.build());
        stream.listen(event -> {
            if (event instanceof StreamEvent.Update<Counter.Count> update) {
                seen.add((int) update.value().count());
            }
        });
        await().atMost(PATIENCE).until(() -> !seen.isEmpty());
        return stream;
    }

    private static void increment(TrebuchetClient client, String actor) throws Exception {
        client.actor(actor).call("increment", Integer.class, PATIENT).get(60, TimeUnit.SECONDS);
    }

    private void observeAndChange(LambdaLocal emulator, TrebuchetClient client) throws Exception {
        try (TrebuchetClient other = client(emulator)) {
            List<Integer> all = observe(other, "counters/a", null);
            List<Integer> filtered = observe(other, "counters/a", StreamFilter.changed());
            increment(client, "counters/a");
            increment(client, "counters/a");
            await().atMost(PATIENCE).until(() -> all.contains(2) && filtered.contains(2));
            observe(other, "counters/a", null, new CopyOnWriteArrayList<>()).close();
            await().atMost(PATIENCE).until(() -> asked("sockets").contains("dynamodb:GetItem trebuche-connections"));
        }
    }

    /** The second one finds the first one's outcome in the log. */
    private static void repeatACall(LambdaLocal emulator) throws Exception {
        InvocationEnvelope call = call("counters/b");
        List<String> answers = new CopyOnWriteArrayList<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket socket = connect(http, emulator, answers);
            for (InvocationEnvelope each : List.of(call, call.asRepeated())) {
                int before = answers.size();
                socket.sendText(CODEC.encode(each).utf8(), true).get(20, TimeUnit.SECONDS);
                await().atMost(PATIENCE).until(() -> answers.size() > before);
            }
            assertThat(answers).hasSize(2);
            socket.abort();
        }
    }

    private static InvocationEnvelope call(String actor) {
        return new InvocationEnvelope(
                UUID.randomUUID(),
                ActorId.of(actor),
                "increment",
                InvocationEnvelope.CURRENT_PROTOCOL_VERSION,
                List.of(),
                List.of(),
                null,
                null,
                new InvocationEnvelope.Ext(1, List.of(), null));
    }

    private static WebSocket connect(HttpClient http, LambdaLocal emulator, List<String> answers) throws Exception {
        return http.newWebSocketBuilder()
                .buildAsync(emulator.uri(), new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                        answers.add(data.toString());
                        socket.request(1);
                        return null;
                    }
                })
                .get(60, TimeUnit.SECONDS);
    }

    /** The function behind the stream gives the edit a number. */
    private static void editByHand(LambdaLocal emulator, TrebuchetClient client) throws Exception {
        increment(client, "counters/edited");
        List<Integer> seen = observe(client, "counters/edited", null);
        Map<String, AttributeValue> key = Map.of("actorId", AttributeValue.fromS("counters/edited"));
        try (DynamoDbClient tables = tables(emulator.databaseUri())) {
            AttributeValue state = requireNonNull(tables.getItem(
                            request -> request.tableName("trebuche-actor-state").key(key))
                    .item()
                    .get("state"));
            String before = state.b().asUtf8String();
            tables.updateItem(request -> request.tableName("trebuche-actor-state")
                    .key(key)
                    .updateExpression("SET #state = :state")
                    .expressionAttributeNames(Map.of("#state", "state"))
                    .expressionAttributeValues(Map.of(
                            ":state", AttributeValue.fromB(SdkBytes.fromUtf8String(before.replaceAll("\\d+", "77"))))));
        }
        await().atMost(PATIENCE).until(() -> seen.contains(77));
    }

    /** The function behind the stream finds that the position of a stream is of another life. */
    private static void beginAnewByHand(LambdaLocal emulator, TrebuchetClient client) throws Exception {
        increment(client, "counters/replaced");
        increment(client, "counters/replaced");
        List<Integer> seen = observe(client, "counters/replaced", null);
        try (DynamoDbClient tables = tables(emulator.databaseUri())) {
            // Without the mark of a version a new life begins.
            tables.putItem(request -> request.tableName("trebuche-actor-state")
                    .item(Map.of(
                            "actorId", AttributeValue.fromS("counters/replaced"),
                            "state", AttributeValue.fromB(SdkBytes.fromUtf8String("{\"count\":41}")))));
        }
        await().atMost(PATIENCE).until(() -> seen.contains(41));
    }

    private static DynamoDbClient tables(URI database) {
        return DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .endpointOverride(database)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
    }

    /** After 64 versions the log of 8 MB is full. */
    private static void trimTheLog(TrebuchetClient client) throws Exception {
        for (int i = 0; i < 64; i++) {
            client.actor("noise").call("fill", Object.class, PATIENT, 200_000).get(60, TimeUnit.SECONDS);
        }
    }

    /** The function behind the stream closes a connection that takes no more; its client comes back and sees the newest state. */
    private void throttle(LambdaLocal emulator) throws Exception {
        try (TrebuchetClient throttled = client(emulator);
                HttpClient http = HttpClient.newHttpClient()) {
            List<Integer> seen = observe(throttled, "counters/f", null);
            WebSocket socket = connect(http, emulator, new CopyOnWriteArrayList<>());
            emulator.gateway().faults().throttle(1);
            socket.sendText(CODEC.encode(call("counters/f")).utf8(), true).get(20, TimeUnit.SECONDS);
            await().atMost(PATIENCE)
                    .until(() -> asked("changes").contains("execute-api:ManageConnections DeleteConnection"));
            emulator.gateway().faults().throttle(0);
            await().atMost(PATIENCE).until(() -> seen.contains(1));
            socket.abort();
        }
    }

    /** Both functions post to connections that have gone, of which nobody has told them. */
    private void loseConnections(LambdaLocal emulator, TrebuchetClient client) throws Exception {
        try (TrebuchetClient told = client(emulator)) {
            observe(told, "counters/e", null);
        }
        await().atMost(PATIENCE).until(() -> asked("sockets").contains("dynamodb:BatchWriteItem trebuche-connections"));
        emulator.gateway().faults().loseDisconnects(1);
        try (HttpClient http = HttpClient.newHttpClient()) {
            await().atMost(PATIENCE).until(() -> {
                WebSocket socket = connect(http, emulator, new CopyOnWriteArrayList<>());
                socket.sendText(CODEC.encode(call("counters/c")).utf8(), true).get(20, TimeUnit.SECONDS);
                socket.abort();
                return asked("sockets").contains("execute-api:ManageConnections GetConnection");
            });
        }
        try (TrebuchetClient other = client(emulator)) {
            observe(other, "counters/d", null);
        }
        increment(client, "counters/d");
        await().atMost(PATIENCE).until(() -> asked("changes")
                .containsAll(Set.of(
                        "execute-api:ManageConnections GetConnection",
                        "dynamodb:DeleteItem trebuche-connections",
                        "dynamodb:BatchWriteItem trebuche-connections")));
    }

    private Set<String> asked(String function) {
        try {
            Path file = folder.resolve(OperationRecorder.FOLDER).resolve(function);
            return Files.exists(file) ? new TreeSet<>(Files.readAllLines(file)) : Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> allowed(String function) throws Exception {
        String template = SamTemplate.of(DeploymentConfig.read("trebuchet.yaml", "provider: aws"));
        int begin = template.indexOf("\n  " + function.replace("Function", "Role") + ":");
        String resource = template.substring(begin, template.indexOf("\n\n", begin));
        Matcher statements = Pattern.compile("- Sid: (\\w+)\\s+Effect: Allow\\s+Action: \\[(.*)]")
                .matcher(resource);
        Set<String> allowed = new TreeSet<>();
        while (statements.find()) {
            String named = RESOURCES.get(statements.group(1));
            if (named != null) {
                for (String action : statements.group(2).split(", ", -1)) {
                    allowed.add(action + " " + named);
                }
            }
        }
        return allowed;
    }
}
