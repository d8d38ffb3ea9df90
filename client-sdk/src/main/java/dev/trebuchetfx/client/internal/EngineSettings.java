// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal;

import dev.trebuchetfx.client.internal.connection.ConnectionSettings;
import dev.trebuchetfx.client.internal.stream.Checkpoints;
import dev.trebuchetfx.client.internal.time.TimeSource;
import dev.trebuchetfx.client.internal.transport.Transport;
import dev.trebuchetfx.client.tap.TapHub;
import dev.trebuchetfx.client.wire.WireLimits;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What an engine is made of.
 *
 * @param loopThreads where the loop runs; it never blocks it
 * @param onClosed ends what the composition root has started for this engine
 */
public record EngineSettings(
        ConnectionSettings connection,
        Transport transport,
        TimeSource time,
        Executor loopThreads,
        TapHub taps,
        WireLimits limits,
        Duration callTimeout,
        Duration answerTimeout,
        Checkpoints.Settings checkpoints,
        Runnable onClosed) {}
