// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Faults in an order and at times, to be played again. Where a number is written as a range, such as {@code "100..500"}, the seed draws it: the
 * same seed plays the same faults at the same times.
 *
 * <pre>{@code
 * {"seed": 7, "repeat": 3, "steps": [{"after": "500..2000", "kind": "cut", "ms": "100..800"}, {"after": 100, "kind": "drop", "n": 2}]}
 * }</pre>
 *
 * @param seed the one that it was saved with
 * @param repeat how often the steps are played, at least 1
 */
public record FaultScenario(long seed, int repeat, List<Step> steps) {
    private static final int MOST_REPEATS = 100_000;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public FaultScenario {
        steps = List.copyOf(steps);
        if (repeat < 1 || repeat > MOST_REPEATS) {
            throw new IllegalArgumentException("repeat must be from 1 to " + MOST_REPEATS + " but was " + repeat);
        }
    }

    /**
     * A fault to come, its numbers not drawn yet.
     *
     * @param after milliseconds since the step before, a number or a range
     */
    public record Step(String after, String kind, Map<String, String> parameters) {
        public Step {
            parameters = Map.copyOf(parameters);
        }
    }

    /** A fault with its numbers drawn. */
    public record Planned(Duration after, String kind, Map<String, String> parameters) {
        public Planned {
            parameters = Map.copyOf(parameters);
        }
    }

    /** What this seed plays. The faults are valid: {@link FaultParser} reads each. */
    public List<Planned> plan(long withSeed) {
        SplittableRandom random = new SplittableRandom(withSeed);
        List<Planned> plan = new ArrayList<>();
        for (int round = 0; round < repeat; round++) {
            for (Step step : steps) {
                Map<String, String> drawn = new LinkedHashMap<>();
                Duration after = Duration.ofMillis(Long.parseLong(draw("after", step.after(), random)));
                // Sorted, so that the order in which a file names them changes nothing.
                step.parameters().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(entry -> drawn.put(entry.getKey(), draw(entry.getKey(), entry.getValue(), random)));
                FaultParser.parse(step.kind(), drawn);
                plan.add(new Planned(after, step.kind(), drawn));
            }
        }
        return plan;
    }

    /**
     * Reads a scenario and tries it once.
     *
     * @throws IllegalArgumentException if it can't be read or played; the message says which step and why
     */
    public static FaultScenario parse(byte[] json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "expected a scenario as JSON but it can't be read: " + e.getOriginalMessage(), e);
        }
        JsonNode listed = root.path("steps");
        if (!listed.isArray() || listed.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected a scenario such as {\"seed\":1,\"steps\":[{\"after\":500,\"kind\":\"cut\"}]} but found no steps");
        }
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : listed) {
            steps.add(step(step, steps.size() + 1));
        }
        FaultScenario scenario = new FaultScenario(
                root.path("seed").asLong(0), root.path("repeat").asInt(1), steps);
        scenario.plan(scenario.seed());
        return scenario;
    }

    private static Step step(JsonNode step, int number) {
        Map<String, String> parameters;
        try {
            parameters = FaultParser.texts(step);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("step " + number + ": " + e.getMessage(), e);
        }
        String after = parameters.remove("after");
        String kind = parameters.remove("kind");
        if (kind == null) {
            throw new IllegalArgumentException(
                    "step " + number + " names no 'kind'; expected one of: " + FaultParser.ALLOWED);
        }
        return new Step(after == null ? "0" : after, kind, parameters);
    }

    /** The scenario as it is saved. */
    public byte[] toJson() {
        ObjectNode root = MAPPER.createObjectNode().put("seed", seed).put("repeat", repeat);
        ArrayNode listed = root.putArray("steps");
        for (Step step : steps) {
            ObjectNode entry = listed.addObject().put("after", step.after()).put("kind", step.kind());
            step.parameters().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(parameter -> entry.put(parameter.getKey(), parameter.getValue()));
        }
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    private static String draw(String key, String value, SplittableRandom random) {
        if (!Set.of("after", "ms", "n").contains(key)) {
            return value;
        }
        int dots = value.indexOf("..");
        try {
            if (dots < 0) {
                return Long.toString(Long.parseLong(value));
            }
            long low = Long.parseLong(value.substring(0, dots));
            long high = Long.parseLong(value.substring(dots + 2));
            if (low >= 0 && low <= high && high < Integer.MAX_VALUE) {
                return Long.toString(random.nextLong(low, high + 1));
            }
        } catch (NumberFormatException e) {
            // Said below, as for a range that is empty.
        }
        throw new IllegalArgumentException(
                key + " must be a number or a range such as 100..500 but was '" + value + "'");
    }
}
