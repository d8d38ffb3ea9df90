// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The form of several filters as one filter on the wire. The parameter {@code 1} is the name of the first part, {@code 1.field} is its
 * parameter {@code field}, and so on without a missing number. A custom part has the name {@code custom:NAME}.
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

    /** Returns the parts in the order of their numbers; if there are too many, one more than is allowed, so that the caller notices. */
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
