// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.transport.TransportTarget;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the headers that are sent with the upgrade, and of where it leads. */
class UpgradeTest {
    private final ManualTime time = new ManualTime();
    private final ScriptedServer server = new ScriptedServer();

    private TrebuchetClient client(UnaryOperator<TrebuchetClient.Builder> options, String... endpoints) {
        List<URI> all = List.of(endpoints).stream().map(URI::create).toList();
        return options.apply(TestClients.inCallingThread(time, server, all)).build();
    }

    private TransportTarget asked() {
        return server.attempts().getLast();
    }

    private static String why(TrebuchetClient client) {
        assertThat(client.connectionState()).isInstanceOf(ConnectionState.Reconnecting.class);
        return ((ConnectionState.Reconnecting) client.connectionState()).cause();
    }

    private static TrebuchetClient.Builder builder() {
        return TrebuchetClient.builder(URI.create("ws://host"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Injected: 1", "a\nb", "a\rb", "a\u0000b", "Straße", "ключ", "\u007f"})
    void refusesWhatAHeaderCantCarry(String value) {
        assertThatThrownBy(() -> builder().header("X-Api-Key", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'X-Api-Key'")
                .hasMessageContaining("visible ASCII")
                .hasMessageNotContaining(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "X Y",
                "X:Y",
                "X\r\nY",
                "Ä",
                "upgrade",
                "CONNECTION",
                "sec-websocket-key",
                "Trebuchet-Ext",
                "trebuchet-client"
            })
    void refusesNamesThatAreNone(String name) {
        assertThatThrownBy(() -> builder().header(name, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("header");
    }

    @Test
    void trimsATokenThatWasReadFromAFile() {
        try (var client = client(options -> options.token(() -> " secret\r\n"), "ws://host")) {
            assertThat(asked().headers()).containsEntry("Authorization", "Bearer secret");
            assertThat(client.connectionState()).isInstanceOf(ConnectionState.Connecting.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"first\nsecond", "schlüssel", "a\r\nX-Injected: 1", " \n"})
    void failsTheAttemptForATokenThatCantBeSent(String token) {
        try (var client = client(options -> options.token(() -> token), "ws://host")) {
            assertThat(server.attempts()).isEmpty();
            assertThat(why(client)).contains("the token must").doesNotContain("second", "schl", "Injected");
        }
    }

    @Test
    void hasOneWinnerForEachHeaderWhateverItsCase() {
        Iterator<String> tokens = java.util.Arrays.asList("token", null).iterator();
        try (var client = client(
                options -> options.header("authorization", "fixed")
                        .header("X-Key", "1")
                        .header("x-key", "2")
                        .headers(() -> Map.of("AUTHORIZATION", "supplied", "X-KEY", "3"))
                        .token(tokens::next),
                "ws://user:pw@host")) {
            assertThat(asked().headers())
                    .containsEntry("Authorization", "Bearer token")
                    .containsEntry("X-KEY", "3")
                    .doesNotContainKeys("authorization", "AUTHORIZATION", "X-Key", "x-key");
            server.lose("no");
            client.reconnectNow();
            assertThat(asked().headers())
                    .containsEntry("AUTHORIZATION", "supplied")
                    .doesNotContainKey("Authorization");
        }
    }

    @Test
    void sendsUserAndPasswordOfTheAddressAndShowsThemNowhere() {
        try (var client = client(options -> options, "ws://us%40er:pässword@my_service:8080/a")) {
            String expected = Base64.getEncoder().encodeToString("us@er:pässword".getBytes(StandardCharsets.UTF_8));
            assertThat(asked().headers()).containsEntry("Authorization", "Basic " + expected);
            assertThat(asked().address().uri()).hasToString("ws://my_service:8080/a");
            assertThat(client.connectionState().toString()).doesNotContain("ssword");
        }
    }

    @Test
    void asksForHeadersBeforeEachAttempt() {
        Iterator<String> values = List.of("one", "two").iterator();
        try (var client = client(options -> options.headers(() -> Map.of("X-Sig", values.next())), "ws://host")) {
            assertThat(asked().headers()).containsEntry("X-Sig", "one");
            server.lose("no");
            client.reconnectNow();
            assertThat(asked().headers()).containsEntry("X-Sig", "two");
            server.lose("no");
            client.reconnectNow();
            assertThat(why(client)).as("the supplier has thrown").contains("NoSuchElementException");
            assertThat(server.attempts()).hasSize(2);
        }
    }

    @Test
    void followsARedirectWithItsTokenToTheSameHost() {
        try (var client = client(options -> options.token(() -> "secret"), "ws://host/a")) {
            server.refuse(308, Map.of("location", "/b?c=1"));
            assertThat(asked().address().uri()).hasToString("ws://host/b?c=1");
            assertThat(asked().headers()).containsEntry("Authorization", "Bearer secret");
            server.refuse(302, Map.of("location", "?d=2"));
            assertThat(asked().address().uri()).hasToString("ws://host/b?d=2");
            server.refuse(301, Map.of("location", "https://host/d"));
            assertThat(asked().address().uri()).hasToString("wss://host/d");
            assertThat(asked().headers()).containsEntry("Authorization", "Bearer secret");
            server.acceptExtended();
            assertThat(client.connectionState()).isInstanceOf(ConnectionState.Connected.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws://other/", "wss://other/", "ws://host:81/", "//other/x", "http://host.evil.example/"})
    void takesNoSecretToAnotherHost(String location) {
        try (var client = client(
                options -> options.token(() -> "secret")
                        .header("X-Api-Key", "secret")
                        .header("Cookie", "secret"),
                "ws://host/a")) {
            server.refuse(302, Map.of("location", location));
            assertThat(server.attempts()).hasSize(2);
            assertThat(asked().headers()).doesNotContainValue("secret").doesNotContainValue("Bearer secret");
            server.refuse(302, Map.of("location", "wss://host/a"));
            assertThat(asked().headers()).as("nor back").doesNotContainValue("secret");
            server.acceptExtended();
            assertThat(client.connectionState()).isInstanceOf(ConnectionState.Connected.class);
        }
    }

    @Test
    void doesNotFollowToAWeakerScheme() {
        try (var client = client(options -> options, "wss://host/a")) {
            server.refuse(307, Map.of("location", "http://host/a"));
            assertThat(server.attempts()).hasSize(1);
            assertThat(why(client)).contains("307").contains("not encrypted");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ftp://host/", "http://", "::::", "http://ho$t/", "http://secret here/"})
    void saysThatARedirectLeadsNowhere(String location) {
        try (var client = client(options -> options, "ws://host/a")) {
            server.refuse(302, Map.of("location", location));
            assertThat(server.attempts()).hasSize(1);
            assertThat(why(client)).contains("302").contains("named").doesNotContain("secret");
        }
    }

    @Test
    void endsACircleOfRedirectsAndTriesAgainLater() {
        try (var client = client(options -> options, "ws://host/a")) {
            for (int i = 0; i < 6; i++) {
                server.refuse(302, Map.of("location", "/a"));
            }
            assertThat(server.attempts()).hasSize(6);
            assertThat(why(client)).contains("after 5 others");
            time.advance(Duration.ofMinutes(1));
            assertThat(server.attempts().size()).isGreaterThan(6);
        }
    }

    @Test
    void refusesOneEndpointWithTwoUsers() {
        assertThatThrownBy(() -> TrebuchetClient.builder(URI.create("ws://a:1@host"), URI.create("ws://b:2@host")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("different users")
                .hasMessageNotContaining("a:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:secret@proxy", "socks://proxy", "http:///"})
    void refusesAProxyThatIsNone(String proxy) {
        assertThatThrownBy(() -> builder().proxy(URI.create(proxy)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http://host:3128")
                .hasMessageNotContaining("secret");
    }
}
