// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.Acceptor;
import io.netty.util.internal.OutOfDirectMemoryError;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The objects that the handlers of all sockets of one server share.
 *
 * @param onFatal told of an error after which the process can't be trusted, such as memory that has run out
 */
record SocketContext(
        SocketSettings settings,
        Acceptor acceptor,
        RequestCheck check,
        Admission admission,
        ByteBudget incoming,
        ByteBudget outgoing,
        Counts counts,
        TimeSource time,
        SocketLog log,
        Consumer<Throwable> onFatal) {

    /** The events that are counted since the start. */
    record Counts(LongAdder refusedFull, LongAdder refusedRequests, LongAdder tooLate, LongAdder protocolErrors) {
        Counts() {
            this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
        }
    }

    /**
     * Tells of an error if it is one after which nothing in this process can be trusted. A stack that ran out is the fault of one message.
     * The library's memory outside of the heap is there again when the connection that found too little of it has closed.
     */
    void tellIfFatal(Throwable failure) {
        if (failure instanceof VirtualMachineError
                && !(failure instanceof StackOverflowError)
                && !(failure instanceof OutOfDirectMemoryError)) {
            onFatal.accept(failure);
        }
    }
}
