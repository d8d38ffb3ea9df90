// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.server.demo.Counter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The actors that a server makes on demand, of which one principal may have most and not all. */
@Timeout(120)
class OnDemandLimitTest {
    private static RawClient client(StubServer server, String token) {
        return RawClient.with(server, Map.of("Trebuchet-Ext", "1", "Authorization", "Bearer " + token));
    }

    @Test
    void onePrincipalLeavesATenthOfTheActorsToOthers() throws Exception {
        try (StubServer server = StubServer.builder()
                        .token("mallory", "hostile")
                        .token("victim", "honest")
                        .limits(ServerLimits.builder()
                                .maxMessagesPerSecond(1_000_000)
                                .build())
                        .start();
                RawClient mallory = client(server, "hostile");
                RawClient victim = client(server, "honest")) {
            server.expose("counter/{name}", key -> new Counter());
            for (int i = 0; i < 20_001; i++) {
                mallory.send(RawClient.invocation("counter/" + i, "increment", null, null));
            }
            String last = "";
            for (int i = 0; i < 20_001; i++) {
                String error = mallory.next(ResponseEnvelope.class).errorMessage();
                last = error == null ? last : error;
            }

            assertThat(last)
                    .isEqualTo("Actor is busy: this principal has made 18000 actors on demand, and others must find"
                            + " room; try again later");
            assertThat(victim.call("counter/mine", "increment").errorMessage()).isNull();
            assertThat(mallory.call("counter/17", "increment").errorMessage())
                    .as("one that is there")
                    .isNull();
        }
    }
}
