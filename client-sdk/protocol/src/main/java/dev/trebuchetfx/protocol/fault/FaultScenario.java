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
 * A list of faults with their times, which can be played again. A number may be a range, such as {@code "100..500"}, from which the seed
 * draws: the same seed plays the same faults at the same times. Immutable.
 *
 * <pre>{@code
 * {"seed": 7, "repeat": 3, "steps": [{"after": "500..2000", "kind": "cut", "ms": "100..800"}, {"after": 100, "kind": "drop", "n": 2}]}
 * }</pre>
 *
 * @param seed the seed that the scenario was saved with; {@link #plan} accepts any other
 * @param repeat the number of times that the steps are played, 1 to 100,000
 * @param steps the steps of one round, in order; with {@code repeat} rounds at most 100,000 in all
 */
public record FaultScenario(long seed, int repeat, List<Step> steps) {
    private static final int MOST_STEPS = 100_000;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Makes a scenario.
     *
     * @throws IllegalArgumentException if {@code repeat} is out of range, or there are too many steps in all
     */
    public FaultScenario {
        steps = List.copyOf(steps);
        if (repeat < 1 || repeat > MOST_STEPS) {
            throw new IllegalArgumentException("repeat must be from 1 to " + MOST_STEPS + " but was " + repeat);
        }
        if ((long) repeat * steps.size() > MOST_STEPS) {
            throw new IllegalArgumentException("expected at most " + MOST_STEPS + " steps in all but " + steps.size()
                    + " steps are repeated " + repeat + " times; play fewer, or several scenarios one after the other");
        }
    }

    /**
     * A fault whose numbers have not been drawn yet.
     *
     * @param after the milliseconds since the step before, a number or a range
     * @param kind the kind of the fault, such as {@code "cut"}
     * @param parameters the parameters of the fault, in which {@code ms} and {@code n} may be ranges
     */
    public record Step(String after, String kind, Map<String, String> parameters) {
        public Step {
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * A fault whose numbers have been drawn.
     *
     * @param after the time since the fault before
     * @param kind the kind of the fault, such as {@code "cut"}
     * @param parameters the parameters of the fault, without ranges
     */
    public record Planned(Duration after, String kind, Map<String, String> parameters) {
        public Planned {
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * Returns the faults of the scenario in order, with the values that the seed draws. All are valid: {@link FaultParser} can read each.
     *
     * @throws IllegalArgumentException if a step is not valid
     */
    public List<Planned> plan(long withSeed) {
        SplittableRandom random = new SplittableRandom(withSeed);
        List<Planned> plan = new ArrayList<>();
        for (int round = 0; round < repeat; round++) {
            for (Step step : steps) {
                Map<String, String> drawn = new LinkedHashMap<>();
                Duration after = Duration.ofMillis(Long.parseLong(draw("after", step.after(), random)));
                // The order of the parameters in a file must not change the numbers that are drawn.
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
     * Reads a scenario from JSON and checks that its faults are valid with its own seed.
     *
     * @param json the scenario, in UTF-8
     * @throws IllegalArgumentException if it can't be read or a fault is not valid; the message says why
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

    /** Returns the scenario as JSON in UTF-8, which {@link #parse} reads. */
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
            // The exception below is the same as for an empty range.
        }
        throw new IllegalArgumentException(
                key + " must be a number or a range such as 100..500 but was '" + value + "'");
    }
}
