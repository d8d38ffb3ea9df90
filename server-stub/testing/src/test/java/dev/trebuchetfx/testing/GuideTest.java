// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.example.Poll;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The guide's example is the test that is compiled and run here. */
class GuideTest {
    @Test
    void theExampleOfTheGuideIsACompiledTest() throws IOException {
        String guide = Files.readString(Path.of("../../docs/testing.md"));
        String source = Files.readString(Path.of("src/test/java/dev/trebuchetfx/example/CounterTest.java"));
        int begin = source.indexOf("import static");

        assertThat(guide).contains("```java\n" + source.substring(begin).replace("\r\n", "\n") + "```\n");
    }

    @Test
    void theExampleOfAStatefulActorIsCompiledAndKeepsItsState() throws Exception {
        String guide = Files.readString(Path.of("../../docs/persistence.md"));
        String source = Files.readString(Path.of("src/test/java/dev/trebuchetfx/example/Poll.java"));
        int begin = source.indexOf("/** A poll");
        assertThat(guide).contains("```java\n" + source.substring(begin).replace("\r\n", "\n") + "```\n");

        try (ActorStateStore store =
                new InMemoryStateStore(LogRetention.DEFAULT, InstantSource.system(), UUID::randomUUID)) {
            assertThat(vote(store, "lunch")).isEqualTo(1);
            assertThat(vote(store, "lunch")).isEqualTo(2);
            assertThat(vote(store, "dinner")).isEqualTo(1);
        }
    }

    /** Votes at a server of its own. */
    private static int vote(ActorStateStore store, String poll) throws Exception {
        try (StubServer server = StubServer.builder()
                        .store(store)
                        .expose("polls/{topic}", topic -> new Poll())
                        .start();
                TrebuchetClient client = TrebuchetClient.builder(server.uri()).build()) {
            return client.actor("polls/" + poll)
                    .call("vote", Integer.class, CallOptions.WHEN_CONNECTED, "tea")
                    .get(10, TimeUnit.SECONDS);
        }
    }
}
