// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.client.filter.StreamFilter;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A filter in the form of the command line: {@code threshold:field=pendingCount,gte=3}. */
public final class FilterText {
    private FilterText() {}

    public static String of(StreamFilter filter) {
        String name = filter.name() == null ? filter.type().wireName() : filter.name();
        Map<String, String> parameters = filter.parametersOrEmpty();
        return parameters.isEmpty()
                ? name
                : name
                        + new TreeMap<>(parameters)
                                .entrySet().stream()
                                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                                        .collect(Collectors.joining(",", ":", ""));
    }
}
