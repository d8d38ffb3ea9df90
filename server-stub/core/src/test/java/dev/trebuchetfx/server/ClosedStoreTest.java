// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.transport.InMemoryTransport;
import dev.trebuchetfx.server.StoredActorTest.Account;
import dev.trebuchetfx.server.store.ForwardingStore;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A store that its owner closes after the server. */
class ClosedStoreTest {
    private final ManualTime time = new ManualTime();
    private final AtomicInteger asked = new AtomicInteger();
    private final ForwardingStore away =
            new ForwardingStore(
                    new InMemoryStateStore(LogRetention.DEFAULT, InstantSource.system(), UUID::randomUUID)) {
                @Override
                public Map<String, StateVersion> newestVersions(Collection<String> actors) {
                    asked.incrementAndGet();
                    throw new StateStoreException("the database is away", null);
                }

                @Override
                public StateChangeSource changes() {
                    return new StateChangeSource() {
                        @Override
                        public void start(Listener given) {
                            listener = given;
                        }

                        @Override
                        public void close() {}
                    };
                }
            };
    private StateChangeSource.@Nullable Listener listener;

    @Test
    void aServerThatIsClosedAsksItsStoreNothingMore() throws IOException {
        StubServer server = StubServer.builder()
                .withoutSocket()
                .time(time)
                .executor(Runnable::run)
                .store(away)
                .expose("account", new Account(new AtomicInteger()))
                .start();
        MemoryPeer peer = new MemoryPeer(new InMemoryTransport(server.acceptor(), Runnable::run, Runnable::run));
        peer.send(RawClient.invocation("account", "observeAmount", null, null));
        Objects.requireNonNull(listener).connected();
        time.advance(Duration.ofSeconds(1));
        int before = asked.get();
        assertThat(before).isGreaterThan(1);

        server.close();
        time.advance(Duration.ofMinutes(1));

        assertThat(asked).hasValue(before);
    }
}
