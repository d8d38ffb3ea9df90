// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a database: one server, a master that Sentinels know, or a cluster. Its text and its errors never show the password.
 *
 * @param kind the way in which the servers are found
 * @param isSecure whether connections use TLS
 * @param user the user's name; null for the default user
 * @param password the password; null for none
 * @param hasBareLogin whether the password stands before the host without a colon, so that it may be meant as a user's name
 * @param hosts the servers, the Sentinels, or some servers of the cluster; one or more
 * @param database the number of the database, 0 in a cluster
 * @param master the name under which Sentinels know the master; null without Sentinels
 * @param parameters what follows the question mark
 */
record RedisAddress(
        Kind kind,
        boolean isSecure,
        @Nullable String user,
        @Nullable String password,
        boolean hasBareLogin,
        List<Host> hosts,
        int database,
        @Nullable String master,
        Map<String, String> parameters) {
    static final String FORM = "redis://USER:PASSWORD@HOST:PORT";

    private static final int PORT = 6379;
    private static final int SENTINEL_PORT = 26379;
    private static final Pattern SCHEME = Pattern.compile("(redis|rediss)(-sentinel|-cluster)?://(.*)", Pattern.DOTALL);
    private static final Pattern REST =
            Pattern.compile("(?:([^@]*)@)?([^@/?#]+)(?:/(\\d{0,5}))?(?:\\?([^#]*))?(?:#([^?#]+))?(?:\\?([^#]*))?");
    private static final Pattern HOST = Pattern.compile("([\\w.-]+|\\[[0-9a-fA-F:.]+])(?::(\\d{1,5}))?");

    /** The ways in which the servers are found. */
    enum Kind {
        SERVER(""),
        SENTINEL("-sentinel"),
        CLUSTER("-cluster");

        private final String ending;

        Kind(String ending) {
            this.ending = ending;
        }
    }

    /** A server's name, and its port. */
    record Host(String name, int port) {
        @Override
        public String toString() {
            return name + ":" + port;
        }
    }

    static boolean isOne(String address) {
        return SCHEME.matcher(address).matches();
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it can't be understood; the message shows no part that may be secret
     */
    static RedisAddress parse(String address) {
        Matcher scheme = SCHEME.matcher(address);
        if (!scheme.matches()) {
            throw wrong();
        }
        Kind kind = "-sentinel".equals(scheme.group(2))
                ? Kind.SENTINEL
                : scheme.group(2) == null ? Kind.SERVER : Kind.CLUSTER;
        Matcher rest = REST.matcher(scheme.group(3));
        if (!rest.matches()) {
            throw wrong();
        }
        String login = rest.group(1);
        int colon = login == null ? -1 : login.indexOf(':');
        String user = login == null || colon < 0 ? null : decoded(login.substring(0, colon));
        List<Host> hosts = new ArrayList<>();
        for (String each : rest.group(2).split(",", -1)) {
            hosts.add(host(each, kind == Kind.SENTINEL ? SENTINEL_PORT : PORT));
        }
        int database = rest.group(3) == null || rest.group(3).isEmpty() ? 0 : Integer.parseInt(rest.group(3));
        String master = rest.group(5);
        if ((kind == Kind.SENTINEL) != (master != null)
                || (kind == Kind.SERVER && hosts.size() > 1)
                || (kind == Kind.CLUSTER && database != 0)) {
            throw wrong();
        }
        return new RedisAddress(
                kind,
                scheme.group(1).equals("rediss"),
                user == null || user.isEmpty() ? null : user,
                // Behind a user an empty one stands for one that the address lacks.
                login == null || login.endsWith(":") ? null : decoded(login.substring(colon + 1)),
                login != null && colon < 0,
                List.copyOf(hosts),
                database,
                master == null ? null : decoded(master),
                parameters(rest.group(4) == null ? rest.group(6) : rest.group(4)));
    }

    private static Host host(String text, int port) {
        Matcher host = HOST.matcher(text);
        if (!host.matches()) {
            throw wrong();
        }
        int given = host.group(2) == null ? port : Integer.parseInt(host.group(2));
        if (given < 1 || given > 65_535) {
            throw wrong();
        }
        String name = host.group(1);
        return new Host(name.startsWith("[") ? name.substring(1, name.length() - 1) : name, given);
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null) {
            for (String each : query.split("&", -1)) {
                int equals = each.indexOf('=');
                if (equals < 1) {
                    throw wrong();
                }
                parameters.put(each.substring(0, equals), decoded(each.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Its message would show the text.
            throw new IllegalArgumentException(
                    "the address has a % that is not followed by two hexadecimal digits; write it as %25", null);
        }
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("expected an address like " + FORM
                + ", redis-sentinel://HOST:PORT,HOST:PORT#MASTER or redis-cluster://HOST:PORT,HOST:PORT, with rediss in"
                + " place of redis for TLS, where characters such as @ and / in a name or password are written as %40"
                + " and %2F, but found something else, which is not shown since it may hold a password");
    }

    /**
     * Returns this address with a password in place of none.
     *
     * @throws IllegalArgumentException if it may have a user's name in place of a password, and there is another password
     */
    RedisAddress withPassword(@Nullable String other) {
        if (hasBareLogin && other != null) {
            throw new IllegalArgumentException(
                    "expected a user and a colon before the @, such as USER:@, since the password is in"
                            + " password-file or REDIS_PASSWORD, but found a text without a colon, which is a password: put the colon"
                            + " behind it if it is the user, or leave the other password out");
        }
        return password != null
                ? this
                : new RedisAddress(kind, isSecure, user, other, false, hosts, database, master, parameters);
    }

    /**
     * Returns the addresses for the driver: one, or in a cluster one for each host.
     *
     * @param timeout the longest wait for a connection, and for each answer
     */
    List<RedisURI> uris(Duration timeout) {
        if (kind == Kind.SENTINEL) {
            RedisURI.Builder builder = RedisURI.builder().withSentinelMasterId(Objects.requireNonNull(master));
            for (Host host : hosts) {
                RedisURI sentinel = RedisURI.builder()
                        .withHost(host.name)
                        .withPort(host.port)
                        .withTimeout(timeout)
                        .withSsl(isSecure)
                        .build();
                builder.withSentinel(sentinel);
            }
            return List.of(completed(builder, timeout));
        }
        return hosts.stream()
                .map(host -> completed(RedisURI.builder().withHost(host.name).withPort(host.port), timeout))
                .toList();
    }

    private RedisURI completed(RedisURI.Builder builder, Duration timeout) {
        RedisURI uri = builder.withSsl(isSecure)
                .withTimeout(timeout)
                .withDatabase(database)
                .withClientName("trebuchet")
                .build();
        String secret = password;
        if (secret != null) {
            RedisCredentials credentials = RedisCredentials.just(user, secret);
            uri.setCredentialsProvider(RedisCredentialsProvider.from(() -> credentials));
        }
        return uri;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(isSecure ? "rediss" : "redis")
                .append(kind.ending)
                .append("://");
        text.append(String.join(",", hosts.stream().map(Host::toString).toList()));
        if (database != 0) {
            text.append('/').append(database);
        }
        return master == null
                ? text.toString()
                : text.append('#').append(master).toString();
    }
}
