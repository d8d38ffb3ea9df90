// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatheringChannelTest {
    /** More than any socket takes of a peer that does not read. */
    private static final int LARGE = 16 << 20;

    private SocketChannel near;
    private SocketChannel far;
    private GatheringChannel channel;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            far = SocketChannel.open(server.getLocalAddress());
            near = server.accept();
        }
        near.configureBlocking(false);
        channel = new GatheringChannel(near);
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
    }

    @Test
    void writesWhatIsQueuedAtOnceAndInOrder() throws IOException {
        for (int i = 0; i < 200; i++) {
            channel.add(ByteBuffer.wrap(new byte[] {(byte) i}));
        }

        assertThat(channel.leave()).isTrue();

        assertThat(channel.bytes()).isZero();
        assertThat(channel.isNeedWrite()).isFalse();
        byte[] read = read(200);
        for (int i = 0; i < 200; i++) {
            assertThat(read[i]).isEqualTo((byte) i);
        }
    }

    @Test
    void letsAFrameOfTheLibraryGoBehindWhatIsQueued() throws IOException {
        channel.add(filled(LARGE, 'm'));
        assertThat(channel.leave()).isFalse();
        ByteBuffer closing = filled(3, 'c');

        assertThat(channel.write(closing)).isZero();

        assertThat(channel.bytes()).isPositive().isLessThan(LARGE);
        assertThat(runs(drain(LARGE + 3, closing))).isEqualTo("m" + LARGE + " c3 ");
    }

    @Test
    void letsNothingIntoAFrameOfTheLibraryThatHasBegun() throws IOException {
        ByteBuffer large = filled(LARGE, 'p');
        assertThat(channel.write(large)).isPositive().isLessThan(LARGE);
        channel.add(filled(5, 'm'));

        assertThat(channel.leave()).isFalse();

        assertThat(runs(drain(LARGE + 5, large))).isEqualTo("p" + LARGE + " m5 ");
    }

    /** Reads at the far end while the selector thread's part is played here. */
    private byte[] drain(int size, ByteBuffer ofTheLibrary) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < size) {
            channel.write(ofTheLibrary);
            channel.writeMore();
            ByteBuffer some = ByteBuffer.allocate(1 << 20);
            far.read(some);
            all.write(some.array(), 0, some.position());
        }
        return all.toByteArray();
    }

    private byte[] read(int size) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(size);
        while (all.hasRemaining()) {
            far.read(all);
        }
        return all.array();
    }

    private static ByteBuffer filled(int size, char with) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) with);
        return ByteBuffer.wrap(bytes);
    }

    /** Each letter with how often it stands there in a row. */
    private static String runs(byte[] bytes) {
        StringBuilder runs = new StringBuilder();
        int start = 0;
        for (int i = 1; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] != bytes[start]) {
                runs.append((char) bytes[start]).append(i - start).append(' ');
                start = i;
            }
        }
        return runs.toString();
    }
}
