// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.transport.ServerAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests the cost of cookies for a client, and for the servers that get them. */
class CookiesTest {
    private static final ServerAddress SERVER = ServerAddress.of(URI.create("ws://127.0.0.1:8080"));

    private final Cookies cookies = new Cookies();

    @Test
    void aCookieIsSentBack() {
        cookies.keep(SERVER, List.of("AWSALB=abc; Path=/", "other=1"));

        assertThat(cookies.of(SERVER)).isEqualTo("AWSALB=abc; other=1");
    }

    /** A request with more than 8 KB of them would be refused by any server, and a store that grows takes ever longer. */
    @Test
    void aServerThatGivesCookiesWithoutEndGetsFewBack() {
        for (int answer = 0; answer < 5; answer++) {
            String name = "k" + answer + "x";
            cookies.keep(
                    SERVER,
                    IntStream.range(0, 1_000).mapToObj(i -> name + i + "=v").toList());
        }

        assertThat(cookies.of(SERVER)).hasSizeLessThan(8_192);
        cookies.keep(SERVER, List.of("newest=1"));
        assertThat(cookies.of(SERVER)).contains("newest=1");
    }

    @Test
    void aLongCookieIsNotKept() {
        cookies.keep(SERVER, List.of("long=" + "x".repeat(5_000), "short=1"));

        assertThat(cookies.of(SERVER)).isEqualTo("short=1");
    }
}
