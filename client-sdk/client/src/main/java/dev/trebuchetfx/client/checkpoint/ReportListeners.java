// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.checkpoint;

import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a store's reports. Problems that nobody hears are kept for the first listener. Safe for use by any thread. */
final class ReportListeners {
    private static final Logger LOG = LoggerFactory.getLogger(ReportListeners.class);
    private static final int MAX_UNHEARD = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Consumer<CheckpointReport>> listeners = new ArrayList<>();
    private final List<CheckpointReport> unheard = new ArrayList<>();

    Registration add(Consumer<CheckpointReport> listener) {
        List<CheckpointReport> missed;
        lock.lock();
        try {
            listeners.add(listener);
            missed = List.copyOf(unheard);
            unheard.clear();
        } finally {
            lock.unlock();
        }
        missed.forEach(report -> tell(listener, report));
        return () -> remove(listener);
    }

    void tell(CheckpointReport report) {
        List<Consumer<CheckpointReport>> hearing;
        lock.lock();
        try {
            hearing = List.copyOf(listeners);
            if (hearing.isEmpty() && report instanceof CheckpointReport.Problem && unheard.size() < MAX_UNHEARD) {
                unheard.add(report);
            }
        } finally {
            lock.unlock();
        }
        hearing.forEach(listener -> tell(listener, report));
    }

    private static void tell(Consumer<CheckpointReport> listener, CheckpointReport report) {
        try {
            listener.accept(report);
        } catch (Throwable e) {
            ForeignCode.log(
                    LOG,
                    "A listener of checkpoints failed on " + report.getClass().getSimpleName(),
                    e);
        }
    }

    private void remove(Consumer<CheckpointReport> listener) {
        lock.lock();
        try {
            listeners.remove(listener);
        } finally {
            lock.unlock();
        }
    }
}
