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
 * The parts and settings that all streams of a client share.
 *
 * @param loop the owner of the streams' state
 * @param background the executor of work that would hold the loop up
 * @param checkpoints the checkpoints, which are kept beyond this run
 * @param answerTimeout the longest time for the answer to a resume or an invocation, after which a stream is invoked afresh
 * @param heartbeatInterval the interval at which a server with the extension shall say what it has sent
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
