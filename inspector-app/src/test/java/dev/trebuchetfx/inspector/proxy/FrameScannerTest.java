// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FrameScannerTest {

    @Property(tries = 500)
    void findsEveryFrameWhereverTheBytesAreCut(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TestFrame> sent = new ArrayList<>();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int i = 0; i < 8; i++) {
            TestFrame frame = TestFrame.random(random, 70_000);
            sent.add(frame);
            wire.writeBytes(frame.toBytes());
        }
        byte[] bytes = wire.toByteArray();

        List<Frame> seen = new ArrayList<>();
        FrameScanner scanner = new FrameScanner(1 << 20);
        int at = 0;
        while (at < bytes.length) {
            int end = Math.min(bytes.length, at + random.nextInt(1, random.nextBoolean() ? 4 : 20_000));
            while (at < end) {
                at += scanner.scan(bytes, at, end - at);
                Frame frame = scanner.completed();
                if (frame != null) {
                    seen.add(frame);
                    assertThat(scanner.isBetweenFrames()).isTrue();
                }
            }
        }

        assertThat(seen).isEqualTo(sent.stream().map(TestFrame::expected).toList());
    }

    @Test
    void keepsTheBeginningOfAFrameThatIsTooLong() {
        byte[] wire = new TestFrame(true, 0, Frame.BINARY, null, new byte[1000]).toBytes();
        FrameScanner scanner = new FrameScanner(10);

        assertThat(scanner.scan(wire, 0, wire.length)).isEqualTo(wire.length);

        Frame frame = Objects.requireNonNull(scanner.completed());
        assertThat(frame.length()).isEqualTo(1000);
        assertThat(frame.payload().size()).isEqualTo(10);
        assertThat(frame.isCut()).isTrue();
    }
}
