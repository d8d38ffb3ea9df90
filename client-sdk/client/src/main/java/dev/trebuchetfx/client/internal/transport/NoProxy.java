// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import dev.trebuchetfx.protocol.transport.ServerAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that are reached without a proxy, as the variable {@code NO_PROXY} lists them: names, which stand for their subdomains too,
 * addresses, and {@code *} for all, separated by commas, each with a port or without. Hosts on loopback always belong to them.
 */
record NoProxy(List<String> entries) {
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");

    static NoProxy of(@Nullable String list) {
        return new NoProxy(
                list == null
                        ? List.of()
                        : Arrays.stream(list.split(",", -1))
                                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                                .filter(entry -> !entry.isEmpty())
                                .toList());
    }

    boolean covers(ServerAddress server) {
        String host = bare(server.host());
        return isLoopback(host) || entries.stream().anyMatch(entry -> covers(entry, host, server.port()));
    }

    private static boolean covers(String entry, String host, int port) {
        if (entry.equals("*")) {
            return true;
        }
        int colon = entry.lastIndexOf(':');
        boolean hasPort = colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
        if (hasPort && !entry.substring(colon + 1).equals(Integer.toString(port))) {
            return false;
        }
        String name = bare(hasPort ? entry.substring(0, colon) : entry);
        String domain = name.startsWith("*.") ? name.substring(1) : name.startsWith(".") ? name : "." + name;
        return host.equals(domain.substring(1)) || host.endsWith(domain);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || LOOPBACK.matcher(host).matches()
                || host.equals("::1");
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
