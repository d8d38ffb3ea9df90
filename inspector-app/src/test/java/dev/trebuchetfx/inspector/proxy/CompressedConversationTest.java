// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import dev.trebuchetfx.server.StubServer;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client and a server that compress, with the proxy between them: it relays what travels and shows what it says. */
@Timeout(60)
class CompressedConversationTest {
    private static final String TEXT = "wash the car and the dog ".repeat(100);

    /** Says what it is told. */
    public static final class Echo {
        public String say(String text) {
            return text;
        }
    }

    private static URI through(WebSocketProxy proxy) {
        return URI.create("ws://127.0.0.1:" + proxy.port());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void showsWhatIsSaid(boolean keepsContext) throws Exception {
        MessageCompression compression = keepsContext ? MessageCompression.ON : MessageCompression.ON.withoutContext();
        try (ProxyFixture fixture = new ProxyFixture();
                StubServer server = StubServer.builder()
                        .expose("echo", new Echo())
                        .compression(compression)
                        .start();
                WebSocketProxy proxy =
                        fixture.start(new Upstream(server.uri(), (SSLSocketFactory) SSLSocketFactory.getDefault()));
                TrebuchetClient client = TrebuchetClient.connect(through(proxy).toString())) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.actor("echo")
                                .call("say", String.class, CallOptions.WHEN_CONNECTED, TEXT + i)
                                .get(20, TimeUnit.SECONDS))
                        .isEqualTo(TEXT + i);
            }

            await().untilAsserted(() -> assertThat(compressed(fixture)).hasSize(40));
            assertThat(compressed(fixture)).allSatisfy(message -> {
                assertThat(message.isCut()).isFalse();
                assertThat(message.data().utf8()).startsWith("{");
                assertThat(message.wireBytes()).isLessThan(message.data().size() / 3);
            });
        }
    }

    private static List<ProxiedMessage> compressed(ProxyFixture fixture) {
        return fixture.of(ProxyEvent.Passed.class).stream()
                .map(ProxyEvent.Passed::message)
                .filter(ProxiedMessage::isCompressed)
                .toList();
    }
}
