// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FaultScenarioTest {
    private static final String JSON = """
            {"seed": 7, "repeat": 20, "steps": [
              {"after": "500..2000", "kind": "cut", "ms": "100..800"},
              {"after": 100, "kind": "drop", "n": 2}]}
            """;

    private static FaultScenario parse(String json) {
        return FaultScenario.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theSameSeedPlaysTheSameFaultsAtTheSameTimes() {
        FaultScenario scenario = parse(JSON);

        assertThat(scenario.plan(7)).isEqualTo(scenario.plan(7)).hasSize(40);
        assertThat(scenario.plan(8)).isNotEqualTo(scenario.plan(7));
        assertThat(scenario.plan(7))
                .filteredOn(step -> step.kind().equals("cut"))
                .allSatisfy(step -> {
                    assertThat(step.after()).isBetween(Duration.ofMillis(500), Duration.ofMillis(2000));
                    assertThat(Long.parseLong(step.parameters().get("ms"))).isBetween(100L, 800L);
                });
        assertThat(scenario.plan(7).get(1))
                .isEqualTo(new FaultScenario.Planned(Duration.ofMillis(100), "drop", Map.of("n", "2")));
    }

    @Test
    void isTheSameWhenItWasSavedAndReadAgain() {
        FaultScenario scenario = parse(JSON);

        assertThat(FaultScenario.parse(scenario.toJson())).isEqualTo(scenario);
    }

    @Test
    void saysWhichStepCanNotBePlayed() {
        assertThatThrownBy(() -> parse("{\"steps\":[{\"kind\":\"explode\"}]}"))
                .hasMessageContaining("explode")
                .hasMessageContaining("cut");
        assertThatThrownBy(() -> parse("{\"steps\":[{\"after\":1}]}")).hasMessageContaining("step 1");
        assertThatThrownBy(() -> parse("{\"steps\":[{\"kind\":\"cut\",\"ms\":\"9..1\"}]}"))
                .hasMessageContaining("9..1");
        assertThatThrownBy(() -> parse("{\"steps\":[{\"kind\":\"cut\",\"ms\":[1]}]}"))
                .hasMessageContaining("'ms'");
        assertThatThrownBy(() -> parse("{}")).hasMessageContaining("no steps");
        assertThatThrownBy(() -> parse("nonsense")).hasMessageContaining("JSON");
        assertThatThrownBy(() -> parse("{\"repeat\":0,\"steps\":[{\"kind\":\"cut\"}]}"))
                .hasMessageContaining("repeat");
    }

    @Test
    void theOldestFaultThatFitsHitsAnUpdateOnce() {
        UUID one = new UUID(1, 1);
        UUID two = new UUID(2, 2);
        PendingFaults pending = new PendingFaults();
        Fault.OfUpdates dropOne = new Fault.Drop(1, one);
        Fault.OfUpdates twiceAny = new Fault.Duplicate(2, null);
        pending.add(dropOne);
        pending.add(twiceAny);

        assertThat(List.of(
                        String.valueOf(pending.take(two)),
                        String.valueOf(pending.take(one)),
                        String.valueOf(pending.take(one)),
                        String.valueOf(pending.take(one))))
                .containsExactly(twiceAny.toString(), dropOne.toString(), twiceAny.toString(), "null");
        assertThat(pending.isEmpty()).isTrue();
    }

    @Test
    void aFaultHasBounds() {
        assertThatThrownBy(() -> FaultParser.parse("delay", Map.of())).hasMessageContaining("ms=500");
        assertThatThrownBy(() -> FaultParser.parse("pause", Map.of("ms", "0"))).hasMessageContaining("from 1");
        assertThatThrownBy(() -> FaultParser.parse("drop", Map.of("n", "-1"))).hasMessageContaining("-1");
        assertThatThrownBy(() -> FaultParser.parse("drop", Map.of("m", "1"))).hasMessageContaining("'m'");
        assertThatThrownBy(() -> FaultParser.parse("drop", Map.of("stream", "x")))
                .hasMessageContaining("UUID");
        assertThatThrownBy(() -> new Fault.Drop(0, null)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new Fault.Cut(Duration.ofDays(2), null)).hasMessageContaining("a day");
    }

    @Test
    void hasAtMostAHundredThousandStepsInAll() {
        String step = "{\"after\":1,\"kind\":\"cut\"}";
        assertThat(parse("{\"repeat\":50000,\"steps\":[" + step + "," + step + "]}")
                        .plan(1))
                .hasSize(100_000);
        assertThatThrownBy(() -> parse("{\"repeat\":50000,\"steps\":[" + step + "," + step + "," + step + "]}"))
                .hasMessageContaining("at most 100000 steps in all")
                .hasMessageContaining("3 steps are repeated 50000 times");
    }
}
