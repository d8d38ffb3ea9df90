// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal;

import dev.trebuchetfx.client.internal.connection.ConnectionSettings;
import dev.trebuchetfx.client.internal.stream.Checkpoints;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.Transport;
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
