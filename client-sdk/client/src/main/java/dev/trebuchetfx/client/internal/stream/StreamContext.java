// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.internal.connection.MessageSender;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What every stream of a client shares.
 *
 * @param background for what would hold the loop up
 * @param loop owns the streams' state
 * @param checkpoints what is kept beyond this run
 * @param heartbeatInterval how often a server with the extension shall say what it has sent
 * @param answerTimeout how long the answer to a resume or an invocation may take before a stream is invoked afresh
 */
public record StreamContext(
        TimeSource time,
        Executor loop,
        Executor background,
        TapHub taps,
        MessageSender sender,
        Supplier<UUID> ids,
        Checkpoints checkpoints,
        Duration answerTimeout,
        Duration heartbeatInterval) {}
