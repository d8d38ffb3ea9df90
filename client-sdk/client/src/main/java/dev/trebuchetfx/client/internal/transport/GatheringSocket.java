// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Proxy;
import java.net.Socket;
import java.util.function.BooleanSupplier;

/**
 * A socket whose writes are gathered as long as more is queued: the library writes and flushes one frame at a time, from a thread that
 * it names itself. That thread alone writes, except for a TLS handshake before it begins.
 */
final class GatheringSocket extends Socket {
    private static final int BUFFER_BYTES = 1 << 14;
    private static final String LIBRARY_NAME = "WebSocketWriteThread-";

    private final String writerName;
    private final BooleanSupplier moreToCome;

    /**
     * Creates a socket that is not connected.
     *
     * @param proxy no proxy, or a SOCKS proxy
     * @param writerName the name for the thread that writes
     * @param moreToCome tells whether another flush follows at once
     */
    GatheringSocket(Proxy proxy, String writerName, BooleanSupplier moreToCome) {
        super(proxy);
        this.writerName = writerName;
        this.moreToCome = moreToCome;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new BufferedOutputStream(super.getOutputStream(), BUFFER_BYTES) {
            @Override
            public void flush() throws IOException {
                Thread writer = Thread.currentThread();
                if (writer.getName().startsWith(LIBRARY_NAME)) {
                    writer.setName(writerName);
                }
                if (!moreToCome.getAsBoolean()) {
                    super.flush();
                }
            }
        };
    }
}
