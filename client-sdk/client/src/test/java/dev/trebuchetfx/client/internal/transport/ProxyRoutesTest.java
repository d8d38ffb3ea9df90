// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.transport.ServerAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which proxy leads to a server, as the machine is set up. */
class ProxyRoutesTest {
    private static String route(
            String server,
            @Nullable ProxySelector selector,
            Map<String, String> properties,
            Map<String, String> variables)
            throws IOException {
        ProxyRoutes.Route route = ProxyRoutes.ofSystem(() -> selector, properties::get, variables::get)
                .to(ServerAddress.of(URI.create(server)));
        if (route.proxy().type() == Proxy.Type.DIRECT) {
            return "direct";
        }
        String user = route.userInfo() == null ? "" : route.userInfo() + "@";
        return route.proxy().type() + " " + user + ProxyRoutes.describe(route.proxy());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "wss://host, HTTPS_PROXY, http://p:3128, -, HTTP p:3128",
                "wss://host, https_proxy, p:3128, -, HTTP p:3128",
                "wss://host, HTTP_PROXY, http://p:3128, -, direct",
                "ws://host, HTTP_PROXY, http://p:3128, -, HTTP p:3128",
                "ws://host, HTTPS_PROXY, http://p:3128, -, direct",
                "ws://host, ALL_PROXY, http://p, -, HTTP p:80",
                "wss://host, ALL_PROXY, http://me:pw@p:1, -, HTTP me:pw@p:1",
                "wss://host, HTTPS_PROXY, '', -, direct",
                "wss://localhost, HTTPS_PROXY, http://p:3128, -, direct",
                "wss://127.1.2.3:9, HTTPS_PROXY, http://p:3128, -, direct",
                "wss://127.example.com, HTTPS_PROXY, http://p:3128, -, HTTP p:3128",
                "wss://[::1]:9, HTTPS_PROXY, http://p:3128, -, direct",
                "wss://a.host, HTTPS_PROXY, http://p:3128, host, direct",
                "wss://host, HTTPS_PROXY, http://p:3128, .host, direct",
                "wss://a.host, HTTPS_PROXY, http://p:3128, '*.host', direct",
                "wss://ahost, HTTPS_PROXY, http://p:3128, host, HTTP p:3128",
                "wss://host, HTTPS_PROXY, http://p:3128, 'x, HOST:443 ,y', direct",
                "wss://host, HTTPS_PROXY, http://p:3128, host:444, HTTP p:3128",
                "wss://host, HTTPS_PROXY, http://p:3128, *, direct",
                "wss://[fe80::2], HTTPS_PROXY, http://p:3128, 'fe80::2', direct",
                "wss://[fe80::2], HTTPS_PROXY, http://p:3128, '[fe80::2]:443', direct",
            })
    void goesByTheVariables(String server, String name, String value, @Nullable String noProxy, String expected)
            throws IOException {
        Map<String, String> variables =
                noProxy == null ? Map.of(name, value) : Map.of(name, value, "NO_PROXY", noProxy);
        assertThat(route(server, ProxySelector.of(null), Map.of(), variables)).isEqualTo(expected);
        assertThat(route(server, null, Map.of(), variables))
                .as("without a selector")
                .isEqualTo(expected);
    }

    @Test
    void putsThePropertiesAboveTheVariables() throws IOException {
        Map<String, String> variables = Map.of("https_proxy", "http://variable:1");
        ProxySelector selector = ProxySelector.of(InetSocketAddress.createUnresolved("property", 2));
        assertThat(route("wss://host", selector, Map.of(), variables)).isEqualTo("HTTP property:2");
        assertThat(route(
                        "wss://host",
                        selector,
                        Map.of("https.proxyUser", "me", "https.proxyPassword", "pw"),
                        variables))
                .isEqualTo("HTTP me:pw@property:2");
        assertThat(route("wss://host", ProxySelector.of(null), Map.of("https.proxyHost", "property"), variables))
                .as("the properties have left this server out")
                .isEqualTo("direct");
    }

    @Test
    void saysWhichVariableIsWrongWithoutItsPassword() {
        assertThatThrownBy(() -> route("wss://host", null, Map.of(), Map.of("HTTPS_PROXY", "https://me:secret@proxy")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageContaining("http://host:3128")
                .hasMessageNotContaining("secret");
    }
}
