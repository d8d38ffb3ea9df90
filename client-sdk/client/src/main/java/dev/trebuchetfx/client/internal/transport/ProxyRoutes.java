// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.transport.ServerAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A choice of the way to a server: directly, or by a proxy. Safe for use by any thread; it may block. */
@FunctionalInterface
public interface ProxyRoutes {
    /**
     * Returns the way to a server.
     *
     * @throws IOException if the way can't be found; the message says why
     */
    Route to(ServerAddress server) throws IOException;

    /**
     * A way to a server.
     *
     * @param proxy a proxy of the type {@code HTTP} or {@code SOCKS}, or {@link Proxy#NO_PROXY}
     * @param userInfo {@code user:password} for the proxy; null where none is known
     */
    record Route(Proxy proxy, @Nullable String userInfo) {
        static final Route DIRECT = new Route(Proxy.NO_PROXY, null);
    }

    /**
     * Returns routes that lead every connection by one HTTP proxy.
     *
     * @param proxy {@code http://[user:password@]host[:port]}; the port is 80 unless given
     * @throws IllegalArgumentException if it is no such address
     */
    static ProxyRoutes by(URI proxy) {
        if (!"http".equalsIgnoreCase(proxy.getScheme()) || proxy.getHost() == null) {
            throw new IllegalArgumentException("expected the address of a proxy, such as http://host:3128, but was '"
                    + withoutUserInfo(proxy) + "'");
        }
        int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
        Route route = new Route(
                new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)),
                proxy.getUserInfo());
        return server -> route;
    }

    /** Returns routes that lead each connection as {@code selector} says, which is asked for {@code http:} and {@code https:} addresses. */
    static ProxyRoutes by(ProxySelector selector) {
        return server -> {
            List<Proxy> proxies;
            try {
                proxies = selector.select(asHttp(server));
            } catch (Throwable e) { // Code of the application may throw anything.
                throw new IOException(
                        "the proxy selector failed for " + server + ": " + ForeignCode.describeWithKind(e), e);
            }
            if (proxies == null || proxies.isEmpty()) {
                return Route.DIRECT;
            }
            return new Route(proxies.getFirst(), null);
        };
    }

    /**
     * Returns routes that lead each connection as the machine is set up: by the system's proxy selector, which goes by
     * {@code https.proxyHost}, {@code http.proxyHost}, {@code http.nonProxyHosts} and {@code socksProxyHost}; where these properties
     * are not set, by the variables {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}, in small letters
     * too. By these variables a server on loopback is always reached directly.
     *
     * @param property gives a system property, or null
     * @param variable gives a variable of the environment, or null
     */
    static ProxyRoutes ofSystem(
            Supplier<@Nullable ProxySelector> selector,
            Function<String, @Nullable String> property,
            Function<String, @Nullable String> variable) {
        return server -> {
            String scheme = server.isSecure() ? "https" : "http";
            ProxySelector known = selector.get();
            Route selected = known == null ? Route.DIRECT : by(known).to(server);
            if (selected.proxy().type() != Proxy.Type.DIRECT) {
                String user = property.apply(scheme + ".proxyUser");
                String password = property.apply(scheme + ".proxyPassword");
                return user == null
                        ? selected
                        : new Route(selected.proxy(), user + ":" + (password == null ? "" : password));
            }
            if (property.apply(scheme + ".proxyHost") != null || property.apply("socksProxyHost") != null) {
                // The properties are set, and leave this server out.
                return Route.DIRECT;
            }
            return byVariables(server, scheme, variable);
        };
    }

    private static Route byVariables(ServerAddress server, String scheme, Function<String, @Nullable String> variable)
            throws IOException {
        for (String name : List.of(scheme + "_proxy", "all_proxy")) {
            String value = first(variable, name);
            if (value != null) {
                if (NoProxy.of(first(variable, "no_proxy")).covers(server)) {
                    return Route.DIRECT;
                }
                try {
                    return by(URI.create(value.contains("://") ? value : "http://" + value))
                            .to(server);
                } catch (IllegalArgumentException e) {
                    throw new IOException(
                            "the variable " + name.toUpperCase(Locale.ROOT) + " can't be used: " + e.getMessage(), e);
                }
            }
        }
        return Route.DIRECT;
    }

    private static @Nullable String first(Function<String, @Nullable String> variable, String name) {
        String small = variable.apply(name);
        String value = small == null || small.isBlank() ? variable.apply(name.toUpperCase(Locale.ROOT)) : small;
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static URI asHttp(ServerAddress server) {
        return URI.create("http" + server.uri().toString().substring("ws".length()));
    }

    private static String withoutUserInfo(URI proxy) {
        String text = proxy.toString();
        int at = text.lastIndexOf('@');
        return at < 0 ? text : "…" + text.substring(at);
    }

    /** Returns the address of a proxy in words, without a password. */
    static String describe(Proxy proxy) {
        SocketAddress address = proxy.address();
        return address instanceof InetSocketAddress internet
                ? internet.getHostString() + ":" + internet.getPort()
                : String.valueOf(address);
    }
}
