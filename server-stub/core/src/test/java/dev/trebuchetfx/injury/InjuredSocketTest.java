// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.injury;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What holds for a client and a server on real sockets whatever happens to the line between them, or to the server's process. A
 * failure tells its seed and what was done; {@code -Dinjury.seeds=COUNT} sets how many the soak runs.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InjuredSocketTest {
    private static final Logger LOG = LoggerFactory.getLogger(InjuredSocketTest.class);
    private static final int ROUNDS = 10;

    private static StubServer start() throws IOException {
        return StubServer.builder()
                .bundledActors()
                .buffer(20)
                .heartbeat(Duration.ofMillis(100), Duration.ofSeconds(1))
                .pingInterval(Duration.ofMillis(300))
                .start();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void keepsItsPromisesOnAnInjuredLineAndLeavesNothingBehind(long seed, @TempDir Path folder) throws Exception {
        run(seed, ROUNDS, folder);
    }

    private static Map<Injury, Integer> run(long seed, int rounds, Path folder) throws Exception {
        try (StubServer server = start();
                Ordeal ordeal = new Ordeal(seed, server.uri())) {
            for (int round = 0; round < rounds; round++) {
                ordeal.round();
            }
            ordeal.convergeAndCheck();
            assertThat(ordeal.witness().updates()).isPositive();

            ordeal.closeClients();
            await().untilAsserted(() -> assertThat(ordeal.proxy().heldByClients())
                    .as("sockets that the client has not closed, seed %s", seed)
                    .isZero());
            await().untilAsserted(() -> assertThat(server.connectionCount())
                    .as("connections that the server has not dropped, dead ones too, seed %s", seed)
                    .isZero());
            await().untilAsserted(() -> assertThat(threads(folder.resolve("threads-" + seed), ordeal.name()))
                    .as("threads of the client, seed %s", seed)
                    .isEmpty());
            return ordeal.inflicted();
        }
    }

    @ParameterizedTest
    @EnumSource
    void recoversFromEachInjury(Injury injury) throws Exception {
        try (StubServer server = start();
                Ordeal ordeal = new Ordeal(injury.name().hashCode(), server.uri())) {
            assertThat(ordeal.witness().awaitLive(0, Ordeal.BOUND)).isTrue();
            ordeal.inflict(injury);
            ordeal.change(3);
            ordeal.convergeAndCheck();
        }
    }

    /** Nobody closes the line, and nothing comes: only the client's own watch can tell. */
    @ParameterizedTest
    @EnumSource(names = {"HALF_OPEN_TO_CLIENT", "HALF_OPEN_TO_SERVER", "DEAD_BOTH_WAYS"})
    void isStaleOnALineThatHasDiedWithoutAWord(Injury injury) throws Exception {
        try (StubServer server = start();
                Ordeal ordeal = new Ordeal(injury.name().hashCode(), server.uri())) {
            assertThat(ordeal.witness().awaitLive(0, Ordeal.BOUND)).isTrue();
            ordeal.inflict(injury);
            assertThat(ordeal.witness().awaitStale(Ordeal.BOUND))
                    .as(injury.name())
                    .isTrue();
            ordeal.convergeAndCheck();
        }
    }

    @Test
    void goesOnWithAnotherServerProcessWhenItsOwnIsKilled() throws Exception {
        killServers(11, 2);
    }

    private static void killServers(long seed, int kills) throws Exception {
        Random random = new Random(seed);
        ServingProcess[] serving = {ServingProcess.start(Ports.free())};
        try (Ordeal ordeal = new Ordeal(seed, serving[0].uri())) {
            for (int kill = 0; kill < kills; kill++) {
                ordeal.round();
                ordeal.convergeAndCheck();
                if (random.nextBoolean()) {
                    ordeal.round();
                }
                ordeal.anotherServer(() -> {
                    int port = serving[0].uri().getPort();
                    serving[0].kill();
                    assertThat(ordeal.witness().awaitStale(Ordeal.BOUND)).isTrue();
                    serving[0] = ServingProcess.start(port);
                });
            }
            ordeal.convergeAndCheck();
        } finally {
            serving[0].close();
        }
    }

    @Test
    @Tag("soak")
    @Timeout(value = 3_600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void keepsItsPromisesForLong(@TempDir Path folder) throws Exception {
        Map<Injury, Integer> inflicted = new EnumMap<>(Injury.class);
        long seeds = Long.getLong("injury.seeds", 40);
        for (long seed : LongStream.range(1_000, 1_000 + seeds).toArray()) {
            run(seed, 2 * ROUNDS, folder).forEach((injury, times) -> inflicted.merge(injury, times, Integer::sum));
            if (seed % 10 == 0) {
                killServers(seed, 3);
            }
        }
        // A summary is what a soak is run for, so it is a warning: those are shown.
        LOG.warn("{} seeds, injuries: {}", seeds, inflicted);
    }

    /** Virtual threads too, which no thread group lists. */
    private static String threads(Path dump, String name) throws IOException {
        Files.deleteIfExists(dump);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
        try (var lines = Files.lines(dump)) {
            return String.join(
                    "\n",
                    lines.filter(line -> line.contains("trebuchet-" + name + "-"))
                            .toList());
        }
    }
}
