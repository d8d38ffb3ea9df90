// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.SystemTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Containers of a small function, as processes of AWS's runtime client. */
@Timeout(180)
class FunctionHostTest {
    /** The function: it answers with the event. */
    public static final class Echo implements RequestHandler<String, String> {
        @Override
        public String handleRequest(String event, com.amazonaws.services.lambda.runtime.Context context) {
            return event;
        }
    }

    /** The function that answers with the native libraries of AWS that its process has loaded. */
    public static final class Loaded implements RequestHandler<String, Set<String>> {
        @Override
        public Set<String> handleRequest(String event, com.amazonaws.services.lambda.runtime.Context context) {
            try (Stream<String> mapped = Files.lines(Path.of("/proc/self/maps"))) {
                return mapped.filter(line -> line.contains("libaws-lambda-jni"))
                        .map(line -> line.substring(line.indexOf('/')))
                        .collect(Collectors.toSet());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final Path LOGS = Path.of("target", "lambda-local");

    private final SystemTime time = new SystemTime("trebuchet-test-timers", Clock.systemUTC());
    private final FunctionHost host = host("echo", Echo.class);

    private FunctionHost host(String name, Class<?> handler) {
        return new FunctionHost(
                new FunctionSpec(
                        name,
                        handler.getName(),
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Map.of("AWS_REGION", "us-east-1"),
                        Duration.ofSeconds(30),
                        2,
                        List.of("-Xmx64m", "-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                        LOGS),
                time);
    }

    @AfterEach
    void close() {
        host.close();
        time.close();
    }

    private void echoes(String word) {
        assertThat(host.invoke(Bytes.utf8('"' + word + '"')))
                .succeedsWithin(60, TimeUnit.SECONDS)
                .isEqualTo(Bytes.utf8('"' + word + '"'));
    }

    @Test
    void aCallRightAfterAllIdleContainersWereKilledGoesToANewOne() {
        for (int i = 0; i < 4; i++) {
            echoes("before-" + i);
            assertThat(host.kill(FunctionHost.Moment.BETWEEN, Integer.MAX_VALUE))
                    .isPositive();
            echoes("after-" + i);
        }
    }

    @Test
    void containersThatAreKilledWhileTheyBeginAreReplacedHoweverOften() {
        var answer = host.invoke(Bytes.utf8("\"patience\""));
        for (int i = 0; i < 25; i++) {
            assertThat(host.kill(FunctionHost.Moment.ANY, Integer.MAX_VALUE)).isPositive();
        }
        assertThat(answer).succeedsWithin(60, TimeUnit.SECONDS);
    }

    /** The function that can't be made. */
    public static final class Unready implements RequestHandler<String, String> {
        public Unready() {
            throw new IllegalArgumentException("the colour must be red but was 'blue'");
        }

        @Override
        public String handleRequest(String event, com.amazonaws.services.lambda.runtime.Context context) {
            return event;
        }
    }

    @Test
    void whoWaitsForAFunctionThatCanNotBeginHearsWhy() {
        try (FunctionHost unready = host("unready", Unready.class)) {
            assertThat(unready.warmUp())
                    .failsWithin(60, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .withMessageContaining("unready could not begin: the colour must be red but was 'blue'");
        }
    }

    @Test
    void aContainerThatIsStillBeginningIsNotOneWithNothingToDo() {
        try (FunctionHost beginning = host("beginning", Echo.class)) {
            var ready = beginning.warmUp();
            assertThat(beginning.begunCount()).isZero();
            assertThat(beginning.kill(FunctionHost.Moment.BETWEEN, Integer.MAX_VALUE))
                    .isZero();
            assertThat(ready).succeedsWithin(60, TimeUnit.SECONDS);
            assertThat(beginning.begunCount()).isPositive();
            assertThat(beginning.kill(FunctionHost.Moment.BETWEEN, 1)).isEqualTo(1);
        }
    }

    @Test
    void eventsThatWaitHaveNoMoreBytesThanThereIsRoomFor() {
        Bytes large = Bytes.utf8("\"" + "x".repeat(1 << 20) + "\"");
        boolean isRefused = false;
        for (int i = 0; i < 1_100 && !isRefused; i++) {
            isRefused = host.invoke(large).toCompletableFuture().isCompletedExceptionally();
        }
        assertThat(isRefused).isTrue();
    }

    @Test
    void noContainerLoadsALibraryThatAnotherOneMayBeWriting() {
        try (FunctionHost loaded = host("loaded", Loaded.class)) {
            assertThat(loaded.invoke(Bytes.utf8("\"which\"")))
                    .succeedsWithin(60, TimeUnit.SECONDS)
                    .extracting(Bytes::utf8, InstanceOfAssertFactories.STRING)
                    .startsWith("[\"" + LOGS.toAbsolutePath() + "/libaws-lambda-jni");
        }
    }
}
