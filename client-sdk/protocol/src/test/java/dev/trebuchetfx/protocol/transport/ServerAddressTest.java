// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "ws://localhost:8080, ws://localhost:8080, localhost, 8080, localhost:8080",
        "WS://LocalHost:8080/A?b=C, ws://localhost:8080/A?b=C, localhost, 8080, localhost:8080",
        "ws://my_service:8080, ws://my_service:8080, my_service, 8080, my_service:8080",
        "wss://my_service/todos, wss://my_service/todos, my_service, 443, my_service",
        "ws://host:443, ws://host:443, host, 443, host:443",
        "ws://host?a=1, ws://host/?a=1, host, 80, host",
        "ws://bücher.example/ü, ws://xn--bcher-kva.example/%C3%BC, xn--bcher-kva.example, 80, xn--bcher-kva.example",
        "ws://[::1]:9, ws://[::1]:9, [::1], 9, [::1]:9",
        "ws://user:secret@host/, ws://host/, host, 80, host",
        "ws://127.0.0.1, ws://127.0.0.1, 127.0.0.1, 80, 127.0.0.1",
    })
    void readsWhatPeopleWrite(String given, String uri, String host, int port, String header) {
        ServerAddress address = ServerAddress.of(URI.create(given));
        assertThat(address.uri()).hasToString(uri);
        assertThat(address).hasToString(uri);
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port()).isEqualTo(port);
        assertThat(address.hostHeader()).isEqualTo(header);
        assertThat(ServerAddress.of(address.uri())).as("read again").returns(uri, again -> again.uri()
                .toString());
    }

    @ParameterizedTest
    @CsvSource({
        "ws://user:secret@host, user:secret",
        "ws://user@my_service, user",
        "ws://us%40er:p%3Aw%C3%BC@host, us@er:p:wü",
    })
    void keepsTheUserApart(String given, String userInfo) {
        assertThat(ServerAddress.of(URI.create(given)).userInfo()).isEqualTo(userInfo);
    }

    @ParameterizedTest
    @CsvSource({
        "http://host, must begin with ws://",
        "host:80, must begin with ws://",
        "ws:///path, must have a host",
        "ws://host:0, port must be 1 to 65535",
        "ws://host:99999, port must be 1 to 65535",
        "ws://host:123456789012, port must be 1 to 65535",
        "ws://host/#part, must not have a fragment",
        "ws://ho$t, letters",
        "ws://straße.example, xn--",
    })
    void saysWhatIsWrong(String given, String why) {
        assertThatThrownBy(() -> ServerAddress.of(URI.create(given)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({
        "http://user:secret@host",
        "ws://user:secret@host:0",
        "ws://user:secret@/",
        "ws:user:secret@host",
        "ws:///user:secret@host"
    })
    void neverShowsAPassword(String given) {
        assertThatThrownBy(() -> ServerAddress.of(URI.create(given))).hasMessageNotContaining("secret");
    }
}
