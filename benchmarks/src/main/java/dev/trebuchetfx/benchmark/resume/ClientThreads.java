// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.resume;

import java.util.Set;

/**
 * Counts the platform threads that a client in this process needs: those that were not there before it, but for the server's, and
 * those that carry virtual threads, though the server's run on them too.
 */
final class ClientThreads {
    private static final String CARRIER = "CarrierThread";

    private final Set<Thread> before = platformThreads();

    /** Returns how many there are now. */
    int count() {
        return (int) platformThreads().stream()
                .filter(thread -> isCarrier(thread) || !(before.contains(thread) || isOfServer(thread)))
                .count();
    }

    private static boolean isCarrier(Thread thread) {
        return thread.getClass().getSimpleName().equals(CARRIER);
    }

    private static boolean isOfServer(Thread thread) {
        return thread.getName().startsWith("trebuchet-server")
                || thread.getName().startsWith("WebSocketWorker");
    }

    /** The virtual ones are not among them. */
    private static Set<Thread> platformThreads() {
        return Set.copyOf(Thread.getAllStackTraces().keySet());
    }
}
