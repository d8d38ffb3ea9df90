// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy and what it has told. */
final class ProxyFixture implements AutoCloseable {
    private final SystemTime time = new SystemTime("test timer", InstantSource.system());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final List<ProxyEvent> events = new CopyOnWriteArrayList<>();

    WebSocketProxy start(Upstream upstream) throws IOException {
        return start(upstream, time);
    }

    WebSocketProxy start(Upstream upstream, TimeSource passed) throws IOException {
        return WebSocketProxy.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                upstream,
                Set.of("https://allowed.example"),
                passed,
                threads,
                events::add);
    }

    <T extends ProxyEvent> List<T> of(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends ProxyEvent> T awaitFirst(Class<T> kind) {
        await().until(() -> !of(kind).isEmpty());
        return of(kind).getFirst();
    }

    @Override
    public void close() {
        time.close();
        threads.close();
    }
}
