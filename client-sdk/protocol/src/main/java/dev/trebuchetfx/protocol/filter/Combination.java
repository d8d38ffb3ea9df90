// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several filters as one, as it travels: the parameter {@code 1} names the first, {@code 1.field} is its parameter
 * {@code field}, and so on from 1 without a hole. A custom one is named {@code custom:NAME}.
 */
final class Combination {
    private static final String CUSTOM = "custom:";

    private Combination() {}

    static boolean is(StreamFilter filter) {
        return filter.type() == StreamFilter.Type.PREDEFINED && FilterWords.COMBINED.equals(filter.name());
    }

    static StreamFilter of(List<StreamFilter> parts) {
        Map<String, String> parameters = new LinkedHashMap<>();
        int number = 0;
        for (StreamFilter part : parts) {
            number++;
            String prefix = number + ".";
            String name = part.name() == null ? "" : part.name();
            parameters.put(Integer.toString(number), part.type() == StreamFilter.Type.CUSTOM ? CUSTOM + name : name);
            part.parametersOrEmpty().forEach((key, value) -> parameters.put(prefix + key, value));
        }
        return StreamFilter.predefined(FilterWords.COMBINED, parameters);
    }

    /** The parts, in the order in which they are numbered; one more than may be, where there are too many. */
    static List<StreamFilter> parts(StreamFilter combination) {
        Map<String, String> given = combination.parametersOrEmpty();
        List<StreamFilter> parts = new ArrayList<>();
        for (int number = 1;
                number <= FilterLimits.MAX_PARTS + 1 && given.containsKey(Integer.toString(number));
                number++) {
            String prefix = number + ".";
            Map<String, String> parameters = new LinkedHashMap<>();
            given.forEach((key, value) -> {
                if (key.startsWith(prefix)) {
                    parameters.put(key.substring(prefix.length()), value);
                }
            });
            String name = given.getOrDefault(Integer.toString(number), "");
            parts.add(
                    name.startsWith(CUSTOM)
                            ? StreamFilter.custom(name.substring(CUSTOM.length()), parameters)
                            : StreamFilter.predefined(name, parameters));
        }
        return parts;
    }
}
