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
 * The settings of an engine, and the parts that it is made of.
 *
 * @param loopThreads the executor that runs the loop, which never blocks it
 * @param onClosed an action that ends everything that the composition root has started for this engine
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
