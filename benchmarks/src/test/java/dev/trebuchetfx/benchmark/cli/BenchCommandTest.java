// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.resume.ResumeBenchmark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code bench} prints; whether a figure is good is no test's business. */
class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void printsOneJsonObjectForEachFigure() {
        assertThat(run("resume", "--quick", "--json")).as(err.toString()).isZero();
        List<JsonNode> lines = out.toString()
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        assertThat(lines).extracting(line -> line.get("bench").asString()).containsOnly("resume");
        assertThat(lines)
                .extracting(line -> line.get("figure").asString())
                .contains(
                        "bare_round_trip_ms",
                        "catch_up_round_trips_1_stream",
                        "catch_up_round_trips_1_stream_10_ms_away",
                        "catch_up_ms_10_streams",
                        "catch_up_ms_100_streams",
                        "same_bytes_bare_sockets_ms");
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.get("value").isNumber()).isTrue();
            assertThat(line.get("unit").asString()).isNotEmpty();
            assertThat(line.get("better").asString()).isIn("lower", "higher");
            assertThat(line.has("met")).isEqualTo(line.has("goal"));
        });
    }

    @Test
    void measuresDeltas() {
        assertThat(run("delta", "--quick", "--json")).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains(
                        "\"figure\":\"patch_bytes_one_field_of_1000\"",
                        "\"figure\":\"full_deflate_message_bytes_remove_of_1000\"",
                        "\"figure\":\"apply_us_move_of_10\"");
    }

    @Test
    void theInspectorIsMeasuredWithoutItsWindow() {
        assertThat(run("inspector", "--quick", "--json")).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains(
                        "\"first_rows_ms\"",
                        "\"index_ms\"",
                        "\"heap_bytes_per_event\"",
                        "\"substring_ms\"",
                        "\"closed_alloc_bytes_per_event\"");
    }

    @Test
    void aSoakTellsWhatIsHeldAtItsBeginningAndAtItsEnd() {
        assertThat(run("soak", "--quick", "--json")).as(err.toString()).isZero();
        assertThat(out.toString().lines().map(line -> JsonMapper.shared().readTree(line)))
                .extracting(line -> line.get("figure").asString())
                .contains(
                        "cuts",
                        "updates",
                        "resumes_replayed",
                        "resumes_restarted",
                        "heap_growth_ratio",
                        "threads_growth",
                        "descriptors_growth",
                        "server_streams_growth");
        assertThat(err.toString()).contains("soak: 20 streams", "20 streams at the server");
    }

    @Test
    void storesAreMeasuredBesideBareWrites() {
        assertThat(run("store", "--quick", "--json")).as(err.toString()).isZero();
        assertThat(out.toString().lines().map(line -> JsonMapper.shared().readTree(line)))
                .extracting(line -> line.get("figure").asString())
                .contains(
                        "calls_per_s_1_actor_memory",
                        "call_p50_ms_8_actors_sqlite",
                        "call_p99_ms_32_actors_sqlite",
                        "bare_per_s_32_actors_sqlite",
                        "calls_of_bare_32_actors_sqlite",
                        "hot_calls_per_s_1_server_sqlite",
                        "hot_calls_per_s_2_servers_sqlite",
                        "hot_conflicts_per_call_2_servers_sqlite",
                        "heap_bytes_per_stream_stored",
                        "heap_of_not_stored")
                .noneMatch(figure -> figure.contains("_pg_"));
        assertThat(err.toString()).contains("synchronous=FULL", "PostgreSQL is left out, since no database was named");
    }

    @Test
    void functionsAreMeasuredBehindTheGateway() {
        assertThat(run("gateway", "--quick", "--json")).as(err.toString()).isZero();
        assertThat(out.toString().lines().map(line -> JsonMapper.shared().readTree(line)))
                .extracting(line -> line.get("figure").asString())
                .containsExactly(
                        "cold_call_ms",
                        "warm_call_p50_ms",
                        "warm_call_p99_ms",
                        "writes_per_s_10_connections",
                        "updates_per_s_10_connections",
                        "write_to_window_p50_ms_10_connections",
                        "write_to_window_p99_ms_10_connections",
                        "posts_per_update_10_connections",
                        "updates_left_out_10_connections",
                        "updates_lost_10_connections");
        assertThat(out.toString().lines().toList().getLast())
                .contains("\"figure\":\"updates_lost_10_connections\",\"value\":0.0", "\"met\":true");
    }

    @Test
    void aDatabaseIsForTheStoreAlone() {
        assertThat(run("delta", "--postgresql", "jdbc:postgresql://localhost/states"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("expected --postgresql with store");
        assertThat(run("store", "--postgresql", "localhost")).isEqualTo(2);
        assertThat(err.toString()).contains("expected --postgresql to be an address like jdbc:postgresql:");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aTimeIsForTheSoakAlone() {
        assertThat(run("delta", "--for", "1m")).isEqualTo(2);
        assertThat(err.toString()).contains("expected --for with soak");
        assertThat(run("soak", "--for", "1s")).isEqualTo(2);
        assertThat(err.toString()).contains("expected --for to be from 10s to 168h but it was PT1S");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aLineIsAsDocumented() {
        Figure figure = Figure.lowerIsBetter("catch_up_ms_10000_streams", 812.00049, "ms");
        assertThat(new JsonFigures().line(new ResumeBenchmark(), figure.withGoal(1_000)))
                .isEqualTo("{\"bench\":\"resume\",\"figure\":\"catch_up_ms_10000_streams\",\"value\":812.0,"
                        + "\"unit\":\"ms\",\"goal\":1000.0,\"better\":\"lower\",\"met\":true}");
        assertThat(new JsonFigures().line(new ResumeBenchmark(), figure))
                .endsWith("\"unit\":\"ms\",\"better\":\"lower\"}");
    }

    @Test
    void aGoalIsMetOrMissed() {
        Figure less = Figure.lowerIsBetter("a", 3, "ms");
        Figure more = Figure.higherIsBetter("b", 3, "1/s");
        assertThat(less.withGoal(3).met()).isTrue();
        assertThat(less.withGoal(2.9).met()).isFalse();
        assertThat(more.withGoal(3).met()).isTrue();
        assertThat(more.withGoal(3.1).met()).isFalse();
        assertThat(more.met()).isNull();
        assertThat(new TableFigures().line(new ResumeBenchmark(), less.withGoal(2.5)))
                .matches("  a +3 +ms +≤ 2\\.50 +missed");
        assertThat(new TableFigures().line(new ResumeBenchmark(), more.withGoal(1_000)))
                .matches("  b +3 +1/s +≥ 1,000 +missed");
    }

    @Test
    void anUnknownNameIsWrongUsageAndListsTheNames() {
        assertThat(run("resume", "sped")).isEqualTo(2);
        assertThat(err.toString()).contains("expected one of resume", "but found 'sped'");
        assertThat(out.toString()).isEmpty();
    }
}
